"""An expert is forgotten when asked, here and by whoever was told who it is."""

from datetime import timedelta

import pytest
from expert_builders import ON_FILE, a_published_vacancy, a_selected_expert, an_expert
from expert_stores import a_unit

from services.chassis.errors import Conflict
from services.chassis.privacy.forgetting import ErasureStatus
from services.expert_deployment.assignments.model import Outcome, Status
from services.expert_deployment.assignments.store import AssignmentStore
from services.expert_deployment.assignments.usecases import (
    clear_assignment,
    open_next_part,
    withdraw_assignment,
)
from services.expert_deployment.erasures.entrypoints import ExpertErasures
from services.expert_deployment.erasures.model import Ground
from services.expert_deployment.erasures.usecases import erase_expert, escalate_erasure
from services.expert_deployment.matching.usecases import propose_candidate, withdraw_candidate


def forgotten(unit, expert_id):
    return erase_expert(unit, expert_id=expert_id, ground=Ground.REQUEST)


def who_travelled(unit):
    """An expert for whom a journey was asked, and whose assignment is over."""
    assignment = unit.store(AssignmentStore).get(a_selected_expert(unit))
    clear_assignment(unit, assignment_id=assignment.id, on_file=ON_FILE)
    assignment.status = Status.STARTED
    assignment.end(Outcome.COMPLETED, expert_report="D-1", host_report="D-2", now=unit.now())
    return assignment


def acknowledged(unit, erasure, by, awaits=()):
    told = {"erasure_id": erasure.id, "person_id": erasure.expert_id}
    ExpertErasures().on_expert_forgotten(unit, told | {"by": by, "awaits": list(awaits)})


def test_who_never_travelled_is_forgotten_by_travel_too():
    """A journey that was asked for and never was may have left the name there."""
    unit = a_unit()
    expert = an_expert(unit)
    erasure = forgotten(unit, expert.id)
    assert not unit.vault.remembers(expert.id)
    assert (erasure.status, erasure.outstanding) == (ErasureStatus.TOLD, ["travel"])
    acknowledged(unit, erasure, "travel")

    assert (erasure.status, erasure.owner, erasure.due_at) == (ErasureStatus.DONE, None, None)
    assert unit.published_names() == ["expert_erased"]


def test_travel_is_told_of_an_expert_for_whom_a_journey_was_asked():
    unit = a_unit()
    assignment = who_travelled(unit)
    erasure = forgotten(unit, assignment.expert_id)
    fact = unit.published[-1]

    assert unit.vault.answers_forgotten == {assignment.expert_id, assignment.id}
    assert (fact.name, fact.person_id) == ("expert_erased", assignment.expert_id)
    assert fact.acknowledge_by == unit.today() + timedelta(days=30)
    assert (erasure.outstanding, erasure.owner) == (["travel"], "privacy_officer")
    assert unit.reminders[-1].ids == {"erasure_id": erasure.id}


def test_it_is_done_when_travel_and_its_agents_have_said_so_in_any_order_and_more_than_once():
    unit = a_unit()
    erasure = forgotten(unit, who_travelled(unit).expert_id)
    acknowledged(unit, erasure, "travel", ["polder"])
    assert erasure.outstanding == ["polder"]
    for _ in range(2):
        acknowledged(unit, erasure, "polder")

    assert (erasure.status, erasure.outstanding, erasure.due_at) == ("done", [], None)


def test_whoever_is_silent_by_the_day_is_the_supervisors_to_pursue():
    unit = a_unit()
    erasure = forgotten(unit, who_travelled(unit).expert_id)
    escalate_erasure(unit, erasure_id=erasure.id)
    assert not erasure.overdue
    unit.clock += timedelta(days=30)
    escalate_erasure(unit, erasure_id=erasure.id)
    shown = ExpertErasures().expert_erasures(unit, query={"status": "told"})["items"]

    assert [(one["overdue"], one["owner"]) for one in shown] == [(True, "supervisor")]
    assert unit.reminders[-1].at == unit.now() + timedelta(days=7)


def test_nobody_is_forgotten_while_the_selection_or_the_work_goes_on():
    unit = a_unit()
    expert = an_expert(unit)
    vacancy = a_published_vacancy(unit)
    candidate = propose_candidate(unit, vacancy_id=vacancy.id, expert_id=expert.id)
    with pytest.raises(Conflict, match="waits for a word"):
        forgotten(unit, expert.id)
    withdraw_candidate(unit, candidate_id=candidate.id)
    assignment = unit.store(AssignmentStore).get(a_selected_expert(unit))
    with pytest.raises(Conflict, match="goes on"):
        forgotten(unit, assignment.expert_id)
    withdraw_assignment(unit, assignment_id=assignment.id, reason_code="illness")

    for expert_id in (expert.id, assignment.expert_id):
        assert forgotten(unit, expert_id).status == "told"


def test_an_expert_is_forgotten_once_and_planned_with_no_more():
    unit = a_unit()
    assignment = who_travelled(unit)
    forgotten(unit, assignment.expert_id)
    vacancy = a_published_vacancy(unit)

    with pytest.raises(Conflict, match="has been forgotten"):
        forgotten(unit, assignment.expert_id)
    with pytest.raises(Conflict, match="was forgotten"):
        propose_candidate(unit, vacancy_id=vacancy.id, expert_id=assignment.expert_id)
    with pytest.raises(Conflict, match="was forgotten"):
        open_next_part(
            unit,
            after_assignment=assignment.id,
            starts_on=assignment.ends_on,
            ends_on=assignment.ends_on + timedelta(days=7),
        )
