"""The facts reintegration publishes. Fields may be added; nothing is renamed or removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from services.chassis.messages import Event


@dataclass(frozen=True, kw_only=True)
class EntitlementReserved(Event):
    """Money is held for each person of an accepted case; said again when it is repriced.

    A line is {person_id, kind: allowance|reintegration, amount_minor, cash_max_minor, currency}.
    """

    name: ClassVar[str] = "entitlement_reserved"
    about: ClassVar[str] = "entitlement_id"

    entitlement_id: str
    case_ref: str
    scheme: str
    lines: tuple[dict[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class EntitlementReleased(Event):
    """Nothing is held for the case any more, and no cash is still outside."""

    name: ClassVar[str] = "entitlement_released"
    about: ClassVar[str] = "entitlement_id"

    entitlement_id: str
    case_ref: str
    reason_code: str


@dataclass(frozen=True, kw_only=True)
class AllowancePaid(Event):
    """A person was handed the return allowance at the airport."""

    name: ClassVar[str] = "allowance_paid"
    about: ClassVar[str] = "allowance_id"

    allowance_id: str
    case_ref: str
    person_id: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class AllowanceReturned(Event):
    """A person who did not depart gave the return allowance back."""

    name: ClassVar[str] = "allowance_returned"
    about: ClassVar[str] = "allowance_id"

    allowance_id: str
    case_ref: str
    person_id: str
    amount_minor: int
    currency: str
    reason_code: str


@dataclass(frozen=True, kw_only=True)
class PlanAgreed(Event):
    """A person and the counsellor agree on what the budget is for."""

    name: ClassVar[str] = "plan_agreed"
    about: ClassVar[str] = "plan_id"

    plan_id: str
    case_ref: str
    person_id: str


@dataclass(frozen=True, kw_only=True)
class PaymentReleased(Event):
    """A payment that two people had agreed to was sent by a third."""

    name: ClassVar[str] = "payment_released"
    about: ClassVar[str] = "payment_id"

    payment_id: str
    case_ref: str
    plan_id: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class PaymentSettled(Event):
    """The payee has the money."""

    name: ClassVar[str] = "payment_settled"
    about: ClassVar[str] = "payment_id"

    payment_id: str
    case_ref: str
    plan_id: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class PaymentRejected(Event):
    """A payment was refused by us or came back, and its money is free for the plan again."""

    name: ClassVar[str] = "payment_rejected"
    about: ClassVar[str] = "payment_id"

    payment_id: str
    case_ref: str
    plan_id: str
    amount_minor: int
    currency: str
    reason_code: str


@dataclass(frozen=True, kw_only=True)
class FollowUpDue(Event):
    """A year after arrival it is time to ask how the person fares."""

    name: ClassVar[str] = "follow_up_due"
    about: ClassVar[str] = "plan_id"

    case_ref: str
    plan_id: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class ReintegrationCompleted(Event):
    """All that the case was entitled to is paid, reported or lapsed."""

    name: ClassVar[str] = "reintegration_completed"

    case_ref: str


@dataclass(frozen=True, kw_only=True)
class ErasureAcknowledged(Event):
    """Whatever was kept here about an erased person can no longer be read."""

    name: ClassVar[str] = "erasure_acknowledged"
    about: ClassVar[str] = "erasure_id"

    erasure_id: str
    case_ref: str
    person_id: str
    by: str
    awaits: tuple[str, ...] = ()
