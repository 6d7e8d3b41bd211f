"""What happens with an assignment, one function for each thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from services.chassis.errors import Conflict, Invalid, Problem
from services.chassis.messages import as_json
from services.chassis.unit import Unit
from services.expert_deployment.assignments.model import Assignment, Outcome, Status
from services.expert_deployment.assignments.rules import (
    Demand,
    document_lasts,
    reports_are_in,
    travel_window,
    what_is_on_file,
)
from services.expert_deployment.assignments.store import AssignmentStore
from services.expert_deployment.events import AssignmentTravelNeeded
from services.expert_deployment.experts import usecases as experts
from services.expert_deployment.vacancies import usecases as vacancies
from services.expert_deployment.vacancies.model import Reason, Vacancy
from services.expert_deployment.vacancies.rules import Period, within_maximum


def open_assignment(
    unit: Unit, *, assignment_id: str, vacancy: Vacancy, expert_id: str, case_ref: str | None
) -> Assignment:
    """Open the first part for the expert who was selected."""
    assignment = Assignment(
        id=assignment_id,
        vacancy_id=vacancy.id,
        expert_id=expert_id,
        programme=vacancy.programme,
        country=vacancy.country,
        mode=vacancy.mode,
        starts_on=vacancy.starts_on,
        ends_on=vacancy.ends_on,
        destination_airport=vacancy.destination_airport,
        case_ref=case_ref,
    )
    assignment.opened(unit.now())
    unit.store(AssignmentStore).add(assignment)
    return assignment


def set_period(unit: Unit, *, assignment_id: str, starts_on: date, ends_on: date) -> Assignment:
    """Agree other days; all parts together stay within the maximum (R-EXP-05)."""
    store = unit.store(AssignmentStore)
    assignment = store.get(assignment_id)
    unit.expects(assignment.version)
    others = [
        part
        for part in store.parts(assignment.vacancy_id, assignment.expert_id)
        if part.id != assignment.id
    ]
    _refuse_too_long(unit, assignment.programme, others, Period(starts_on, ends_on))
    assignment.set_period(starts_on, ends_on, unit.now())
    return assignment


def open_next_part(
    unit: Unit, *, after_assignment: str, starts_on: date, ends_on: date
) -> Assignment:
    """Open a further part of an assignment that was split (R-EXP-05, R-EXP-07)."""
    store = unit.store(AssignmentStore)
    earlier = store.get(after_assignment)
    if earlier.status is not Status.ENDED:
        raise Conflict("reports-first", "The part before must have ended, with both reports.")
    parts = store.parts(earlier.vacancy_id, earlier.expert_id)
    _refuse_too_long(unit, earlier.programme, parts, Period(starts_on, ends_on))
    experts.refuse_forgotten(unit, earlier.expert_id)
    assignment = Assignment(
        id=unit.new_id(),
        vacancy_id=earlier.vacancy_id,
        expert_id=earlier.expert_id,
        programme=earlier.programme,
        country=earlier.country,
        mode=earlier.mode,
        starts_on=starts_on,
        ends_on=ends_on,
        destination_airport=earlier.destination_airport,
        case_ref=earlier.case_ref,
        part=len(parts) + 1,
    )
    assignment.opened(unit.now())
    store.add(assignment)
    return assignment


def clear_assignment(
    unit: Unit, *, assignment_id: str, on_file: Mapping[str, Mapping[str, Any]]
) -> Assignment:
    """Record what is on file, and ask travel for the journey of who travels."""
    assignment = unit.store(AssignmentStore).get(assignment_id)
    reasons = _clearance_reasons(unit, assignment, on_file)
    event = assignment.clear(as_json(dict(on_file)), reasons, unit.now())
    unit.publish(event, sequence=assignment.version)
    if assignment.mode.travels:
        _ask_for_travel(unit, assignment)
    return assignment


def request_travel(unit: Unit, *, assignment_id: str, origin_airport: str) -> Assignment:
    """Ask again, after a journey was lost or a flight was missed."""
    assignment = unit.store(AssignmentStore).get(assignment_id)
    assignment.origin_airport = origin_airport
    _ask_for_travel(unit, assignment)
    return assignment


def start_online(unit: Unit, *, assignment_id: str) -> Assignment:
    assignment = unit.store(AssignmentStore).get(assignment_id)
    unit.publish(assignment.start(unit.today(), unit.now()), sequence=assignment.version)
    _remind_of_last_day(unit, assignment)
    return assignment


def follow_journey(unit: Unit, verb: str, *, movement_id: str, assignment_id: str | None) -> None:
    """Take travel's word on a journey, if it is one of ours."""
    if assignment_id is None:
        return
    assignment = unit.store(AssignmentStore).get(assignment_id)
    sequence = unit.message.sequence if unit.message else 0
    event = assignment.follow_journey(
        verb, movement_id=movement_id, sequence=sequence, now=unit.now()
    )
    if event:
        unit.publish(event, sequence=assignment.version)
        _remind_of_last_day(unit, assignment)


def pass_last_day(unit: Unit, *, assignment_id: str) -> None:
    """The calendar says that the work is over; nothing happens when it ended before."""
    assignment = unit.store(AssignmentStore).get(assignment_id)
    if assignment.status is Status.STARTED:
        assignment.pass_last_day(unit.now())


def end_assignment(
    unit: Unit, *, assignment_id: str, outcome: Outcome, expert_report: str, host_report: str
) -> Assignment:
    assignment = unit.store(AssignmentStore).get(assignment_id)
    event = assignment.end(
        outcome, expert_report=expert_report, host_report=host_report, now=unit.now()
    )
    unit.publish(event, sequence=assignment.version)
    return assignment


def withdraw_assignment(unit: Unit, *, assignment_id: str, reason_code: str) -> Assignment:
    """Stop the assignment; the host's vacancy is open again."""
    assignment = unit.store(AssignmentStore).get(assignment_id)
    event = assignment.withdraw(reason_code, unit.now())
    unit.publish(event, sequence=assignment.version)
    vacancies.vacancy_of(unit, assignment.vacancy_id).reopen(unit.now())
    return assignment


def assignment_of(unit: Unit, assignment_id: str) -> Assignment:
    return unit.store(AssignmentStore).get(assignment_id)


def assignments_of_case(unit: Unit, case_ref: str) -> Sequence[Assignment]:
    return unit.store(AssignmentStore).of_case(case_ref)


def work_of_expert(unit: Unit, expert_id: str) -> Sequence[Assignment]:
    return unit.store(AssignmentStore).of_expert(expert_id)


def assignments_page(unit: Unit, **asked: Any) -> Sequence[Assignment]:
    return unit.store(AssignmentStore).page(after=asked.pop("after", None), **asked)


def reports_owed(unit: Unit, expert_id: str, starts_on: date) -> Reason:
    """Whether earlier work of this expert, over before `starts_on`, still lacks its reports."""
    earlier = unit.store(AssignmentStore).owing_reports(expert_id)
    return reports_are_in(part.id for part in earlier if part.ends_on < starts_on)


def _clearance_reasons(
    unit: Unit, assignment: Assignment, on_file: Mapping[str, Mapping[str, Any]]
) -> tuple[Reason, ...]:
    table = unit.rules("expert_support")
    period = Period(assignment.starts_on, assignment.ends_on)
    demands = [
        Demand(row.item, row.maximum_minor, row.currency, row.valid_days)
        for row in table.on(assignment.starts_on)
        if row.programme in {"ANY", assignment.programme} and row.mode == assignment.mode
    ]
    reasons = what_is_on_file(demands, on_file, period, f"expert_support {table.version}")
    reasons += (reports_owed(unit, assignment.expert_id, assignment.starts_on),)
    if assignment.mode.travels:
        person = experts.person_of(unit, experts.expert_of(unit, assignment.expert_id))
        expires_on = date.fromisoformat(person["document"]["expires_on"])
        reasons += (document_lasts(expires_on, period),)
    return reasons


def _ask_for_travel(unit: Unit, assignment: Assignment) -> None:
    assignment.ask_for_travel(unit.now())
    not_before, not_after = travel_window(assignment.starts_on, unit.today())
    person = experts.person_of(unit, experts.expert_of(unit, assignment.expert_id))
    traveller = person | {
        "person_id": assignment.expert_id,
        "passenger_type": "adult",
        "ssr": [],
        "escort": "none",
        "receiver": None,
    }
    event = AssignmentTravelNeeded(
        assignment_id=assignment.id,
        person_id=assignment.expert_id,
        destination_country=assignment.country,
        destination_airport=assignment.destination_airport or "",
        origin_airport=assignment.origin_airport,
        not_before=not_before,
        not_after=not_after,
        sealed_for_travel=unit.seal_for("travel", {"travellers": [traveller]}),
    )
    unit.publish(event, sequence=assignment.version)


def _remind_of_last_day(unit: Unit, assignment: Assignment) -> None:
    day_after = assignment.ends_on + timedelta(days=1)
    at = datetime.combine(day_after, time(6), UTC)
    unit.remind(at, "last_day_passed", assignment_id=assignment.id)


def _refuse_too_long(
    unit: Unit, programme: str, parts: Sequence[Assignment], period: Period
) -> None:
    limits = vacancies.programme_on(unit, programme, period.starts_on)
    periods = [Period(part.starts_on, part.ends_on) for part in parts] + [period]
    fits, total = within_maximum(periods, limits.maximum_months)
    if not fits:
        sentence = f"All parts together are {total} (R-EXP-05)."
        raise Invalid("too-long", sentence, [Problem(pointer="/ends_on", detail=sentence)])
