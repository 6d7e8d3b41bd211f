"""Who works on a case, what a case without anybody waits for, and breaking the glass (R-DP-03)."""

from datetime import timedelta

import pytest

from services.chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.chassis.staff.grants import Grants
from services.intake.assignments.model import GapStatus
from services.intake.assignments.rules import BY_FUNCTION
from services.intake.assignments.schemas import AssignmentBody
from services.intake.assignments.store import AssignmentStore
from services.intake.assignments.usecases import (
    assign_case,
    assignments_of_case,
    escalate_gap,
    release_case,
    unassigned_cases,
    works_on,
)
from services.intake.emergency_access.model import AccessStatus, Finding, Reason
from services.intake.emergency_access.store import EmergencyStore
from services.intake.emergency_access.usecases import (
    break_glass,
    emergency_accesses,
    escalate_review,
    review_access,
)
from tests.unit.intake.intake_scene import a_unit, an_open_case

OPENER, OTHER = "c.jansen", "d.bakker"


@pytest.fixture
def unit():
    return a_unit()


@pytest.fixture
def case(unit):
    return an_open_case(unit)


def acts(unit, subject, role="counsellor"):
    unit.principal.subject, unit.principal.roles = subject, frozenset({role})


def sees(unit, case, subject):
    acts(unit, subject)
    return case.case_ref in unit.store(Grants).seen([case.case_ref])


def the_one_of(unit, case, staff_id):
    people, _ = assignments_of_case(unit, ref=case.case_ref)
    return next(one for one in people if one.staff_id == staff_id and one.active)


def last_reminder(unit, name):
    return [one for one in unit.reminders if one.name == name][-1]


def test_whoever_opens_a_case_works_on_it_and_all_services_are_told(unit, case):
    assert works_on(unit, case.case_ref)
    assert unit.published_names() == ["case_opened", "case_assigned"]
    assert unit.published[1].staff_id == OPENER


def test_a_case_is_handed_to_a_colleague_who_then_sees_it(unit, case):
    assert not sees(unit, case, OTHER)

    acts(unit, OPENER)
    assign_case(unit, ref=case.case_ref, staff_id=OTHER)

    assert sees(unit, case, OTHER)
    assert unit.published[-1].staff_id == OTHER


def test_a_supervisor_hands_over_a_case_that_he_does_not_work_on(unit, case):
    acts(unit, "s.visser", "supervisor")

    assert assign_case(unit, ref=case.case_ref, staff_id=OTHER).assigned_by == "s.visser"


def test_nobody_else_hands_a_case_over(unit, case):
    acts(unit, OTHER)

    with pytest.raises(Forbidden, match="hands it over"):
        assign_case(unit, ref=case.case_ref, staff_id=OTHER)
    with pytest.raises(Forbidden, match="hands it over"):
        release_case(unit, ref=case.case_ref, assignment_id="id-1")


def test_nobody_works_on_a_case_twice_however_the_name_is_spelt(unit, case):
    with pytest.raises(Conflict) as refused:
        assign_case(unit, ref=case.case_ref, staff_id=OPENER.upper())

    assert refused.value.code == "already-assigned"


def test_who_was_released_no_longer_sees_the_case_and_stays_in_its_history(unit, case):
    given = assign_case(unit, ref=case.case_ref, staff_id=OTHER)
    released = release_case(unit, ref=case.case_ref, assignment_id=given.assignment_id)

    assert not sees(unit, case, OTHER)
    assert released.released_by == OPENER
    assert released in assignments_of_case(unit, ref=case.case_ref)[0]
    assert unit.published_names()[-1] == "case_released"


def test_who_was_released_may_be_assigned_again(unit, case):
    given = assign_case(unit, ref=case.case_ref, staff_id=OTHER)
    release_case(unit, ref=case.case_ref, assignment_id=given.assignment_id)
    assign_case(unit, ref=case.case_ref, staff_id=OTHER)

    assert sees(unit, case, OTHER)


def test_nobody_is_released_twice(unit, case):
    given = assign_case(unit, ref=case.case_ref, staff_id=OTHER)
    release_case(unit, ref=case.case_ref, assignment_id=given.assignment_id)

    with pytest.raises(Conflict):
        release_case(unit, ref=case.case_ref, assignment_id=given.assignment_id)


def test_an_assignment_of_another_case_is_not_found(unit, case):
    other = an_open_case(unit)
    mine = the_one_of(unit, other, OPENER)

    with pytest.raises(NotFound):
        release_case(unit, ref=case.case_ref, assignment_id=mine.assignment_id)


def test_a_case_that_does_not_exist_has_nobody(unit):
    acts(unit, "s.visser", "supervisor")

    with pytest.raises(NotFound):
        assign_case(unit, ref="NL-2026-004635-7", staff_id=OTHER)
    with pytest.raises(NotFound):
        assignments_of_case(unit, ref="NL-2026-004635-7")


def test_a_case_without_anybody_waits_for_the_supervisor_until_a_day(unit, case):
    mine = the_one_of(unit, case, OPENER)
    release_case(unit, ref=case.case_ref, assignment_id=mine.assignment_id)
    ((gap,), following) = unassigned_cases(unit, after=None, limit=5)

    assert following is None
    assert (gap.case_ref, gap.owner) == (case.case_ref, "supervisor")
    assert gap.due_at == unit.now() + timedelta(days=2)
    assert last_reminder(unit, "gap_due").at == gap.due_at


def test_the_wait_ends_when_somebody_is_assigned(unit, case):
    mine = the_one_of(unit, case, OPENER)
    release_case(unit, ref=case.case_ref, assignment_id=mine.assignment_id)
    acts(unit, "s.visser", "supervisor")
    assign_case(unit, ref=case.case_ref, staff_id=OTHER)

    assert assignments_of_case(unit, ref=case.case_ref)[1] is None
    assert unassigned_cases(unit, after=None, limit=5) == ([], None)


def test_a_supervisor_who_lets_the_day_pass_is_told_again(unit, case):
    mine = the_one_of(unit, case, OPENER)
    release_case(unit, ref=case.case_ref, assignment_id=mine.assignment_id)
    due = last_reminder(unit, "gap_due")
    unit.clock = due.at
    escalate_gap(unit, **due.ids)
    (gap,) = unit.store(AssignmentStore).kept_gaps.values()

    assert gap.overdue
    assert last_reminder(unit, "gap_due").at == gap.due_at > due.at


def test_nobody_is_told_again_of_a_case_that_somebody_took(unit, case):
    mine = the_one_of(unit, case, OPENER)
    release_case(unit, ref=case.case_ref, assignment_id=mine.assignment_id)
    due = last_reminder(unit, "gap_due")
    acts(unit, "s.visser", "supervisor")
    assign_case(unit, ref=case.case_ref, staff_id=OTHER)
    escalate_gap(unit, **due.ids)
    (gap,) = unit.store(AssignmentStore).kept_gaps.values()

    assert gap.status is GapStatus.ASSIGNED
    assert not gap.overdue


@pytest.mark.parametrize("name", ["service:intake", "operator:root", "", "two words", "x" * 201])
def test_a_case_is_given_to_people_of_staff_alone(name):
    with pytest.raises(Invalid):
        AssignmentBody().load({"staff_id": name})


def test_who_breaks_the_glass_sees_the_case_for_a_day_and_the_supervisor_is_told(unit, case):
    acts(unit, OTHER)
    access = break_glass(unit, ref=case.case_ref, reason=Reason.MEDICAL_EMERGENCY)

    assert sees(unit, case, OTHER)
    assert not works_on(unit, case.case_ref)
    assert access.owner == "supervisor"
    assert access.due_at == unit.now() + timedelta(days=3)
    assert "glass-broken medical_emergency" in unit.grounds
    assert unit.published[-1].ends_at == unit.now() + timedelta(days=1)

    unit.clock += timedelta(days=1)
    assert not sees(unit, case, OTHER)


def test_who_broke_the_glass_lets_nobody_in_not_even_himself_for_longer(unit, case):
    acts(unit, OTHER)
    break_glass(unit, ref=case.case_ref, reason=Reason.DANGER)

    with pytest.raises(Forbidden):
        assign_case(unit, ref=case.case_ref, staff_id=OTHER)


def test_nobody_breaks_the_glass_of_what_he_sees_already(unit, case):
    with pytest.raises(Conflict) as refused:
        break_glass(unit, ref=case.case_ref, reason=Reason.DANGER)
    assert refused.value.code == "no-need"

    acts(unit, OTHER)
    break_glass(unit, ref=case.case_ref, reason=Reason.DANGER)
    with pytest.raises(Conflict) as refused:
        break_glass(unit, ref=case.case_ref, reason=Reason.DANGER)
    assert refused.value.code == "already-open"


def test_the_supervisor_says_whether_there_was_need_and_it_waits_no_longer(unit, case):
    acts(unit, OTHER)
    access = break_glass(unit, ref=case.case_ref, reason=Reason.DANGER)
    acts(unit, "s.visser", "supervisor")
    review_access(unit, access_id=access.access_id, finding=Finding.NOT_JUSTIFIED)

    assert access.status is AccessStatus.REVIEWED
    assert (access.owner, access.due_at) == (None, None)
    assert emergency_accesses(unit, status=AccessStatus.TO_REVIEW, after=None, limit=5) == (
        [],
        None,
    )
    with pytest.raises(Conflict):
        review_access(unit, access_id=access.access_id, finding=Finding.JUSTIFIED)


def test_nobody_reviews_his_own_access(unit, case):
    acts(unit, OTHER)
    access = break_glass(unit, ref=case.case_ref, reason=Reason.DANGER)

    acts(unit, OTHER.upper(), "supervisor")
    with pytest.raises(Forbidden, match="own access"):
        review_access(unit, access_id=access.access_id, finding=Finding.JUSTIFIED)


def test_an_access_that_nobody_looked_at_is_told_again(unit, case):
    acts(unit, OTHER)
    break_glass(unit, ref=case.case_ref, reason=Reason.DANGER)
    due = last_reminder(unit, "access_review_due")
    unit.clock = due.at
    escalate_review(unit, **due.ids)
    (access,) = unit.store(EmergencyStore).kept.values()

    assert access.overdue
    assert last_reminder(unit, "access_review_due").at > due.at


def test_each_role_that_sees_all_cases_says_why(unit):
    assert "counsellor" not in BY_FUNCTION
    assert all(reason for reason in BY_FUNCTION.values())
