"""Return allowances: cash for one person, payable at the airport, once per departure (R-REAN-17).

The signed departure declaration makes it payable. Boarding settles it. Who does not board, or
withdraws at the gate, gives it back; travelling after all needs a new one. Whoever boarded without
it has lost it: it is for the airport.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from services.chassis.machine import Machine, Standing, Transition, Wait
from services.chassis.money import Money
from services.reintegration.events import AllowancePaid, AllowanceReturned


class Status(StrEnum):
    RESERVED = "reserved"
    PAYABLE = "payable"
    PAID = "paid"
    SETTLED = "settled"
    RETURN_DUE = "return_due"
    RETURNED = "returned"
    RELEASED = "released"


class ReceivedBy(StrEnum):
    """Who took the cash: the person, or who cares for the person."""

    SELF = "self"
    PARENT = "parent"
    GUARDIAN = "guardian"
    ESCORT = "escort"


OFFICER = "movement_officer"

MACHINE = Machine(
    "return allowance",
    Status.RESERVED,
    (
        Transition(Status.RESERVED, "declare", Status.PAYABLE),
        Transition(Status.RESERVED, "depart", Status.RELEASED),
        Transition(Status.RESERVED, "miss", Status.RESERVED),
        Transition(Status.RESERVED, "withdraw", Status.RELEASED),
        Transition(Status.PAYABLE, "pay", Status.PAID),
        Transition(Status.PAYABLE, "depart", Status.RELEASED),
        Transition(Status.PAYABLE, "miss", Status.RESERVED),
        Transition(Status.PAYABLE, "withdraw", Status.RELEASED),
        Transition(Status.PAID, "depart", Status.SETTLED),
        Transition(Status.PAID, "miss", Status.RETURN_DUE),
        Transition(Status.PAID, "withdraw", Status.RETURN_DUE),
        Transition(Status.RETURN_DUE, "return", Status.RETURNED),
        Transition(Status.RETURN_DUE, "depart", Status.SETTLED),
    ),
    (
        Wait(Status.RESERVED, "the signed departure declaration", OFFICER, timedelta(days=120)),
        Wait(
            Status.PAYABLE, "the cash to be handed over at the airport", OFFICER, timedelta(days=1)
        ),
        Wait(Status.PAID, "boarding", OFFICER, timedelta(days=1)),
        Wait(Status.RETURN_DUE, "the cash to be given back", OFFICER, timedelta(days=2)),
    ),
    undoing=(Transition(Status.SETTLED, "come_back", Status.RETURN_DUE),),
)


@dataclass
class Allowance(Standing):
    machine: ClassVar[Machine] = MACHINE
    id: str
    entitlement_id: str
    case_ref: str
    person_id: str
    amount_minor: int
    currency: str
    status: Status = Status.RESERVED
    received_by: ReceivedBy | None = None
    paid_at: datetime | None = None
    paid_by: str | None = None
    reason_code: str | None = None
    movement_id: str | None = None
    movement_sequence: int = 0
    due_at: datetime | None = None
    version: int = 1

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)

    @property
    def awaits_payment(self) -> bool:
        return self.status in (Status.RESERVED, Status.PAYABLE)

    def reprice(self, amount_minor: int) -> None:
        """Take over what is due now, as long as nothing was handed over."""
        if amount_minor != self.amount_minor:
            self.amount_minor = amount_minor
            self.version += 1

    def can(self, verb: str) -> bool:
        return verb in MACHINE.verbs(self.status)

    def is_old_news(self, movement_id: str, sequence: int) -> bool:
        """Whether a later fact of the same movement was heard before this one."""
        return movement_id == self.movement_id and 0 < sequence <= self.movement_sequence

    def hear(self, movement_id: str, sequence: int) -> None:
        self.movement_id, self.movement_sequence = movement_id, sequence

    def reserve(self, at: datetime) -> None:
        """Set the first deadline."""
        self.enter(at)

    def declare(self, at: datetime) -> None:
        """The departure declaration is signed: it may be paid."""
        self.move("declare", at)

    def pay(self, *, received_by: ReceivedBy, paid_at: datetime, by: str) -> AllowancePaid:
        """Hand over the cash."""
        self.move("pay", paid_at)
        self.received_by, self.paid_at, self.paid_by = received_by, paid_at, by
        self.reason_code = None
        return AllowancePaid(
            allowance_id=self.id,
            case_ref=self.case_ref,
            person_id=self.person_id,
            amount_minor=self.amount_minor,
            currency=self.currency,
        )

    def depart(self, at: datetime) -> None:
        """The person boarded: paid cash is settled, unpaid cash is lost."""
        self.move("depart", at)
        if self.status is Status.RELEASED:
            self.reason_code = "departed_unpaid"

    def miss(self, at: datetime) -> None:
        """The person did not board."""
        self.move("miss", at)
        self.reason_code = "no_show"

    def come_back(self, at: datetime) -> None:
        """A child who could not be handed over is back; the cash is for who leaves (R-UAM-07)."""
        self.move("come_back", at)
        self.reason_code = "brought_back"

    def withdraw(self, reason_code: str, at: datetime) -> None:
        """The case is withdrawn."""
        self.move("withdraw", at)
        self.reason_code = reason_code

    def give_back(self, at: datetime) -> AllowanceReturned:
        """The cash is back in the box."""
        self.move("return", at)
        return AllowanceReturned(
            allowance_id=self.id,
            case_ref=self.case_ref,
            person_id=self.person_id,
            amount_minor=self.amount_minor,
            currency=self.currency,
            reason_code=self.reason_code or "",
        )
