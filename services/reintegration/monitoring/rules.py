"""When a case's money may be closed, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

from services.chassis.calendar import add_months
from services.chassis.errors import Problem
from services.reintegration.allowances.model import Allowance
from services.reintegration.entitlements.model import Entitlement
from services.reintegration.payments.model import Payment
from services.reintegration.plans.model import Plan, Status

FOLLOW_UP_MONTHS = 12
SPEND_WINDOW_MONTHS = 12
ENDED = (Status.FINAL, Status.SETTLED, Status.LAPSED, Status.CANCELLED)


def months_after(day: date, months: int) -> datetime:
    """Return the morning of that day, when reminders are carried out."""
    return datetime.combine(add_months(day, months), time(6), UTC)


def open_points(
    entitlement: Entitlement,
    allowances: Sequence[Allowance],
    plans: Sequence[Plan],
    payments: Sequence[Payment],
) -> Iterator[Problem]:
    """Say everything that must be done before the final report (R-AVRR-20)."""
    for person in entitlement.persons:
        if person.arrived_on is None and not person.stayed:
            yield Problem(pointer=f"/persons/{person.person_id}", detail="Has not arrived.")
    for allowance in allowances:
        if allowance.is_open:
            yield Problem(
                pointer=f"/allowances/{allowance.id}",
                detail=f"Is {allowance.status}; it waits for {allowance.waits_for}.",
            )
    for plan in plans:
        if plan.status not in ENDED:
            yield Problem(
                pointer=f"/plans/{plan.id}",
                detail=f"Is {plan.status}; make it final or cancel it.",
            )
    for payment in payments:
        yield Problem(
            pointer=f"/payments/{payment.id}",
            detail=f"Is {payment.status}; it waits for {payment.waits_for}.",
        )
