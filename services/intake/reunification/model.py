"""A family that comes to its sponsor: the visas that let it in, and the account that it pays.

Amounts are minor units of euro. Nothing is earned: the family pays what the journey cost, gets back
what it paid beyond that, and is told before when it will be more than was estimated (R-FAM-04).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.spelling import number_key

CURRENCY = "EUR"


class Service(StrEnum):
    """R-FAM-02: whoever books elsewhere is advised, and nothing else."""

    JOURNEY = "journey"
    CONSULTATION = "consultation"


class LineKind(StrEnum):
    TICKET = "ticket"
    ESCORT = "escort"
    ESCORT_RETURN = "escort_return"
    MEDICAL = "medical"
    SERVICE_FEE = "service_fee"


@dataclass(frozen=True, kw_only=True)
class Visa:
    """An MVV: collected within months of the notice, used within days of its issue (R-FAM-01)."""

    person_id: str
    notice_on: date
    collect_by: date
    issued_on: date | None = None
    enter_by: date | None = None


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What was estimated, what it cost, what was paid, and what is still open."""

    estimate_minor: int
    actual_minor: int
    received_minor: int
    refunded_minor: int

    @property
    def balance_minor(self) -> int:
        """Above zero: to be given back; below zero: still to be paid."""
        return self.received_minor - self.refunded_minor - self.actual_minor

    @property
    def dearer(self) -> bool:
        return self.actual_minor > self.estimate_minor


@dataclass(eq=False, kw_only=True)
class Reunification:
    """The sponsor is sealed under the applicant's key. The lists hold one record per event."""

    case_ref: str
    service: Service
    ordered_on: date
    sealed_sponsor: bytes
    visas: list[dict[str, Any]] = field(default_factory=list)
    estimate: list[dict[str, Any]] = field(default_factory=list)
    received: list[dict[str, Any]] = field(default_factory=list)
    refunds: list[dict[str, Any]] = field(default_factory=list)
    costs: list[dict[str, Any]] = field(default_factory=list)
    warned_minor: int | None = None
    stated_on: date | None = None

    def note_visa(self, visa: Visa) -> None:
        """Note one traveller's visa in place of what was known of it."""
        if visa.issued_on is not None and not visa.notice_on <= visa.issued_on <= visa.collect_by:
            raise Invalid("collected-too-late", f"R-FAM-01: it was to be got by {visa.collect_by}.")
        told = {
            name: day.isoformat() if day else None
            for name, day in (
                ("notice_on", visa.notice_on),
                ("collect_by", visa.collect_by),
                ("issued_on", visa.issued_on),
                ("enter_by", visa.enter_by),
            )
        }
        others = [one for one in self.visas if one["person_id"] != visa.person_id]
        self.visas = [*others, {"person_id": visa.person_id} | told]

    def holding(self) -> set[str]:
        """Who has collected a visa."""
        return {one["person_id"] for one in self.visas if one["issued_on"]}

    def enter_by(self) -> date | None:
        """The last day on which all can still enter, as far as visas were issued."""
        days = [one["enter_by"] for one in self.visas if one["enter_by"]]
        return date.fromisoformat(min(days)) if days else None

    def make_estimate(self, lines: list[dict[str, Any]]) -> None:
        self.estimate = lines

    def receive(self, amount_minor: int, on: date, reference: str) -> None:
        """Take in the deposit, or what was still to be paid."""
        if not self.estimate:
            raise Conflict("no-estimate", "Nobody pays before the cost is estimated.")
        self.received = _with(self.received, amount_minor, on, reference)

    def refund(self, amount_minor: int, on: date, reference: str) -> None:
        """Give back what was paid beyond the cost."""
        if self.stated_on is None or amount_minor > self.statement.balance_minor:
            raise Conflict("nothing-to-refund", "Only what the statement shows is given back.")
        self.refunds = _with(self.refunds, amount_minor, on, reference)

    def note_cost(self, cost: dict[str, Any]) -> bool:
        """Note what was paid for the journey; say whether that was news."""
        if cost["cost_id"] in {one["cost_id"] for one in self.costs}:
            return False
        self.costs = [*self.costs, cost]
        return True

    def warn(self) -> int:
        """R-FAM-04: the family was told that it becomes dearer than the estimate."""
        self.warned_minor = self.statement.actual_minor
        return self.warned_minor

    def state(self, today: date) -> Statement:
        """Draw up the final statement."""
        unclear = self.foreign()
        if unclear:
            raise Conflict("other-currency", f"Enter these in euro first: {', '.join(unclear)}.")
        shown = self.statement
        if shown.dearer and (self.warned_minor or 0) < shown.actual_minor:
            raise Conflict("not-warned", "R-FAM-04: tell the family first that it became dearer.")
        self.stated_on = today
        return shown

    def foreign(self) -> list[str]:
        """Costs in another currency that nobody has entered in euro."""
        entered = {one.get("replaces") for one in self.costs}
        return [
            one["cost_id"]
            for one in self.costs
            if one["currency"] != CURRENCY and one["cost_id"] not in entered
        ]

    @property
    def statement(self) -> Statement:
        # A penalty is a part of the ticket that is not refunded, so it does not count again.
        signs = {"refund": -1, "penalty": 0}
        ours = [one for one in self.costs if one["currency"] == CURRENCY]
        return Statement(
            estimate_minor=sum(int(line["amount_minor"]) for line in self.estimate),
            actual_minor=sum(signs.get(one["kind"], 1) * int(one["amount_minor"]) for one in ours),
            received_minor=sum(int(one["amount_minor"]) for one in self.received),
            refunded_minor=sum(int(one["amount_minor"]) for one in self.refunds),
        )

    @property
    def paid(self) -> bool:
        """R-FAM-05: the deposit covers the estimate."""
        return bool(self.estimate) and (
            self.statement.received_minor >= self.statement.estimate_minor
        )

    @property
    def settled(self) -> bool:
        """Whether the statement was drawn up and nobody owes anything."""
        return self.stated_on is not None and self.statement.balance_minor == 0

    @property
    def unsettled(self) -> bool:
        """Whether a cost became known after the statement, so that somebody owes or is owed."""
        return self.stated_on is not None and bool(self.statement.balance_minor or self.foreign())


def _with(
    known: list[dict[str, Any]], amount_minor: int, on: date, reference: str
) -> list[dict[str, Any]]:
    """Add a line of the bank's statement; the same one of the same day is no second one."""
    day, key = on.isoformat(), number_key(reference)
    if any((one["on"], number_key(one["reference"])) == (day, key) for one in known):
        raise Conflict("booked-before", f"{reference} of {day} is entered already.")
    return [*known, {"amount_minor": amount_minor, "on": day, "reference": reference}]
