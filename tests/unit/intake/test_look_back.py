"""Nobody leaves before a person has decided whether he or she was here before."""

from datetime import date, timedelta

import pytest

from services.chassis.errors import Conflict, NotFound
from services.intake.acceptance.usecases import accept_case
from services.intake.cases.store import CaseStore
from services.intake.eligibility.usecases import decide_eligibility
from services.intake.lookback.model import Verdict
from services.intake.lookback.schemas import AlikeView
from services.intake.lookback.usecases import (
    alike_in_case,
    decide_identity,
    override_look_back,
    same_as,
)
from services.intake.progress.usecases import waits_of_case
from tests.unit.intake.intake_scene import (
    PASSPORT,
    a_cleared_case,
    a_person,
    a_unit,
    an_applied_case,
    an_open_case,
)


def record(unit, number, *, departed_on=None, **changes):
    """Somebody of an earlier case."""
    case = an_open_case(unit, a_person(document=PASSPORT | {"number": number}, **changes))
    case.people[0].departed_on = departed_on
    return case.applicant_id


def returnee(unit, **changes):
    return record(unit, "OLD", departed_on=date(2024, 1, 1), birth_date="1990-03-02", **changes)


def verdict(unit, case, other_id, verdict):
    unit.clock += timedelta(minutes=1)
    return decide_identity(
        unit,
        ref=case.case_ref,
        person_id=case.applicant_id,
        other_id=other_id,
        verdict=Verdict(verdict),
        ground="documents",
    )


def outcome(unit, case):
    decision, _ = decide_eligibility(unit, ref=case.case_ref)
    return decision.verdict, decision.open_rules, decision.codes


def test_a_likely_returnee_leaves_the_decision_open_until_somebody_has_compared():
    unit = a_unit()
    other = returnee(unit)
    case = an_applied_case(unit)
    (found,) = alike_in_case(unit, ref=case.case_ref)

    assert (found.other_id, found.likeness.score) == (other, 75)
    assert outcome(unit, case) == ("open", ["R-REAN-03"], [])


def test_who_may_not_read_the_other_case_learns_that_there_is_one_and_who_may_compare():
    """R-DP-03."""
    unit = a_unit()
    other = returnee(unit)
    unit.principal.subject = "b.devries"
    case = an_applied_case(unit)
    (found,) = alike_in_case(unit, ref=case.case_ref)
    shown = AlikeView().dump(found)

    assert (shown["other_id"], shown["other_case"], shown["departed_on"]) == (other, None, None)
    assert "a supervisor may compare" in shown["may_compare"]
    unit.principal.roles = frozenset({"supervisor"})
    (seen,) = alike_in_case(unit, ref=case.case_ref)
    assert (seen.departed_on, seen.may_compare) == (date(2024, 1, 1), None)
    assert seen.other_case


def test_a_decision_names_no_case_that_its_reader_may_not_read():
    """R-DP-03."""
    unit = a_unit()
    record(unit, PASSPORT["number"], departed_on=date(2024, 1, 1))
    (gone,) = (one.case_ref for one in unit.store(CaseStore).added)
    case = an_applied_case(unit)
    decision, reasons = decide_eligibility(unit, ref=case.case_ref)

    assert decision.verdict == "declined"
    assert "2024-01-01" in str(reasons)
    assert gone not in str(reasons)


def test_the_same_person_is_declined_and_somebody_else_is_not():
    unit = a_unit()
    other = returnee(unit)
    case, another = an_applied_case(unit), an_applied_case(unit)
    verdict(unit, case, other, "same")
    verdict(unit, another, other, "different")

    assert outcome(unit, case) == ("declined", [], ["RECENT_RETURN"])
    assert outcome(unit, another)[0] == "eligible"


def test_a_false_alarm_stays_remembered():
    unit = a_unit()
    other = returnee(unit)
    case = an_applied_case(unit)
    verdict(unit, case, other, "different")
    (found,) = alike_in_case(unit, ref=case.case_ref)

    assert found.verdict is Verdict.DIFFERENT
    assert not found.undecided


def test_a_merge_reaches_the_departures_of_records_that_were_merged_before():
    unit = a_unit()
    gone = record(unit, "OLD", departed_on=date(2024, 1, 1), given_names="Quite Other")
    between = an_applied_case(unit, a_person(document=PASSPORT | {"number": "MID"}))
    verdict(unit, between, gone, "same")
    case = an_applied_case(unit, a_person(family_name="Different"))
    between.people[0].departed_on = date(2019, 1, 1)
    verdict(unit, case, between.applicant_id, "same")

    assert same_as(unit, case.applicant_id) == {gone, between.applicant_id}
    assert outcome(unit, case)[2] == ["RECENT_RETURN"]


def test_a_merge_can_be_undone_and_its_history_stays():
    unit = a_unit()
    other = returnee(unit)
    case = an_applied_case(unit)
    first = verdict(unit, case, other, "same")
    last = verdict(unit, case, other, "undone")

    assert same_as(unit, case.applicant_id) == set()
    assert (first.verdict, last.verdict) == (Verdict.SAME, Verdict.UNDONE)
    assert outcome(unit, case) == ("open", ["R-REAN-03"], [])


def test_nothing_can_be_undone_that_was_not_decided():
    unit = a_unit()
    other = returnee(unit)
    case = an_applied_case(unit)

    with pytest.raises(Conflict, match="no decision"):
        verdict(unit, case, other, "undone")


def test_two_who_have_nothing_in_common_are_not_compared():
    unit = a_unit()
    other = record(unit, "OLD", family_name="Elsewhere", birth_date="1971-07-07")
    case = an_applied_case(unit)

    with pytest.raises(NotFound):
        verdict(unit, case, other, "same")


def waits(unit, case):
    return waits_of_case(unit, ref=case.case_ref)["waits"]


def test_days_of_travel_that_have_passed_are_waited_for():
    unit = a_unit()
    case = a_cleared_case(unit)
    case.not_after = unit.today() - timedelta(days=1)

    assert f"WINDOW: The last day of travel, {case.not_after}, has passed." in [
        one["waits_for"] for one in waits(unit, case)
    ]


def test_whoever_asks_twice_is_not_accepted_before_the_records_are_compared():
    unit = a_unit()
    case = a_cleared_case(unit)
    other = record(unit, "NEW")

    with pytest.raises(Conflict) as refusal:
        accept_case(unit, ref=case.case_ref)
    sentence = refusal.value.errors[0]["detail"]
    assert sentence.startswith("R-REAN-03")
    assert sentence in [one["waits_for"] for one in waits(unit, case)]
    verdict(unit, case, other, "different")

    assert accept_case(unit, ref=case.case_ref).status == "accepted"


def test_a_supervisor_may_let_a_case_go_on_and_the_audit_says_so():
    unit = a_unit()
    case = a_cleared_case(unit)
    record(unit, "NEW")
    override_look_back(unit, ref=case.case_ref, ground="departure_is_near")

    assert accept_case(unit, ref=case.case_ref).status == "accepted"
    assert unit.grounds == ["look-back-override:departure_is_near"]
