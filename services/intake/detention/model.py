"""A detention: where and since when somebody is held, until when at most, and who asked for us."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from services.chassis.calendar import add_months
from services.chassis.errors import Conflict, Invalid


class Asking(StrEnum):
    """How the person asked: a request slip in the centre, or a call of his or her own."""

    SLIP = "slip"
    CALL = "call"


class Authority(StrEnum):
    DTV = "DT&V"
    DJI = "DJI"


@dataclass(eq=False, kw_only=True)
class Detention:
    """R-DET-01, R-DET-02. The place is sealed under the applicant's key.

    `term_months` is what the order may last at most: 6, or 18 once it was extended. `told` holds to
    whom which booking was announced (R-DET-03).
    """

    case_ref: str
    asked_by: Asking
    asked_on: date
    order_date: date
    term_months: int
    sealed_place: bytes
    released_on: date | None = None
    told: list[dict[str, Any]] = field(default_factory=list)

    @property
    def ends_by(self) -> date:
        """The last day on which the law lets the person be held."""
        return add_months(self.order_date, self.term_months)

    def extend(self, *, order_date: date, term_months: int, sealed_place: bytes) -> None:
        """The person is held elsewhere, under another order, or for longer."""
        self.order_date, self.term_months = order_date, term_months
        self.sealed_place, self.released_on = sealed_place, None

    def release(self, released_on: date) -> None:
        if released_on < self.order_date:
            raise Invalid("before-the-order", "Nobody is released before the order of detention.")
        if self.released_on is not None:
            raise Conflict("already-released", f"The release was on {self.released_on}.")
        self.released_on = released_on

    def announce(self, to: Authority, departs_at: datetime | None, now: datetime) -> None:
        """Note that an authority was told of the booking that stands now."""
        if self.told_of(departs_at) >= {to}:
            raise Conflict("already-told", f"The {to} has been told of this booking.")
        booking = departs_at.isoformat() if departs_at else None
        self.told = [*self.told, {"to": to, "booking": booking, "at": now.isoformat()}]

    def told_of(self, departs_at: datetime | None) -> set[str]:
        """Which authorities know of a booking."""
        booking = departs_at.isoformat() if departs_at else None
        return {told["to"] for told in self.told if told["booking"] == booking}

    def announced(self, departs_at: datetime | None) -> bool:
        """R-DET-03: whoever runs the file and whoever holds the person know of the booking."""
        return self.told_of(departs_at) == set(Authority)
