"""A travel loan: promised in a note, paid back in instalments without interest."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from services.chassis.calendar import add_months
from services.chassis.errors import Conflict, Invalid
from services.chassis.kept import Kept
from services.chassis.machine import Machine, Transition, Wait
from services.chassis.spelling import number_key
from services.intake.deadlines.model import Waiting


class LoanStatus(StrEnum):
    PROMISED = "promised"
    SIGNED = "signed"
    REPAYING = "repaying"
    IN_COLLECTION = "in_collection"
    REPAID = "repaid"
    CANCELLED = "cancelled"


L = LoanStatus

MACHINE = Machine(
    "travel loan",
    L.PROMISED,
    (
        Transition(L.PROMISED, "sign", L.SIGNED),
        Transition(L.SIGNED, "arrive", L.REPAYING),
        Transition(L.REPAYING, "accelerate", L.IN_COLLECTION),
        Transition(L.REPAYING, "repay", L.REPAID),
        Transition(L.IN_COLLECTION, "repay", L.REPAID),
        Transition(L.PROMISED, "cancel", L.CANCELLED),
        Transition(L.SIGNED, "cancel", L.CANCELLED),
    ),
    (
        Wait(L.PROMISED, "the signed promissory note", "counsellor", timedelta(days=14)),
        Wait(L.SIGNED, "the arrival", "movement_officer", timedelta(days=120)),
        Wait(L.REPAYING, "the next instalment", "borrower", timedelta(days=183)),
        Wait(L.IN_COLLECTION, "the collection of the rest", "finance_maker", timedelta(days=30)),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Terms(Kept):
    """R-LOAN-02: what was agreed when the note was made; later terms do not change it."""

    country: str
    instalments: int
    term_months: int
    grace_months: int
    unpaid_instalments_max: int
    interest_percent: int
    version: str


@dataclass(frozen=True, kw_only=True)
class Instalment:
    number: int
    due_on: date
    amount_minor: int


@dataclass(eq=False, kw_only=True)
class Loan(Waiting):
    """The principal is in minor units. `repayments` holds day, amount and reference of each."""

    loan_id: str
    case_ref: str
    person_id: str
    principal_minor: int
    currency: str
    terms: Terms
    status: LoanStatus = LoanStatus.PROMISED
    signed_on: date | None = None
    arrived_on: date | None = None
    repayments: list[dict[str, Any]] = field(default_factory=list)

    @property
    def machine(self) -> Machine:
        return MACHINE

    @property
    def repaid_minor(self) -> int:
        return sum(int(one["amount_minor"]) for one in self.repayments)

    @property
    def rest_minor(self) -> int:
        return self.principal_minor - self.repaid_minor

    def sign(self, signed_on: date, now: datetime) -> None:
        """R-LOAN-01: the note is signed before the departure."""
        self.move("sign", now)
        self.signed_on = signed_on

    def arrive(self, arrived_on: date, now: datetime) -> None:
        """The clock of the repayment starts when the borrower arrives."""
        self.move("arrive", now)
        self.arrived_on = arrived_on
        self._await_instalment(now)

    def repay(self, *, paid_on: date, amount_minor: int, reference: str, now: datetime) -> None:
        """Take in what was paid: an instalment, a part of one, or the whole rest."""
        self.machine.next(self.status, "repay")
        if amount_minor > self.rest_minor:
            raise Invalid("too-much", f"Only {self.rest_minor} of the loan is still owed.")
        day, key = paid_on.isoformat(), number_key(reference)
        if any(
            (one["paid_on"], number_key(one["reference"])) == (day, key) for one in self.repayments
        ):
            raise Conflict("booked-before", f"{reference} of {day} is entered already.")
        told = {"paid_on": day, "amount_minor": amount_minor}
        self.repayments = [*self.repayments, told | {"reference": reference}]
        self.version += 1
        if self.rest_minor == 0:
            self.move("repay", now)
        elif self.status is LoanStatus.REPAYING:
            self.overdue = False
            self.wait_from(now)
            self._await_instalment(now)

    def review(self, today: date, now: datetime) -> None:
        """An instalment is due: call the rest in once too many are unpaid, or the term is over."""
        if self.status is not LoanStatus.REPAYING:
            return
        if len(self.unpaid(today)) >= self.terms.unpaid_instalments_max or self._over(today):
            self.move("accelerate", now)
        else:
            self.version += 1
            self.overdue = bool(self.unpaid(today))
            self._await_instalment(now)

    def cancel(self, now: datetime) -> None:
        """The journey does not take place, so nothing is owed; the note is given back."""
        self.move("cancel", now)

    def schedule(self) -> tuple[Instalment, ...]:
        """R-LOAN-01, R-LOAN-02: equal instalments without interest; the last takes the rest."""
        if self.arrived_on is None:
            return ()
        count = self.terms.instalments
        share = self.principal_minor // count
        rest = self.principal_minor - share * count
        return tuple(
            Instalment(
                number=number + 1,
                due_on=add_months(self.arrived_on, self.terms.grace_months + number),
                amount_minor=share + (rest if number == count - 1 else 0),
            )
            for number in range(count)
        )

    def unpaid(self, today: date) -> tuple[Instalment, ...]:
        """The instalments that are due and not covered by what was paid, oldest first."""
        paid, open_ones = self.repaid_minor, []
        for one in self.schedule():
            paid -= one.amount_minor
            if one.due_on < today and paid < 0:
                open_ones.append(one)
        return tuple(open_ones)

    def _await_instalment(self, now: datetime) -> None:
        later = [one.due_on for one in self.schedule() if one.due_on >= now.date()]
        day = min(later, default=now.date())
        self.due_at = max(now, now + timedelta(days=(day - now.date()).days + 1))

    def _over(self, today: date) -> bool:
        return self.arrived_on is not None and (
            add_months(self.arrived_on, self.terms.term_months) < today
        )
