"""What is done with plans: draft, change, agree, review, finalise, end."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from typing import Any

from services.chassis.errors import Conflict, NotFound
from services.chassis.privacy.vault import Vault
from services.chassis.unit import Unit
from services.reintegration.entitlements.model import Entitlement
from services.reintegration.entitlements.model import Line as Budget
from services.reintegration.entitlements.model import Status as Held
from services.reintegration.entitlements.store import EntitlementStore
from services.reintegration.plans.model import Category, Line, Plan, Status
from services.reintegration.plans.store import PlanStore

PLANNABLE = (Held.RESERVED, Held.IN_REINTEGRATION)


def draft_plan(unit: Unit, *, case_ref: str, person_id: str, cash_minor: int = 0) -> Plan:
    """Begin a plan for a person who has a budget, with the cash the person chooses."""
    entitlement = unit.store(EntitlementStore).of_case(case_ref)
    budget = _budget(entitlement, person_id)
    _refuse_a_second(unit.store(PlanStore).of_case(case_ref), person_id)
    plan = Plan(
        id=unit.new_id(),
        entitlement_id=entitlement.id,
        case_ref=case_ref,
        person_id=person_id,
        scheme=budget.scheme,
        currency=budget.currency,
        budget_minor=budget.amount_minor,
        cash_max_minor=budget.cash_max_minor,
    )
    cash = Line(unit.new_id(), Category.CASH, "", cash_minor) if cash_minor else None
    plan.draft(cash, unit.now())
    unit.store(PlanStore).add(plan)
    return plan


def add_line(
    unit: Unit, *, plan_id: str, category: Category, description: str, amount_minor: int
) -> Plan:
    plan = unit.store(PlanStore).get(plan_id)
    sealed = unit.vault.seal(plan.person_id, {"description": description})
    plan.add_line(Line(unit.new_id(), category, b64encode(sealed).decode(), amount_minor))
    return plan


def withdraw_line(unit: Unit, *, plan_id: str, line_id: str) -> Plan:
    plan = unit.store(PlanStore).get(plan_id)
    plan.withdraw_line(line_id)
    return plan


def descriptions(unit: Unit, plans: Sequence[Plan]) -> dict[str, str]:
    """Return what each line is in words, by line id; nothing for a person who was forgotten."""
    vault = unit.vault
    return {
        line.line_id: _opened(vault, plan.person_id, line.sealed_description)
        for plan in plans
        for line in plan.lines
    }


def agree_plan(unit: Unit, *, plan_id: str) -> Plan:
    plan = unit.store(PlanStore).get(plan_id)
    unit.publish(plan.agree(unit.now()), sequence=plan.version)
    return plan


def review_plan(unit: Unit, *, plan_id: str) -> Plan:
    """Look at the plan again, once the person is home."""
    seen = unit.store(PlanStore).read(plan_id)
    entitlement = unit.store(EntitlementStore).of_case(seen.case_ref)
    plan = unit.store(PlanStore).get(plan_id)
    if entitlement.person(plan.person_id).arrived_on is None:
        raise Conflict("not-arrived", "The plan is reviewed after arrival, and nobody arrived yet.")
    plan.review(unit.now())
    return plan


def finalise_plan(unit: Unit, *, plan_id: str) -> Plan:
    plan = unit.store(PlanStore).get(plan_id)
    plan.finalise(unit.now())
    return plan


def reprice_plans(unit: Unit, entitlement: Entitlement) -> None:
    """Give every plan of a case the limits of its new terms."""
    for plan in unit.store(PlanStore).of_case(entitlement.case_ref):
        budget = entitlement.budget_of(plan.person_id)
        if plan.is_open and budget is not None:
            plan.reprice(budget.amount_minor, budget.cash_max_minor, unit.now())


def cancel_plans(unit: Unit, case_ref: str) -> None:
    """The case is withdrawn: nothing will be bought."""
    for plan in unit.store(PlanStore).of_case(case_ref):
        if plan.is_open:
            plan.end("cancel", unit.now())


def cancel_plan(unit: Unit, *, plan_id: str) -> Plan:
    """The person does not want it, or cannot be reached."""
    plan = unit.store(PlanStore).get(plan_id)
    plan.end("cancel", unit.now())
    return plan


def cancel_plans_of_the_absent(unit: Unit, entitlement: Entitlement) -> None:
    """The others are home: who missed the flight carries out no plan."""
    stayed = {person.person_id for person in entitlement.persons if person.stayed}
    for plan in unit.store(PlanStore).of_case(entitlement.case_ref):
        if plan.is_open and plan.person_id in stayed:
            plan.end("cancel", unit.now())


def plans_page(unit: Unit, *, limit: int, after: str | None = None, **named: Any) -> Sequence[Plan]:
    return unit.store(PlanStore).page(limit=limit, after=after, **named)


def _opened(vault: Vault, person_id: str, sealed: str) -> str:
    if not sealed:
        return ""
    try:
        return str(vault.open(person_id, b64decode(sealed))["description"])
    except NotFound:
        return ""


def _budget(entitlement: Entitlement, person_id: str) -> Budget:
    budget = entitlement.budget_of(person_id)
    if budget is None:
        raise Conflict(
            "no-budget", "This person has no reintegration budget; the entitlement says why."
        )
    if entitlement.status not in PLANNABLE:
        raise Conflict("wrong-state", f"The entitlement is {entitlement.status}; nothing is held.")
    return budget


def _refuse_a_second(plans: Sequence[Plan], person_id: str) -> None:
    for plan in plans:
        if plan.person_id == person_id and plan.status is not Status.CANCELLED:
            raise Conflict("has-plan", f"This person has plan {plan.id}; change that one.")
