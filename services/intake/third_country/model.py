"""A fee that had to be paid for a permanent permit, and is refunded on its receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from services.chassis.errors import Invalid
from services.chassis.machine import Machine, Transition, Wait
from services.intake.deadlines.model import Waiting


class FeeKind(StrEnum):
    """Those from `TRANSLATION` on are the person's own choice, and not refunded (R-3RD-02)."""

    APPLICATION = "application"
    BIOMETRICS = "biometrics"
    MEDICAL_EXAMINATION = "medical_examination"
    RIGHT_OF_RESIDENCE = "right_of_residence"
    TRANSLATION = "translation"
    LAWYER = "lawyer"
    COURIER = "courier"


MANDATORY = frozenset(
    {
        FeeKind.APPLICATION,
        FeeKind.BIOMETRICS,
        FeeKind.MEDICAL_EXAMINATION,
        FeeKind.RIGHT_OF_RESIDENCE,
    }
)


class FeeStatus(StrEnum):
    CLAIMED = "claimed"
    APPROVED = "approved"
    REFUSED = "refused"
    REFUNDED = "refunded"


MACHINE = Machine(
    "permit fee",
    FeeStatus.CLAIMED,
    (
        Transition(FeeStatus.CLAIMED, "approve", FeeStatus.APPROVED),
        Transition(FeeStatus.CLAIMED, "refuse", FeeStatus.REFUSED),
        Transition(FeeStatus.APPROVED, "refuse", FeeStatus.REFUSED),
        Transition(FeeStatus.APPROVED, "refund", FeeStatus.REFUNDED),
    ),
    (
        Wait(FeeStatus.CLAIMED, "the decision on the fee", "supervisor", timedelta(days=14)),
        Wait(FeeStatus.APPROVED, "the refund", "finance_maker", timedelta(days=120)),
    ),
)


@dataclass(eq=False, kw_only=True)
class PermitFee(Waiting):
    """R-3RD-02. The receipt is named by number and checksum; the amount is in minor units."""

    fee_id: str
    case_ref: str
    kind: FeeKind
    amount_minor: int
    currency: str
    receipt_number: str
    receipt_sha256: str
    claimed_by: str
    status: FeeStatus = FeeStatus.CLAIMED
    decided_by: str | None = None
    reason: str | None = None
    refunded_on: date | None = None
    reference: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in MANDATORY:
            raise Invalid(
                "not-mandatory", f"R-3RD-02: a fee for {self.kind} is not mandatory, so not ours."
            )
        super().__post_init__()

    @property
    def machine(self) -> Machine:
        return MACHINE

    def decide(self, *, approve: bool, by: str, reason: str | None, now: datetime) -> None:
        """Whoever claims a fee for somebody does not decide on it."""
        if approve and by == self.claimed_by:
            raise Invalid("same-person", "Another person decides than the one who claimed.")
        if not approve and not reason:
            raise Invalid("no-reason", "Say why the fee is refused.")
        self.move("approve" if approve else "refuse", now)
        self.decided_by, self.reason = by, reason

    def refund(self, refunded_on: date, reference: str, now: datetime) -> None:
        self.move("refund", now)
        self.refunded_on, self.reference = refunded_on, reference

    def told(self) -> dict[str, Any]:
        """What the timeline says of it."""
        return {
            "kind": self.kind,
            "amount_minor": self.amount_minor,
            "currency": self.currency,
            "reason": self.reason,
        }
