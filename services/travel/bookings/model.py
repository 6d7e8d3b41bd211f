"""Bookings: what was ordered from an agent, until it is ticketed, failed or undone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.machine import Machine, Transition, Wait
from services.travel.waits.model import AGENT, OFFICER, Waiting


class BookingStatus(StrEnum):
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    CANCEL_REQUESTED = "cancel_requested"
    CANCEL_ACCEPTED = "cancel_accepted"
    CANCELLED = "cancelled"
    USED = "used"


BOOKING = Machine(
    "booking",
    BookingStatus.REQUESTED,
    transitions=[
        Transition("requested", "confirm", "confirmed"),
        Transition("requested", "fail", "failed"),
        Transition("requested", "ask_to_cancel", "cancel_requested"),
        Transition("confirmed", "ask_to_cancel", "cancel_requested"),
        Transition("confirmed", "use", "used"),
        # A party that left in part: the places of those who stayed behind are given back.
        Transition("used", "ask_to_cancel", "cancel_requested"),
        # The agent's confirmation or refusal may cross our withdrawal on the way.
        Transition("cancel_requested", "confirm", "cancel_requested"),
        Transition("cancel_accepted", "confirm", "cancel_accepted"),
        Transition("cancel_requested", "fail", "failed"),
        Transition("cancel_requested", "accept_refund", "cancel_accepted"),
        Transition("cancel_accepted", "accept_refund", "cancel_accepted"),
        Transition("cancel_accepted", "close", "cancelled"),
        Transition("cancel_accepted", "close_in_part", "used"),
    ],
    waits=[
        Wait("requested", "the agent's confirmation", AGENT, timedelta(hours=8)),
        Wait("confirmed", "the day of departure", OFFICER, timedelta(0)),
        Wait("used", "the places of those who stayed, if any", OFFICER, timedelta(days=30)),
        Wait("cancel_requested", "what the agent pays back", AGENT, timedelta(days=1)),
        Wait("cancel_accepted", "the agent's word that it is cancelled", AGENT, timedelta(days=1)),
    ],
)


@dataclass(frozen=True)
class Refund:
    """What comes back, and what the agent keeps."""

    currency: str
    penalty_minor: int
    refund_minor: int


@dataclass(kw_only=True)
class Booking(Waiting):
    """`id` is the booking reference that both sides use; `references` are those who fly on it.

    `sealed_party` is ciphertext that only the agent can open, kept until it has answered.
    """

    id: str
    movement_id: str
    agent: str
    offer_id: str
    offer_reference: str
    references: list[str]
    price_minor: int
    currency: str
    price_accepted: bool
    sealed_party: str
    requested_at: datetime
    status: BookingStatus = BookingStatus.REQUESTED
    record_locator: str | None = None
    tickets: list[dict[str, Any]] = field(default_factory=list)
    ticketing_time_limit: datetime | None = None
    failure: str | None = None
    cancellation_reference: str | None = None
    staying_behind: list[str] | None = None
    penalty_minor: int | None = None
    refund_minor: int | None = None

    def confirm(
        self,
        now: datetime,
        *,
        record_locator: str,
        tickets: list[dict[str, Any]],
        price_minor: int,
        ticketing_time_limit: datetime,
    ) -> None:
        """Take the tickets: one for each who flies, check digits right, at the price agreed."""
        refuse_wrong_tickets(tickets, self.references)
        if price_minor != self.price_minor:
            raise Invalid(
                "another-price",
                f"Ordered for {self.price_minor}, confirmed for {price_minor}.",
                [{"pointer": "/price/total_minor", "detail": "Not the price that was agreed."}],
            )
        self._move("confirm", now)
        self.record_locator, self.tickets = record_locator, tickets
        self.ticketing_time_limit = ticketing_time_limit
        self.sealed_party = ""

    def fail(self, now: datetime, reason: str) -> None:
        self._move("fail", now)
        self.failure = reason
        self.sealed_party = ""

    def use(self, now: datetime) -> None:
        """Somebody flew on it."""
        self._move("use", now)

    def ask_to_cancel(
        self, now: datetime, cancellation_reference: str, staying_behind: list[str] | None = None
    ) -> None:
        """Ask what undoing costs: for everybody, or for those who stay behind."""
        self._move("ask_to_cancel", now)
        self.cancellation_reference = cancellation_reference
        self.staying_behind = staying_behind

    def accept_refund(
        self, now: datetime, cancellation_reference: str, paid_minor: int, refund: Refund
    ) -> None:
        """Accept what comes back: withdrawal is a right, the penalty is ours (R-REAN-15)."""
        self._refuse_other(cancellation_reference)
        if refund.refund_minor + refund.penalty_minor != paid_minor:
            raise Invalid(
                "wrong-sum",
                "Refund and penalty do not make up what was paid.",
                [{"pointer": "/refund_minor", "detail": "Paid less penalty."}],
            )
        self._move("accept_refund", now)
        self.penalty_minor, self.refund_minor = refund.penalty_minor, refund.refund_minor

    def close(self, now: datetime, cancellation_reference: str, refund: Refund) -> None:
        """The agent cancelled, at the amounts that were accepted."""
        self._refuse_other(cancellation_reference)
        if (refund.penalty_minor, refund.refund_minor) != (self.penalty_minor, self.refund_minor):
            raise Invalid(
                "other-amounts",
                "Not the amounts that were accepted.",
                [{"pointer": "/refund_minor", "detail": f"Accepted was {self.refund_minor}."}],
            )
        self._move("close_in_part" if self.staying_behind else "close", now)

    def _refuse_other(self, cancellation_reference: str) -> None:
        if cancellation_reference != self.cancellation_reference:
            raise Conflict("no-such-cancellation", "This cancellation was not asked for.")

    def _move(self, verb: str, now: datetime) -> None:
        self.status = BookingStatus(BOOKING.next(self.status, verb))
        self.version += 1
        self.wait(BOOKING.wait(self.status), now)


def refuse_wrong_tickets(tickets: list[dict[str, Any]], references: list[str]) -> None:
    """A ticket number's last digit is the number made of the first twelve, modulo 7."""
    if sorted(ticket["passenger_reference"] for ticket in tickets) != sorted(references):
        raise Invalid(
            "wrong-tickets",
            "One ticket for each who flies is needed.",
            [{"pointer": "/tickets", "detail": f"Expected: {', '.join(references)}."}],
        )
    for position, ticket in enumerate(tickets):
        number = ticket["ticket_number"]
        if int(number[:12]) % 7 != int(number[12]):
            raise Invalid(
                "wrong-check-digit",
                "A ticket number's check digit is wrong.",
                [{"pointer": f"/tickets/{position}/ticket_number", "detail": "Check digit."}],
            )
