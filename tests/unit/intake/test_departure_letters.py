"""No letter, no departure: what travel is told of the letter about the money (R-AVRR-09)."""

import pytest

from services.intake.departure_letters.usecases import issue_letter, tell_again
from services.intake.journeys.model import Journey
from services.intake.letters.model import LetterKind
from services.intake.progress import schemas as heard
from services.intake.progress.usecases import follow, follow_departure, waits_of_case
from services.intake.states.model import CaseStatus
from tests.fakes import NOON
from tests.unit.intake.intake_scene import a_unit, an_accepted_case, told
from tests.unit.intake.test_letters import CONTACT, TODAY, book, reserve, waiting

MISSING, SETTLED = "departure_letter_found_missing", "departure_letter_settled"


def issue(unit, case, kind=LetterKind.REINTEGRATION):
    contact = CONTACT if kind is LetterKind.REINTEGRATION else None
    return issue_letter(unit, ref=case.case_ref, kind=kind, contact=contact)


def said(unit):
    return [one for one in unit.published if one.name in {MISSING, SETTLED}]


def names(unit):
    return [one.name for one in said(unit)]


def reserve_without_budget(unit, case):
    line = {"person_id": case.applicant_id, "kind": "allowance", "currency": "EUR"}
    lines = [line | {"amount_minor": 20000, "cash_max_minor": 20000}]
    fact = {"entitlement_id": "e-1", "case_ref": case.case_ref, "lines": lines}
    told(unit, "reintegration.entitlement_reserved", sequence=1)
    follow(unit, heard.EntitlementReserved().load(fact), Journey.entitlement_reserved)


def depart(unit, case):
    fact = {
        "movement_id": "m-1",
        "case_ref": case.case_ref,
        "person_id": case.applicant_id,
        "departed_at": NOON.isoformat(),
        "without": ["letter"],
    }
    told(unit, "travel.person_departed", sequence=9)
    read = heard.PersonDeparted().load(fact)
    follow_departure(unit, read, Journey.person_departed, read["departed_at"])


def test_when_money_is_held_travel_hears_that_the_letter_is_missing_and_then_that_it_is_not():
    unit = a_unit()
    case = an_accepted_case(unit)
    assert names(unit) == []

    reserve(unit, case)
    assert names(unit) == [MISSING]

    letter = issue(unit, case)
    assert names(unit) == [MISSING, SETTLED]
    assert said(unit)[-1].letter_id == letter.letter_id


def test_another_letter_settles_nothing_and_the_same_one_again_is_no_news():
    unit = a_unit()
    case = an_accepted_case(unit)
    reserve(unit, case)

    issue(unit, case, LetterKind.DECISION)
    assert names(unit) == [MISSING]

    issue(unit, case)
    issue(unit, case)
    assert names(unit) == [MISSING, SETTLED]


def test_another_amount_makes_the_letter_missing_again():
    unit = a_unit()
    case = an_accepted_case(unit)
    reserve(unit, case)
    issue(unit, case)

    reserve(unit, case, amount=280000, sequence=3)
    assert names(unit) == [MISSING, SETTLED, MISSING]

    issue(unit, case)
    assert names(unit) == [MISSING, SETTLED, MISSING, SETTLED]


def test_who_is_promised_no_budget_needs_no_letter_and_travel_hears_that_too():
    unit = a_unit()
    case = an_accepted_case(unit)

    reserve_without_budget(unit, case)

    assert [(one.name, one.letter_id) for one in said(unit)] == [(SETTLED, None)]


def test_a_case_that_was_accepted_before_anybody_asked_says_how_its_letter_stands():
    unit = a_unit()
    case = an_accepted_case(unit)
    line = {"person_id": case.applicant_id, "kind": "reintegration", "currency": "EUR"}
    lines = [line | {"amount_minor": 180000, "cash_max_minor": 30000}]
    fact = {"entitlement_id": "e-1", "lines": lines}
    case.journey = case.journey.entitlement_reserved(fact, 1)

    tell_again(unit, case_ref=case.case_ref)
    tell_again(unit, case_ref=case.case_ref)

    assert names(unit) == [MISSING]


def test_who_left_without_the_letter_is_still_owed_it_and_the_case_says_so():
    """A border notice cannot be refused; what was missing is not lost with it."""
    unit = a_unit()
    case = an_accepted_case(unit)
    book(unit, case, TODAY)
    reserve(unit, case)

    depart(unit, case)

    assert case.status is CaseStatus.DEPARTED
    [wait] = waiting(unit, case)
    assert "left without" in wait
    waits = waits_of_case(unit, ref=case.case_ref)["waits"]
    assert [one["owner"] for one in waits if one["waits_for"] == wait] == ["counsellor"]

    issue(unit, case)
    assert waiting(unit, case) == []


@pytest.mark.parametrize("ended", [CaseStatus.WITHDRAWN, CaseStatus.CLOSED])
def test_of_a_case_that_has_ended_nothing_is_told(ended):
    unit = a_unit()
    case = an_accepted_case(unit)
    reserve(unit, case)
    case.status = ended

    tell_again(unit, case_ref=case.case_ref)

    assert names(unit) == [MISSING]
    assert waiting(unit, case) == []
