"""How candidates are proposed, and selected by IOM and the host together."""

from __future__ import annotations

from collections.abc import Sequence

from services.chassis.errors import Conflict
from services.chassis.unit import Unit
from services.expert_deployment.assignments import usecases as assignments
from services.expert_deployment.experts import usecases as experts
from services.expert_deployment.matching.model import Candidate, Party
from services.expert_deployment.matching.rules import suitability
from services.expert_deployment.matching.store import CandidateStore
from services.expert_deployment.vacancies import usecases as vacancies
from services.expert_deployment.vacancies.model import Status as VacancyStatus


def propose_candidate(
    unit: Unit, *, vacancy_id: str, expert_id: str, case_ref: str | None = None
) -> Candidate:
    """Enter an expert for a vacancy; the answer says which rules stand against it, if any do."""
    vacancy = vacancies.vacancy_of(unit, vacancy_id)
    if vacancy.status is not VacancyStatus.PUBLISHED:
        raise Conflict("not-published", f"A vacancy that is {vacancy.status} takes no candidates.")
    expert = experts.expert_of(unit, expert_id)
    experts.refuse_forgotten(unit, expert_id)
    store = unit.store(CandidateStore)
    if any(other.expert_id == expert_id for other in store.open_of(vacancy_id)):
        raise Conflict("already-a-candidate", "This expert already waits for a word on it.")
    programme = vacancies.programme_on(unit, vacancy.programme, vacancy.starts_on)
    reasons = (
        *suitability(vacancy, expert, programme),
        assignments.reports_owed(unit, expert_id, vacancy.starts_on),
    )
    candidate = Candidate(
        id=unit.new_id(), vacancy_id=vacancy_id, expert_id=expert_id, case_ref=case_ref
    )
    candidate.apply(reasons, unit.now())
    store.add(candidate)
    return candidate


def record_word(
    unit: Unit, *, candidate_id: str, by: Party, outcome: str, reason: str
) -> Candidate:
    """Record what IOM or the host says; with both agreed there is an assignment (R-EXP-03)."""
    candidate = unit.store(CandidateStore).get(candidate_id)
    who = unit.principal.subject
    if outcome == "rejected":
        candidate.reject(by, recorded_by=who, reason=reason, now=unit.now())
        return candidate
    selected = candidate.approve(by, recorded_by=who, assignment_id=unit.new_id(), now=unit.now())
    if selected:
        _open_assignment(unit, candidate, selected.assignment_id)
        unit.publish(selected, sequence=1)
    return candidate


def withdraw_candidate(unit: Unit, *, candidate_id: str) -> Candidate:
    candidate = unit.store(CandidateStore).get(candidate_id)
    candidate.withdraw(unit.now())
    return candidate


def candidate_of(unit: Unit, candidate_id: str) -> Candidate:
    return unit.store(CandidateStore).get(candidate_id)


def refuse_open_candidacy(unit: Unit, expert_id: str) -> None:
    """Refuse while somebody still waits for a word on this expert."""
    waiting = unit.store(CandidateStore).open_of_expert(expert_id)
    if waiting:
        raise Conflict(
            "selection-open", f"Candidate {waiting[0].id} waits for a word; withdraw it first."
        )


def candidates_page(
    unit: Unit, *, vacancy_id: str, limit: int, after: str | None
) -> Sequence[Candidate]:
    vacancies.vacancy_of(unit, vacancy_id)
    return unit.store(CandidateStore).page(vacancy_id=vacancy_id, limit=limit, after=after)


def _open_assignment(unit: Unit, candidate: Candidate, assignment_id: str) -> None:
    vacancy = vacancies.vacancy_of(unit, candidate.vacancy_id)
    vacancy.fill(unit.now())
    assignments.open_assignment(
        unit,
        assignment_id=assignment_id,
        vacancy=vacancy,
        expert_id=candidate.expert_id,
        case_ref=candidate.case_ref,
    )
    for other in unit.store(CandidateStore).open_of(vacancy.id):
        if other.id != candidate.id:
            other.pass_over(unit.now())
