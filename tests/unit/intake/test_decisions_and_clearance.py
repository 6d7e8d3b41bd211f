"""Signing, deciding, and asking the authorities: what each step keeps and where it leads."""

from datetime import date, timedelta

import pytest

from services.chassis.errors import Conflict, Invalid
from services.intake.application.usecases import sign_application
from services.intake.cases.usecases import correct_case
from services.intake.clearance.model import Clearing, DtvChoice
from services.intake.clearance.store import ClearanceStore
from services.intake.clearance.usecases import (
    answer_clearance,
    disclosures_of_case,
    request_clearance,
)
from services.intake.consent.model import Scope
from services.intake.consent.store import ConsentStore
from services.intake.eligibility.usecases import decide_eligibility, decisions_of_case
from services.intake.states.model import CaseStatus
from tests.unit.intake.intake_scene import (
    TODAY,
    a_case_at_the_ind,
    a_child,
    a_cleared_case,
    a_person,
    a_unit,
    an_accepted_case,
    an_application,
    an_applied_case,
    an_eligible_case,
    an_open_case,
    answer,
    case_store,
    told,
)

YESTERDAY = TODAY - timedelta(days=1)


def test_two_signatures_on_one_date_make_an_application():
    """R-REAN-12."""
    unit = a_unit()
    case = an_applied_case(unit, signed_on=YESTERDAY)

    assert (case.status, case.application_date) == (CaseStatus.APPLIED, YESTERDAY)
    scopes = [consent.scope for consent in unit.store(ConsentStore).added]
    assert scopes == [Scope.DEPARTURE_REQUEST, Scope.DATA_EXCHANGE]


def test_signatures_on_two_dates_are_no_application():
    """R-REAN-12."""
    unit = a_unit()
    case = an_open_case(unit)
    signed = an_application(YESTERDAY)
    signed["data_exchange_consent"]["signed_on"] = TODAY

    with pytest.raises(Invalid) as refusal:
        sign_application(unit, ref=case.case_ref, **signed)

    assert refusal.value.code == "signatures-apart"


def test_nobody_signs_tomorrow():
    with pytest.raises(Invalid, match="yet"):
        an_applied_case(a_unit(), signed_on=TODAY + timedelta(days=1))


def test_before_the_rules_of_2006_nobody_can_be_judged():
    with pytest.raises(Invalid, match="No rules are known"):
        an_applied_case(a_unit(), signed_on=date(2006, 4, 30))


def test_a_witness_is_kept_under_seal():
    unit = a_unit()
    case = an_open_case(unit)
    signed = an_application()
    signed["departure_request"]["witness"] = "T. Tolk"

    sign_application(unit, ref=case.case_ref, **signed)

    kept = unit.store(ConsentStore).added
    assert unit.vault.open(case.applicant_id, kept[0].sealed_witness) == {"witness": "T. Tolk"}
    assert kept[1].sealed_witness is None


def test_a_child_alone_signs_nothing_before_the_guardian_is_recorded():
    """R-UAM-01."""
    with pytest.raises(Conflict) as refusal:
        an_applied_case(a_unit(), a_person(birth_date="2011-01-15"))

    assert refusal.value.code == "guardian-needed"


def test_a_family_with_children_signs():
    case = an_applied_case(a_unit(), a_person(), a_child())

    assert case.status is CaseStatus.APPLIED


# Deciding.


def test_a_decision_that_finds_everything_met_moves_the_case():
    unit = a_unit()
    case = an_applied_case(unit)

    decision, reasons = decide_eligibility(unit, ref=case.case_ref)

    assert (case.status, decision.verdict, decision.codes) == ("eligible", "eligible", [])
    assert not decision.appealable
    assert {one.outcome for one in reasons} == {"pass"}


def test_a_decision_keeps_the_versions_of_all_it_used():
    """R-REAN-24."""
    unit = a_unit()
    case = an_applied_case(unit)

    decision, _ = decide_eligibility(unit, ref=case.case_ref)

    assert decision.versions["rules"] == "rean-1"
    assert decision.versions["rean_exclusions"] == unit.rules("rean_exclusions").version
    assert decision.reference_date == TODAY


def test_a_failed_rule_declines_with_its_code_and_can_be_appealed():
    """R-REAN-05, R-REAN-23."""
    unit = a_unit()
    case = an_applied_case(unit, a_person(nationalities=["BE"]), facts={"false_pretences": True})

    decision, _ = decide_eligibility(unit, ref=case.case_ref)

    assert case.status is CaseStatus.DECLINED
    assert decision.appealable
    assert unit.published[-1].name == "case_declined"
    assert unit.published[-1].reason_codes == ("EXCLUDED_NATIONALITY", "FALSE_PRETENCES")


def test_a_missing_fact_holds_the_decision_until_it_is_told():
    unit = a_unit()
    case = an_applied_case(unit, facts={"means_minor": None})

    decision, _ = decide_eligibility(unit, ref=case.case_ref)
    assert (case.status, decision.open_rules) == (CaseStatus.APPLIED, ["R-REAN-01"])

    correct_case(unit, ref=case.case_ref, facts={"means_minor": 0})
    decide_eligibility(unit, ref=case.case_ref)
    assert case.status is CaseStatus.ELIGIBLE


def test_every_decision_stays_and_is_read_in_order():
    unit = a_unit()
    case = an_applied_case(unit, facts={"cooperates": None})
    decide_eligibility(unit, ref=case.case_ref)
    correct_case(unit, ref=case.case_ref, facts={"cooperates": True})
    decide_eligibility(unit, ref=case.case_ref)
    decide_eligibility(unit, ref=case.case_ref)

    first, after = decisions_of_case(unit, ref=case.case_ref, after=0, limit=2)
    rest, end = decisions_of_case(unit, ref=case.case_ref, after=int(after), limit=2)

    assert [one.number for one, _ in (*first, *rest)] == [1, 2, 3]
    assert [one.verdict for one, _ in first] == ["open", "eligible"]
    assert first[0][1][0]["sentence"]
    assert end is None


def test_an_open_case_has_nothing_to_decide():
    unit = a_unit()
    with pytest.raises(Conflict, match="cannot decline"):
        decide_eligibility(unit, ref=an_open_case(unit).case_ref)


def returned(unit, **changes):
    """A person of an earlier case who has departed."""
    case = an_open_case(unit, a_person(**changes))
    case.people[0].departed_on = date(2024, 1, 1)
    return case


OTHER_PASSPORT = {"kind": "passport", "issuing_country": "IQ", "expires_on": "2031-01-01"}


@pytest.mark.parametrize(
    "again",
    [
        {"given_names": "ZEYNAB MIRI", "document": OTHER_PASSPORT | {"number": "OTHER"}},
        {"family_name": "Elsewhere", "given_names": "Another"},
    ],
)
def test_a_returnee_is_found_again_by_name_or_by_document(again):
    """R-REAN-03."""
    unit = a_unit()
    returned(unit)
    case = an_applied_case(unit, a_person(**again))

    decision, _ = decide_eligibility(unit, ref=case.case_ref)

    assert decision.codes == ["RECENT_RETURN"]


def test_a_twin_is_not_declined_but_asked_about():
    """R-REAN-03."""
    unit = a_unit()
    earlier = returned(unit)
    twin = a_person(given_names="Twin", document=OTHER_PASSPORT | {"number": "OTHER"})
    case = an_applied_case(unit, twin)

    decision, _ = decide_eligibility(unit, ref=case.case_ref)
    assert decision.open_rules == ["R-REAN-03"]

    dismissed = {"not_the_same_person": [earlier.applicant_id]}
    correct_case(unit, ref=case.case_ref, facts=dismissed)
    decide_eligibility(unit, ref=case.case_ref)
    assert case.status is CaseStatus.ELIGIBLE


# Asking the authorities.


def test_the_ind_is_asked_on_the_ground_of_the_consent_and_the_disclosure_is_recorded():
    """R-REAN-12, R-DP-02."""
    unit = a_unit()
    case = a_case_at_the_ind(unit)

    disclosed = disclosures_of_case(unit, ref=case.case_ref)

    assert (case.status, case.owner) == (CaseStatus.CLEARANCE_REQUESTED, "IND")
    assert case.due_at == unit.now() + timedelta(days=14)
    assert [one.recipient for one in disclosed] == ["IND"]
    assert "data-exchange consent" in disclosed[0].ground


def test_without_the_data_exchange_consent_nothing_is_asked():
    """R-REAN-12."""
    unit = a_unit()
    case = an_eligible_case(unit)
    unit.store(ConsentStore).added[1].withdrawn_on = TODAY

    with pytest.raises(Conflict) as refusal:
        request_clearance(unit, ref=case.case_ref)

    assert refusal.value.code == "no-data-exchange-consent"
    assert unit.store(ClearanceStore).disclosures == []


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (Clearing.GRANTED, CaseStatus.CLEARED),
        (Clearing.REFUSED, CaseStatus.CLEARANCE_REFUSED),
        (Clearing.DTV_DECISION, CaseStatus.DTV_DECISION),
    ],
)
def test_the_case_goes_where_the_answer_leads(outcome, status):
    """R-REAN-13, R-REAN-14."""
    unit = a_unit()
    case = a_case_at_the_ind(unit)

    answer(unit, case, outcome)

    assert case.status is status


@pytest.mark.parametrize(
    ("choice", "status"),
    [
        (DtvChoice.IOM_DEPARTURE, CaseStatus.CLEARED),
        (DtvChoice.REMOVAL, CaseStatus.CLEARANCE_REFUSED),
    ],
)
def test_when_removal_is_under_way_the_dtv_chooses(choice, status):
    """R-REAN-14."""
    unit = a_unit()
    case = a_case_at_the_ind(unit)
    answer(unit, case, Clearing.DTV_DECISION)

    answer(unit, case, Clearing.DTV_DECISION, dtv_choice=choice)

    assert case.status is status


def test_a_granted_clearance_can_be_withdrawn():
    """R-REAN-13."""
    unit = a_unit()
    case = a_cleared_case(unit)

    answer(unit, case, Clearing.WITHDRAWN)

    assert case.status is CaseStatus.CLEARANCE_REFUSED


@pytest.mark.parametrize("outcome", [Clearing.WITHDRAWN, Clearing.DTV_DECISION])
def test_a_clearance_that_falls_away_calls_a_journey_off(outcome):
    """R-REAN-13, R-REAN-14."""
    unit = a_unit()
    case = an_accepted_case(unit)

    answer(unit, case, outcome)

    assert case.status is CaseStatus.WITHDRAWING
    assert unit.published[-1].reason_code == "clearance_withdrawn"


def test_after_a_refusal_one_may_ask_again():
    unit = a_unit()
    case = a_case_at_the_ind(unit)
    answer(unit, case, Clearing.REFUSED)
    unit.clock += timedelta(days=1)

    request_clearance(unit, ref=case.case_ref)
    answer(unit, case, Clearing.GRANTED, reference="IND-2")

    assert case.status is CaseStatus.CLEARED
    assert unit.store(ClearanceStore).latest(case.case_ref).reference == "IND-2"


@pytest.mark.parametrize(
    ("outcome", "more", "kind", "code"),
    [
        (Clearing.REQUESTED, {}, Invalid, "no-answer"),
        (Clearing.WITHDRAWN, {}, Conflict, "not-granted"),
        (Clearing.GRANTED, {"dtv_choice": DtvChoice.REMOVAL}, Invalid, "no-choice"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(outcome, more, kind, code):
    unit = a_unit()
    case = a_case_at_the_ind(unit)

    with pytest.raises(kind) as refusal:
        answer(unit, case, outcome, **more)

    assert refusal.value.code == code


def test_a_second_answer_is_refused():
    unit = a_unit()
    case = a_cleared_case(unit)

    with pytest.raises(Conflict) as refusal:
        answer(unit, case, Clearing.REFUSED)

    assert refusal.value.code == "already-answered"


def test_an_answer_comes_after_the_question_and_not_from_the_future():
    unit = a_unit()
    case = a_case_at_the_ind(unit)
    granted = {"ref": case.case_ref, "outcome": Clearing.GRANTED}

    with pytest.raises(Invalid, match="older"):
        answer_clearance(unit, **granted, answered_on=YESTERDAY)
    with pytest.raises(Invalid, match="future"):
        answer_clearance(unit, **granted, answered_on=TODAY + timedelta(days=1))


def test_what_was_never_asked_is_not_answered():
    unit = a_unit()
    with pytest.raises(Conflict) as refusal:
        answer(unit, an_eligible_case(unit), Clearing.GRANTED)

    assert refusal.value.code == "not-requested"


def test_the_store_of_the_test_finds_what_the_use_cases_added():
    unit = told(a_unit(), "travel.movement_opened")

    assert case_store(unit).get(an_open_case(unit).case_ref)
