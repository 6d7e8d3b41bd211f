"""Payments: money for one line of a plan, made, checked and released by three different people.

A payment is drafted against a proof, approved, released to the bank, and settled when the payee has
it. Rejected by us or bounced by the bank, it gives its money back to the line. The database holds
the three-people rule as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from services.chassis.callers.identity import is_one_of
from services.chassis.errors import Forbidden
from services.chassis.machine import Machine, Standing, Transition, Wait
from services.chassis.moments import check_day, day_here
from services.chassis.money import Money
from services.chassis.spelling import number_key
from services.reintegration.events import PaymentRejected, PaymentReleased, PaymentSettled


class ProofKind(StrEnum):
    INVOICE = "invoice"
    QUOTATION = "quotation"
    RECEIPT = "receipt"


class Status(StrEnum):
    DRAFTED = "drafted"
    APPROVED = "approved"
    RELEASED = "released"
    SETTLED = "settled"
    REJECTED = "rejected"


MACHINE = Machine(
    "payment",
    Status.DRAFTED,
    (
        Transition(Status.DRAFTED, "approve", Status.APPROVED),
        Transition(Status.DRAFTED, "reject", Status.REJECTED),
        Transition(Status.APPROVED, "release", Status.RELEASED),
        Transition(Status.APPROVED, "reject", Status.REJECTED),
        Transition(Status.RELEASED, "settle", Status.SETTLED),
        Transition(Status.RELEASED, "bounce", Status.REJECTED),
    ),
    (
        Wait(Status.DRAFTED, "a second person's approval", "finance_checker", timedelta(days=5)),
        Wait(Status.APPROVED, "release by a third person", "finance_releaser", timedelta(days=3)),
        Wait(
            Status.RELEASED,
            "word that the payee has it, or that it came back",
            "finance_releaser",
            timedelta(days=10),
        ),
    ),
)


@dataclass(frozen=True)
class Proof:
    """The document that says what is owed; `sha256` is the file's, in lower-case hex."""

    kind: ProofKind
    number: str
    sha256: str

    @property
    def key(self) -> str:
        return number_key(self.number)


@dataclass
class Payment(Standing):
    machine: ClassVar[Machine] = MACHINE
    id: str
    case_ref: str
    plan_id: str
    plan_line_id: str
    scheme: str
    vendor_id: str | None
    amount_minor: int
    currency: str
    proof_kind: ProofKind
    proof_number: str
    proof_sha256: str
    created_by: str
    approved_by: str | None = None
    released_by: str | None = None
    settled_on: date | None = None
    settled_by: str | None = None
    rejected_by: str | None = None
    bank_reference: str | None = None
    reason_code: str | None = None
    status: Status = Status.DRAFTED
    due_at: datetime | None = None
    version: int = 1
    drafted_at: datetime | None = None
    approved_at: datetime | None = None
    released_at: datetime | None = None
    # The number as it is compared; see services.chassis.spelling.
    proof_key: str = ""

    @property
    def payee(self) -> str:
        return "vendor" if self.vendor_id else "returnee"

    @property
    def proof(self) -> Proof:
        return Proof(self.proof_kind, self.proof_number, self.proof_sha256)

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)

    def draft(self, at: datetime) -> None:
        self.proof_key = self.proof.key
        self.drafted_at = at
        self.enter(at)

    def approve(self, by: str, at: datetime) -> None:
        """The checker agrees with what the maker wrote."""
        if is_one_of(by, [self.created_by]):
            raise Forbidden("same-person", "Who made a payment does not approve it (R-AVRR-11).")
        self.move("approve", at)
        self.approved_by, self.approved_at = by, at

    def release(self, by: str, at: datetime) -> PaymentReleased:
        """A third person sends it."""
        if is_one_of(by, [self.created_by, self.approved_by]):
            raise Forbidden("same-person", "Who made or approved a payment does not release it.")
        self.move("release", at)
        self.released_by, self.released_at = by, at
        return PaymentReleased(
            payment_id=self.id,
            case_ref=self.case_ref,
            plan_id=self.plan_id,
            amount_minor=self.amount_minor,
            currency=self.currency,
        )

    def settle(self, settled_on: date, by: str, at: datetime) -> PaymentSettled:
        """The payee has it, on a day since it was sent."""
        self.move("settle", at)
        sent_on = day_here(self.released_at) if self.released_at else settled_on
        check_day(settled_on, first=sent_on, today=day_here(at), what="A settlement")
        self.settled_on, self.settled_by = settled_on, by
        return PaymentSettled(
            payment_id=self.id,
            case_ref=self.case_ref,
            plan_id=self.plan_id,
            amount_minor=self.amount_minor,
            currency=self.currency,
        )

    def reject(self, reason_code: str, by: str, at: datetime) -> PaymentRejected:
        """We do not pay it; it was never sent."""
        self.move("reject", at)
        return self._rejected(reason_code, by)

    def bounce(
        self, reason_code: str, *, bank_reference: str, by: str, at: datetime
    ) -> PaymentRejected:
        """The bank sent it back; its line of the bank's statement says so.

        From here the line has its money and the proof can be paid again, so neither who made the
        payment nor who approved it may say this.
        """
        if is_one_of(by, [self.created_by, self.approved_by]):
            raise Forbidden(
                "same-person", "Who made or approved a payment does not say that it came back."
            )
        self.move("bounce", at)
        self.bank_reference = bank_reference
        return self._rejected(reason_code, by)

    def _rejected(self, reason_code: str, by: str) -> PaymentRejected:
        self.reason_code, self.rejected_by = reason_code, by
        return PaymentRejected(
            payment_id=self.id,
            case_ref=self.case_ref,
            plan_id=self.plan_id,
            amount_minor=self.amount_minor,
            currency=self.currency,
            reason_code=reason_code,
        )
