"""Bookings: what was ordered from an agent, until it is ticketed, failed or undone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.machine import Machine, Transition, Wait
from services.travel.tickets.rules import refuse_other_price, refuse_wrong_tickets
from services.travel.waits.model import AGENT, OFFICER, Waiting


class BookingStatus(StrEnum):
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    CANCEL_REQUESTED = "cancel_requested"
    PENALTY_QUESTIONED = "penalty_questioned"
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
        Transition("penalty_questioned", "confirm", "penalty_questioned"),
        Transition("cancel_accepted", "confirm", "cancel_accepted"),
        Transition("cancel_requested", "fail", "failed"),
        Transition("cancel_requested", "accept_refund", "cancel_accepted"),
        Transition("cancel_accepted", "accept_refund", "cancel_accepted"),
        # More is kept than the offer named: a person decides, or the agent names less.
        Transition("cancel_requested", "question_penalty", "penalty_questioned"),
        Transition("cancel_accepted", "question_penalty", "penalty_questioned"),
        Transition("penalty_questioned", "question_penalty", "penalty_questioned"),
        Transition("penalty_questioned", "accept_refund", "cancel_accepted"),
        Transition("penalty_questioned", "accept_penalty", "cancel_accepted"),
        Transition("cancel_accepted", "close", "cancelled"),
        Transition("cancel_accepted", "close_in_part", "used"),
    ],
    waits=[
        Wait("requested", "the agent's confirmation", AGENT, timedelta(hours=8)),
        Wait("confirmed", "the day of departure", OFFICER, timedelta(0)),
        Wait("used", "the places of those who stayed, if any", OFFICER, timedelta(days=30)),
        Wait("cancel_requested", "what the agent pays back", AGENT, timedelta(days=1)),
        Wait("penalty_questioned", "a decision on the penalty", OFFICER, timedelta(days=1)),
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
    `penalty_choice` is who accepted a penalty above the offer's, and why.
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
    penalty_choice: dict[str, str] | None = None

    @property
    def leaving(self) -> list[str]:
        """Whose places are given back: everybody's, or those of the ones who stay behind."""
        return self.staying_behind or self.references

    @property
    def penalty_allowed_minor(self) -> int:
        """The highest penalty that a person has accepted."""
        return (self.penalty_minor or 0) if self.penalty_choice else 0

    def confirm(
        self,
        now: datetime,
        *,
        record_locator: str,
        tickets: list[dict[str, Any]],
        price: dict[str, Any],
        ticketing_time_limit: datetime,
    ) -> None:
        """Take the tickets: one for each who flies, check digits right, at the price agreed."""
        refuse_wrong_tickets(tickets, self.references)
        refuse_other_price(price, self.price_minor, self.currency, self.references)
        # Tickets that we asked for now cannot have had to be issued before.
        if ticketing_time_limit <= self.requested_at:
            raise Invalid(
                "limit-passed",
                "The ticketing time limit had passed before the order.",
                [{"pointer": "/ticketing_time_limit", "detail": "In the past."}],
            )
        self._move("confirm", now)
        self.record_locator, self.tickets = record_locator, tickets
        self.ticketing_time_limit = ticketing_time_limit
        self.sealed_party = ""

    def fail(self, now: datetime, reason: str) -> None:
        """An order cannot be had; tickets that were issued are cancelled, and paid back."""
        if self.record_locator is not None:
            raise Conflict("ticketed", "The tickets were issued: cancel them and name the refund.")
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

    def accept_refund(self, now: datetime, cancellation_reference: str, refund: Refund) -> None:
        """Accept what comes back: withdrawal is a right, the penalty is ours (R-REAN-15)."""
        self._take_refund("accept_refund", now, cancellation_reference, refund)

    def question_penalty(self, now: datetime, cancellation_reference: str, refund: Refund) -> None:
        """Put a penalty that the offer did not name before a person; nothing is accepted yet."""
        self._take_refund("question_penalty", now, cancellation_reference, refund)
        self.penalty_choice = None

    def accept_penalty(self, now: datetime, accepted_by: str, reason: str) -> None:
        """A person accepts what the agent keeps."""
        self._move("accept_penalty", now)
        self.penalty_choice = {"accepted_by": accepted_by, "reason": reason}

    def close(self, now: datetime, cancellation_reference: str, refund: Refund) -> None:
        """The agent cancelled, at the amounts that were accepted."""
        self._refuse_other(cancellation_reference)
        if refund != Refund(self.currency, self.penalty_minor or 0, self.refund_minor or 0):
            raise Invalid(
                "other-amounts",
                "Not the amounts that were accepted.",
                [{"pointer": "/refund_minor", "detail": f"Accepted was {self.refund_minor}."}],
            )
        self._move("close_in_part" if self.staying_behind else "close", now)

    def _take_refund(
        self, verb: str, now: datetime, cancellation_reference: str, refund: Refund
    ) -> None:
        self._refuse_other(cancellation_reference)
        self._move(verb, now)
        self.penalty_minor, self.refund_minor = refund.penalty_minor, refund.refund_minor

    def _refuse_other(self, cancellation_reference: str) -> None:
        if cancellation_reference != self.cancellation_reference:
            raise Conflict("no-such-cancellation", "This cancellation was not asked for.")

    def _move(self, verb: str, now: datetime) -> None:
        self.status = BookingStatus(BOOKING.next(self.status, verb))
        self.version += 1
        self.wait(BOOKING.wait(self.status), now)
