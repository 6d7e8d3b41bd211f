"""The journey that was chosen: whose offer, at what price, from when to when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from services.chassis.errors import Conflict


@dataclass(frozen=True)
class Chosen:
    """The offer that won, and what everything else follows from."""

    offer_id: str
    offer_reference: str
    agent: str
    price_minor: int
    currency: str
    price_accepted: bool
    valid_until: datetime
    departs_at: datetime
    arrives_at: datetime
    escort_returns_at: datetime | None


@dataclass(kw_only=True)
class Errand:
    """For whose sake, from where to where, in which days."""

    case_ref: str | None
    assignment_id: str | None
    origin_airport: str
    destination_airport: str
    destination_country: str
    not_before: date
    not_after: date

    @property
    def leaves_for_good(self) -> bool:
        """An expert comes back, and a resettled family comes to the Netherlands."""
        return self.case_ref is not None and self.destination_country != "NL"


@dataclass(kw_only=True)
class Journey:
    """The part of a movement that is empty until an offer is chosen.

    `choice` says why: sentences, who chose, the versions of the rules. `escort_details` is
    ciphertext under the staff member's own key. `broken_rules` names what ticketed flights break.
    """

    offer_id: str | None = None
    offer_reference: str | None = None
    agent: str | None = None
    price_minor: int | None = None
    currency: str | None = None
    price_accepted: bool = False
    valid_until: datetime | None = None
    departs_at: datetime | None = None
    arrives_at: datetime | None = None
    escort_returns_at: datetime | None = None
    choice: dict[str, Any] | None = None
    escort_staff_id: str | None = None
    escort_details: bytes | None = None
    broken_rules: list[dict[str, str]] = field(default_factory=list)

    @property
    def escort_named(self) -> bool:
        return self.escort_staff_id is not None

    def has_lapsed(self, now: datetime) -> bool:
        """Whether the chosen offer may no longer be booked."""
        return self.valid_until is not None and now >= self.valid_until

    def times(self) -> tuple[datetime, datetime]:
        """Return departure and arrival; refused while nothing is chosen."""
        if self.departs_at is None or self.arrives_at is None:
            raise Conflict("nothing-chosen", "No offer has been chosen for this movement.")
        return self.departs_at, self.arrives_at

    def _take(self, chosen: Chosen, choice: dict[str, Any]) -> None:
        """Take an offer. An escort was named for certain flights, and must be named for others."""
        flights = (chosen.departs_at, chosen.arrives_at, chosen.escort_returns_at)
        if flights != (self.departs_at, self.arrives_at, self.escort_returns_at):
            self.escort_staff_id = self.escort_details = None
        self.departs_at, self.arrives_at, self.escort_returns_at = flights
        self.offer_id, self.offer_reference = chosen.offer_id, chosen.offer_reference
        self.agent, self.valid_until = chosen.agent, chosen.valid_until
        self.price_minor, self.currency = chosen.price_minor, chosen.currency
        self.price_accepted, self.choice = chosen.price_accepted, choice

    def _forget_choice(self) -> None:
        self.offer_id = self.offer_reference = self.agent = self.choice = None
        self.price_minor = self.currency = self.valid_until = None
        self.price_accepted = False
        self.departs_at = self.arrives_at = self.escort_returns_at = None
        self.escort_staff_id = self.escort_details = None
