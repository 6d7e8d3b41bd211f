"""Resettlement to the Netherlands: three ways in, a quota, every step, and 48 hours to settle."""

from datetime import date, timedelta
from itertools import permutations

import pytest

from services.chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.intake.cases.usecases import close_case, withdraw_case
from services.intake.resettlement import usecases as resettlement
from services.intake.resettlement.model import Entry
from services.intake.resettlement.rules import exceeded
from services.intake.resettlement.schemas import ExitPermitBody, NominationBody
from services.intake.states.model import CaseStatus
from tests.unit.intake.intake_kinds import (
    FLIES,
    a_cleared_refugee_family,
    a_nominated_family,
    accepted,
    ago,
    booked,
    flown,
    put_back,
    selected,
    steps_after_selection,
)
from tests.unit.intake.intake_scene import RULES as TABLES
from tests.unit.intake.intake_scene import (
    TODAY,
    a_child,
    a_person,
    a_unit,
    an_open_case,
)


def a_small_quota(total, general):
    """A unit whose quotas leave this many places."""
    unit = a_unit()
    rows = [row for row in TABLES["quotas"].on(TODAY) if row.sub_quota == "emergency"]
    made = [
        type(rows[0])(
            sub_quota=name, places=places, valid_from=date(2026, 1, 1), valid_to=None, source="test"
        )
        for name, places in (("total", total), ("general", general), ("emergency", 1))
    ]
    unit.rule_tables["quotas"] = type(unit.rule_tables["quotas"])(version="t", rows=made)
    return unit


def refused(unit, case):
    with pytest.raises(Conflict) as refusal:
        accepted(unit, case)
    return {problem["detail"].split(":")[0] for problem in refusal.value.errors}


@pytest.mark.parametrize("entry", list(Entry))
def test_a_family_comes_in_by_one_of_three_ways(entry):
    """R-RES-01."""
    unit = a_unit()

    assert a_nominated_family(unit, entry=str(entry)).status is CaseStatus.NOMINATED


def test_there_is_no_other_way_in():
    """R-RES-01."""
    with pytest.raises(Invalid):
        NominationBody().load({"entry": "walked_in", "nominated_on": "2026-01-01"})
    unit = a_unit()
    case = an_open_case(unit, kind="resettlement")
    with pytest.raises(NotFound):
        resettlement.interview(unit, ref=case.case_ref, interviewed_on=TODAY)
    nominated = a_nominated_family(unit)
    again = {"entry": Entry.MISSION, "sub_quota": "general", "nominated_on": TODAY}
    with pytest.raises(Conflict, match="already"):
        resettlement.nominate(unit, ref=nominated.case_ref, **again)


def test_each_person_of_a_selected_family_takes_a_place():
    """R-RES-02."""
    unit = a_unit()
    selected(unit, a_nominated_family(unit, a_person(), a_child()))

    used = {one.quota.sub_quota: one.used for one in resettlement.quotas(unit, on=None)}

    assert used == {"total": 2, "general": 2, "disabled_and_family": 0, "emergency": 0}


@pytest.mark.parametrize(("total", "general"), [(1, 9), (9, 1)])
def test_a_quota_or_sub_quota_is_exceeded_only_by_a_supervisor_with_a_reason(total, general):
    """R-RES-02."""
    unit = a_small_quota(total, general)
    case = a_nominated_family(unit, a_person(), a_child())
    with pytest.raises(Conflict, match="R-RES-02"):
        selected(unit, case)
    with pytest.raises(Forbidden, match="supervisor"):
        selected(unit, case, override_reason="Their lives are in danger.")

    unit.principal.roles = frozenset({"supervisor"})
    selected(unit, case, override_reason="Their lives are in danger.")

    shown = resettlement.show_nomination(unit, ref=case.case_ref)
    assert case.status is CaseStatus.SELECTED
    assert shown["overridden_because"] == "Their lives are in danger."


def test_whoever_does_not_come_gives_the_place_back():
    """R-RES-02."""
    unit = a_small_quota(1, 1)
    first = selected(unit, a_nominated_family(unit))
    second = a_nominated_family(unit)
    with pytest.raises(Conflict, match="R-RES-02"):
        selected(unit, second)

    withdraw_case(unit, ref=first.case_ref, reason_code="changed_mind")

    assert selected(unit, second).status is CaseStatus.SELECTED


def test_without_a_known_quota_nobody_is_selected():
    """R-RES-02."""
    assert exceeded([], 1) == ["no quota is known for that day"]


def test_a_family_that_the_ind_rejects_is_declined():
    unit = a_unit()
    case = a_nominated_family(unit)
    rejection = {"outcome": "rejected", "decided_on": TODAY, "override_reason": None}

    resettlement.select(unit, ref=case.case_ref, **rejection)

    assert (case.status, unit.published[-1].reason_codes) == (
        CaseStatus.DECLINED,
        ("NOT_SELECTED",),
    )


def test_the_steps_follow_each_other():
    """R-RES-03."""
    unit = a_unit()
    case = a_nominated_family(unit)
    seen = [case.status]
    seen.append(selected(unit, case).status)
    for step in steps_after_selection(unit, case):
        step()
        seen.append(case.status)

    assert list(dict.fromkeys(seen)) == [
        CaseStatus.NOMINATED,
        CaseStatus.SELECTED,
        CaseStatus.ORIENTED,
        CaseStatus.EXAMINED,
        CaseStatus.DOCUMENTED,
        CaseStatus.CLEARED,
    ]


@pytest.mark.parametrize("order", [*permutations(range(4))])
def test_what_was_done_early_counts_when_its_turn_comes(order):
    """R-RES-03: the mission examines before anybody is oriented, and the outcome is the same."""
    unit = a_unit()
    case = selected(unit, a_nominated_family(unit))
    steps = steps_after_selection(unit, case)
    for number in order:
        steps[number]()

    assert case.status is CaseStatus.CLEARED


def test_two_trainings_are_not_three_and_three_days_not_four():
    """R-RES-03."""
    unit = a_unit()
    case = selected(unit, a_nominated_family(unit))
    for number in (1, 2, 2):
        resettlement.train(unit, ref=case.case_ref, number=number, ended_on=TODAY, days=4)
    assert case.status is CaseStatus.SELECTED

    with pytest.raises(Invalid, match="4 days"):
        resettlement.train(unit, ref=case.case_ref, number=3, ended_on=TODAY, days=3)


@pytest.mark.parametrize(
    ("left_out", "rule"),
    [(0, "R-RES-03"), (1, "R-RES-04"), (2, "R-RES-04"), (3, "R-RES-04")],
)
def test_nobody_departs_without_orientation_fitness_papers_and_permit(left_out, rule):
    """R-RES-03, R-RES-04."""
    unit = a_unit()
    case = selected(unit, a_nominated_family(unit))
    for number, step in enumerate(steps_after_selection(unit, case)):
        if number != left_out:
            step()

    assert rule in {point.rule_id for point in resettlement.points_of(unit, case)}
    with pytest.raises(Conflict):
        accepted(unit, case)


@pytest.mark.parametrize("left_out", [4, 5])
def test_nobody_departs_without_a_municipality_or_without_having_agreed(left_out):
    """R-RES-05, R-MOV-03."""
    unit = a_unit()
    case = selected(unit, a_nominated_family(unit))
    for number, step in enumerate(steps_after_selection(unit, case)):
        if number != left_out:
            step()

    assert refused(unit, case) == {{4: "R-RES-05", 5: "R-MOV-03"}[left_out]}


def test_an_examination_is_good_for_six_months():
    """R-RES-04."""
    unit = a_unit()
    case = a_cleared_refugee_family(unit)
    told = {"person_id": case.people[0].person_id, "fit": True}
    resettlement.examine(unit, ref=case.case_ref, examined_on=ago(170), **told)
    assert refused(unit, case) == {"R-RES-04"}

    resettlement.examine(unit, ref=case.case_ref, examined_on=ago(100), **told)

    assert accepted(unit, case).status is CaseStatus.ACCEPTED


def test_whoever_is_found_unfit_after_all_does_not_travel():
    """R-RES-04."""
    unit = a_unit()
    case = a_cleared_refugee_family(unit)
    person_id = case.people[0].person_id
    resettlement.examine(unit, ref=case.case_ref, person_id=person_id, examined_on=TODAY, fit=False)

    assert refused(unit, case) == {"R-RES-04"}


def test_a_country_that_asks_for_no_exit_permit_needs_none():
    """R-RES-04."""
    unit = a_unit()
    case = a_cleared_refugee_family(unit)
    resettlement.permit_exit(unit, ref=case.case_ref, required=True)
    assert refused(unit, case) == {"R-RES-04"}

    resettlement.permit_exit(unit, ref=case.case_ref, required=False)

    assert accepted(unit, case).status is CaseStatus.ACCEPTED
    with pytest.raises(Invalid):
        ExitPermitBody().load({"required": False, "granted_on": "2026-01-01"})


def test_the_family_is_the_unit_of_booking():
    """R-RES-06: a case moves on when each of its people has a seat; nothing can split it."""
    unit = a_unit()
    case = accepted(unit, a_cleared_refugee_family(unit, a_person(), a_child()))
    assert len(unit.published[-1].travellers) == 2

    assert booked(unit, case).status is CaseStatus.BOOKED


def test_the_coa_has_48_hours_from_the_arrival():
    """R-RES-05."""
    unit = a_unit()
    case = flown(unit, booked(unit, accepted(unit, a_cleared_refugee_family(unit))))
    landed = FLIES + timedelta(hours=6)
    assert (case.status, case.owner) == (CaseStatus.ARRIVED, "COA")
    assert case.due_at == landed + timedelta(hours=48)
    with pytest.raises(Invalid):
        resettlement.hand_over(unit, ref=case.case_ref, at=landed)

    unit.clock = landed + timedelta(hours=30)
    resettlement.hand_over(unit, ref=case.case_ref, at=landed + timedelta(hours=29))

    assert case.status is CaseStatus.HANDED_OVER
    assert close_case(unit, ref=case.case_ref, outcome=None).outcome == "resettled"


def test_a_withdrawal_is_put_back():
    unit = a_unit()
    case = booked(unit, accepted(unit, a_cleared_refugee_family(unit)))
    withdraw_case(unit, ref=case.case_ref, reason_code="family")

    assert put_back(unit, case).status is CaseStatus.WITHDRAWN
    assert {one.used for one in resettlement.quotas(unit, on=None)} == {0}


def test_examinations_are_shown_to_medical_staff_alone():
    unit = a_unit()
    ref = a_cleared_refugee_family(unit).case_ref
    assert resettlement.show_nomination(unit, ref=ref)["examinations"] is None

    unit.principal.roles = frozenset({"medical"})

    assert len(resettlement.show_nomination(unit, ref=ref)["examinations"]) == 1


def test_what_cannot_be_is_refused():
    unit = a_unit()
    case = a_nominated_family(unit)
    told = {"outcome": "accepted", "override_reason": None}
    with pytest.raises(Conflict, match="interview"):
        resettlement.select(unit, ref=case.case_ref, decided_on=TODAY, **told)
    resettlement.interview(unit, ref=case.case_ref, interviewed_on=ago(10))
    with pytest.raises(Invalid, match="older"):
        resettlement.select(unit, ref=case.case_ref, decided_on=ago(11), **told)
    with pytest.raises(Conflict, match="after it has arrived"):
        resettlement.hand_over(unit, ref=case.case_ref, at=unit.now())
    with pytest.raises(Invalid):
        resettlement.interview(unit, ref=case.case_ref, interviewed_on=TODAY + timedelta(days=1))
    with pytest.raises(Conflict, match="no resettlement"):
        resettlement.interview(unit, ref=an_open_case(unit).case_ref, interviewed_on=TODAY)
    other = selected(unit, a_nominated_family(unit))
    with pytest.raises(Conflict, match="selection was"):
        selected(unit, other)
