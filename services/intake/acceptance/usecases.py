"""Accepting a case: everything is decided again, and whatever is missing is named at once."""

from __future__ import annotations

from typing import Any

from services.chassis.errors import Conflict, Problem
from services.chassis.unit import Unit
from services.intake.acceptance.rules import gate, open_reasons, why_late
from services.intake.cases.model import Case
from services.intake.cases.store import CaseStore
from services.intake.cases.usecases import carry, case_of, facts_of, people_of
from services.intake.clearance.usecases import clearance_of
from services.intake.detention.usecases import held_on
from services.intake.eligibility.model import Verdict
from services.intake.eligibility.usecases import judge, question_of
from services.intake.events import CaseAccepted
from services.intake.exclusions.usecases import book_by, lists_on
from services.intake.facts.rules import person_type
from services.intake.grounds.usecases import sealed_grounds
from services.intake.kinds.model import LEAVING
from services.intake.requirements.usecases import days_and_people, requirements_of
from services.intake.safeguarding.model import Escort
from services.intake.safeguarding.rules import OpenPoint, escort_of
from services.intake.safeguarding.usecases import safeguards_of, sealed_travellers, shown_points


def accept_case(unit: Unit, *, ref: str) -> Case:
    """Let the journey be arranged, or refuse with every open point; a failed rule declines."""
    case = case_of(unit, ref)
    case.check_acceptable()
    missing = requirements_of(unit, case)
    if case.kind in LEAVING:
        clearance = clearance_of(unit, case)
        decision, reasons = judge(unit, case, gate, stage="booking", clearance=clearance)
        if decision.verdict is Verdict.DECLINED:
            declined = case.decline(tuple(decision.codes), unit.now())
            carry(unit, case, "case_declined", event=declined)
            return case
        missing = [*open_reasons(reasons, case.case_ref), *missing]
    missing += days_and_people(unit, case)
    if missing:
        raise not_ready(case, shown_points(unit, missing))
    case.accept(unit.now(), book_by(unit, case.application_date or unit.today()))
    event = _accepted(unit, case)
    shown = {key: value for key, value in event.data().items() if not key.startswith("sealed_for")}
    carry(unit, case, event.name, event=event, facts=shown)
    return case


def not_ready(case: Case, missing: list[OpenPoint]) -> Conflict:
    """Name every open point at once, so that nothing comes up one by one."""
    positions = {person.person_id: person.position for person in case.people}
    errors = [
        Problem(
            pointer=f"/persons/{positions[point.person_id]}"
            if point.person_id in positions
            else "/case",
            detail=f"{point.rule_id}: {point.sentence}",
        )
        for point in missing
    ]
    rules = ", ".join(dict.fromkeys(point.rule_id for point in missing))
    return Conflict("not-ready", f"Not everything is in place; see {rules}.", errors)


def alert_late_booking(unit: Unit, *, case_ref: str) -> None:
    """R-REAN-20: four weeks after the application there is no booking; say why."""
    case = unit.store(CaseStore).get(case_ref)
    if case.note_late_booking():
        question = question_of(unit, case, clearance=clearance_of(unit, case))
        held = lists_on(unit, reference_date=question.reference_date, today=unit.today())
        reason_code = why_late(question, requirements_of(unit, case), held)
        carry(unit, case, "booking_late", facts={"reason_code": reason_code})


def _accepted(unit: Unit, case: Case) -> CaseAccepted:
    return CaseAccepted(
        case_ref=case.case_ref,
        kind=case.kind,
        application_date=case.application_date or unit.today(),
        destination_country=case.destination_country,
        destination_airport=case.destination_airport,
        origin_airport=case.origin_airport,
        not_before=case.not_before,
        not_after=case.not_after,
        return_type="voluntary" if case.kind in LEAVING else "none",
        travellers=tuple(_travellers(unit, case)),
        sealed_for_travel=sealed_travellers(unit, case, case.person_ids),
        sealed_for_reintegration=sealed_grounds(
            unit, case, case.person_ids, in_detention=held_on(unit, case)
        ),
    )


def _travellers(unit: Unit, case: Case) -> list[dict[str, Any]]:
    people, on = people_of(unit, case), max(unit.today(), case.not_before)
    bars = list(facts_of(unit, case).reintegration_bars)
    travellers = []
    for person in people:
        kind = person_type(person, people, on)
        escort = escort_of(kind, safeguards_of(unit, person.person_id))
        travellers.append(
            {
                "person_id": person.person_id,
                "person_type": kind,
                "nationalities": list(person.nationalities),
                "reintegration_bars": bars,
                "escort_required": escort is not Escort.NONE,
            }
        )
    return travellers
