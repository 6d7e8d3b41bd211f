"""How a case's money comes to its end, and how the person is asked after a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from services.chassis.errors import Conflict
from services.chassis.unit import Unit
from services.reintegration.allowances.store import AllowanceStore
from services.reintegration.entitlements import usecases as entitlements
from services.reintegration.entitlements.model import Entitlement, LineKind
from services.reintegration.entitlements.model import Status as Held
from services.reintegration.entitlements.store import EntitlementStore
from services.reintegration.monitoring import rules
from services.reintegration.monitoring.model import (
    Feedback,
    FinalReport,
    FollowUp,
    Mode,
    ReportOutcome,
)
from services.reintegration.monitoring.store import FollowUpStore, ReportStore
from services.reintegration.payments.store import PaymentStore
from services.reintegration.plans.model import Plan
from services.reintegration.plans.model import Status as Planned
from services.reintegration.plans.store import PlanStore

PAYMENT_GRACE = timedelta(days=30)


def file_final_report(
    unit: Unit, *, case_ref: str, outcome: ReportOutcome, feedback: Feedback
) -> FinalReport:
    """Close the money of a case: plans are settled, and what was not spent lapses."""
    entitlement = unit.store(EntitlementStore).of_case(case_ref)
    plans = unit.store(PlanStore).of_case(case_ref)
    _refuse_while_open(unit, entitlement, plans)
    entitlements.complete(unit, entitlement)
    for plan in plans:
        if plan.status is Planned.FINAL:
            plan.end("settle", unit.now())
    spent = sum(line.settled_minor for plan in plans for line in plan.lines)
    budget = entitlement.total(LineKind.REINTEGRATION)
    report = FinalReport(
        case_ref=case_ref,
        entitlement_id=entitlement.id,
        outcome=outcome,
        feedback=feedback,
        spent_minor=spent,
        lapsed_minor=budget.amount_minor - spent,
        currency=budget.currency,
        filed_by=unit.principal.subject,
        filed_at=unit.now(),
    )
    unit.store(ReportStore).add(report)
    return report


def begin_reintegration(unit: Unit, entitlement: Entitlement) -> None:
    """All are home: schedule the follow-ups, and the end of the year for spending."""
    home = [one for one in entitlement.persons if one.arrived_on is not None]
    for person in home:
        if person.arrived_on and entitlement.budget_of(person.person_id) is not None:
            _schedule(unit, entitlement.case_ref, person.person_id, person.arrived_on)
    if entitlement.has_budget:
        last = max(one.arrived_on for one in home if one.arrived_on)
        at = rules.months_after(last, rules.SPEND_WINDOW_MONTHS)
        unit.remind(at, "spend_window_closed", entitlement_id=entitlement.id)


def close_spend_window(unit: Unit, *, entitlement_id: str) -> None:
    """A year after arrival what was not spent lapses (R-AVRR-12), once no payment is on its way."""
    entitlement = unit.store(EntitlementStore).get(entitlement_id)
    if entitlement.status is not Held.IN_REINTEGRATION:
        return
    plans = unit.store(PlanStore).of_case(entitlement.case_ref)
    if unit.store(PaymentStore).open_of_case(entitlement.case_ref):
        again = unit.now() + PAYMENT_GRACE
        unit.remind(again, "spend_window_closed", entitlement_id=entitlement_id)
        return
    for plan in plans:
        if plan.is_open:
            plan.end("lapse", unit.now())
    entitlements.release_rest(unit, entitlement, "lapsed")


def follow_up(unit: Unit, *, follow_up_id: str) -> None:
    """The year is over: ask for the follow-up of a person who had a plan."""
    due = unit.store(FollowUpStore).get(follow_up_id)
    plans = unit.store(PlanStore).of_case(due.case_ref)
    mine = [plan for plan in plans if plan.person_id == due.person_id]
    if mine:
        unit.publish(due.fall_due(mine[-1].id, unit.now()), sequence=due.version)
    else:
        due.drop(unit.now())


def record_follow_up(
    unit: Unit, *, follow_up_id: str, mode: Mode, interviewed_on: date
) -> FollowUp:
    held = unit.store(FollowUpStore).get(follow_up_id)
    held.record(mode=mode, interviewed_on=interviewed_on, by=unit.principal.subject, at=unit.now())
    return held


def follow_ups_page(
    unit: Unit, *, limit: int, after: str | None = None, **named: Any
) -> Sequence[FollowUp]:
    return unit.store(FollowUpStore).page(limit=limit, after=after, **named)


def _refuse_while_open(unit: Unit, entitlement: Entitlement, plans: Sequence[Plan]) -> None:
    case_ref = entitlement.case_ref
    still = list(
        rules.open_points(
            entitlement,
            unit.store(AllowanceStore).of_case(case_ref),
            plans,
            unit.store(PaymentStore).open_of_case(case_ref),
        )
    )
    if still:
        raise Conflict("not-finished", f"{len(still)} points are still open.", still)


def _schedule(unit: Unit, case_ref: str, person_id: str, arrived_on: date) -> None:
    at = rules.months_after(arrived_on, rules.FOLLOW_UP_MONTHS)
    scheduled = FollowUp(
        id=unit.new_id(),
        case_ref=case_ref,
        person_id=person_id,
        arrived_on=arrived_on,
        due_on=at.date(),
    )
    scheduled.schedule(at)
    unit.store(FollowUpStore).add(scheduled)
    unit.remind(at, "follow_up", follow_up_id=scheduled.id)
