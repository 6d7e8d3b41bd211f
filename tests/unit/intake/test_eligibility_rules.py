"""Whether we may help: each REAN rule of domain.md section 15, at its boundaries."""

from datetime import date

import pytest

from services.intake.eligibility.model import Verdict, verdict_of
from services.intake.eligibility.rules import decide
from services.intake.facts.model import Departure, Guarantor, Lookalike
from tests.unit.intake.intake_scene import TODAY, a_question, someone, the_lists


def reasons(question, reference_date=TODAY):
    return decide(question, the_lists(reference_date))


def reason(rule_id, question, code=None):
    found = [
        one
        for one in reasons(question, question.reference_date)
        if one.rule_id == rule_id and code in {None, one.code}
    ]
    assert len(found) == 1
    return found[0]


def an_earlier_departure(day):
    return someone(previous_departures=(Departure(departed_on=day),))


def test_whoever_meets_every_rule_is_helped():
    given = reasons(a_question())

    assert {one.outcome for one in given} == {"pass"}
    assert verdict_of(given) is Verdict.ELIGIBLE


def test_every_rule_gives_its_reason_with_a_sentence_and_a_version():
    given = reasons(a_question())

    assert {one.rule_id for one in given} >= {
        *(f"R-REAN-{number:02d}" for number in range(1, 13)),
        "R-REAN-21",
        "R-REAN-22",
        "R-REAN-23",
    }
    for one in given:
        assert one.sentence.endswith(".")
        assert one.rule_version


@pytest.mark.parametrize(
    ("means", "outcome"), [(649_99, "pass"), (650_00, "fail"), (651_00, "fail"), (None, "open")]
)
def test_means_that_cover_the_journey_exclude(means, outcome):
    """R-REAN-01."""
    said = reason("R-REAN-01", a_question(means_minor=means))

    assert (said.outcome, said.code) == (outcome, "MEANS")


def test_without_the_cost_of_the_journey_means_stay_open():
    """R-REAN-01."""
    assert reason("R-REAN-01", a_question(journey_cost_minor=None)).outcome == "open"


@pytest.mark.parametrize(("intends", "outcome"), [(True, "pass"), (False, "fail"), (None, "open")])
def test_only_a_departure_for_good_is_helped(intends, outcome):
    """R-REAN-02."""
    said = reason("R-REAN-02", a_question(intends_permanent=intends))

    assert (said.outcome, said.code) == (outcome, "NOT_PERMANENT")


@pytest.mark.parametrize(
    ("departed_on", "outcome"),
    [
        (date(2021, 5, 4), "pass"),
        (date(2021, 5, 5), "fail"),
        (date(2021, 5, 3), "pass"),
        (date(2023, 5, 4), "fail"),
    ],
)
def test_a_departure_exactly_five_years_ago_no_longer_excludes(departed_on, outcome):
    """R-REAN-03."""
    said = reason("R-REAN-03", a_question(an_earlier_departure(departed_on)))

    assert (said.outcome, said.code) == (outcome, "RECENT_RETURN")
    assert said.evidence["reference_date"] == "2026-05-04"


def test_a_departure_on_a_leap_day_is_forgotten_on_the_last_of_february():
    """R-REAN-03."""
    leap = an_earlier_departure(date(2016, 2, 29))

    assert reason("R-REAN-03", a_question(leap, reference_date=date(2021, 2, 28))).outcome == "pass"
    assert reason("R-REAN-03", a_question(leap, reference_date=date(2021, 2, 27))).outcome == "fail"


def test_unknown_earlier_departures_leave_the_decision_open():
    """R-REAN-03."""
    said = reason("R-REAN-03", a_question(someone(previous_departures=None)))

    assert said.outcome == "open"
    assert said.evidence["unknown"] == ["p-1"]


def a_lookalike(**changes):
    usual = {
        "person_id": "p-old",
        "departed_on": date(2024, 3, 1),
        "certain": True,
    }
    return Lookalike(**(usual | changes))


def test_an_earlier_case_of_the_same_person_is_found_whatever_was_told():
    """R-REAN-03."""
    said = reason("R-REAN-03", a_question(someone(lookalikes=(a_lookalike(),))))

    assert said.outcome == "fail"
    assert said.evidence["departures"][0]["known_from"] == "look_back"


def test_a_doubtful_likeness_waits_for_a_person_to_judge():
    """R-REAN-03: twins share family name and birth date."""
    twin = someone(lookalikes=(a_lookalike(certain=False),))

    assert reason("R-REAN-03", a_question(twin)).outcome == "open"
    dismissed = a_question(twin, not_the_same_person=("p-old",))
    assert reason("R-REAN-03", dismissed).outcome == "pass"


def test_an_old_doubtful_likeness_asks_nobody():
    """R-REAN-03."""
    like = a_lookalike(certain=False, departed_on=date(2019, 1, 1))

    assert reason("R-REAN-03", a_question(someone(lookalikes=(like,)))).outcome == "pass"


@pytest.mark.parametrize(
    ("obtainable", "outcome"), [(True, "pass"), (False, "fail"), (None, "open")]
)
def test_without_a_document_one_must_be_obtainable(obtainable, outcome):
    """R-REAN-04."""
    person = someone(document=None, document_obtainable=obtainable)

    said = reason("R-REAN-04", a_question(person))

    assert (said.outcome, said.code) == (outcome, "NO_TRAVEL_DOCUMENT")


def test_one_member_without_a_document_decides_for_the_family():
    """R-REAN-04."""
    stuck = someone(person_id="p-2", document=None, document_obtainable=False)

    assert reason("R-REAN-04", a_question(someone(), stuck)).outcome == "fail"


@pytest.mark.parametrize(
    ("renounced", "outcome"), [(None, "fail"), (False, "fail"), (True, "pass")]
)
def test_a_dutch_national_must_first_give_up_that_nationality(renounced, outcome):
    """R-REAN-08."""
    person = someone(nationalities=("NL", "MA"), dutch_nationality_renounced=renounced)

    said = reason("R-REAN-08", a_question(person))

    assert (said.outcome, said.code) == (outcome, "DUTCH_NATIONAL")
    assert reason("R-REAN-05", a_question(person)).outcome == "pass"


@pytest.mark.parametrize("exchange", [None, date(2026, 5, 3)])
def test_two_signatures_on_one_date_are_needed(exchange):
    """R-REAN-12."""
    assert reason("R-REAN-12", a_question(exchange_signed_on=exchange)).outcome == "open"


@pytest.mark.parametrize(
    ("claim", "outcome"),
    [("accepted", "fail"), ("submitted", "pass"), ("none", "pass"), (None, "open")],
)
def test_an_accepted_remigration_claim_excludes(claim, outcome):
    """R-REAN-21."""
    said = reason("R-REAN-21", a_question(remigration_claim=claim))

    assert (said.outcome, said.code) == (outcome, "REMIGRATION_CLAIM")


@pytest.mark.parametrize(
    ("guarantor", "outcome"),
    [
        (Guarantor(exists=False), "pass"),
        (Guarantor(exists=True, means_minor=650_00), "fail"),
        (Guarantor(exists=True, means_minor=649_99), "pass"),
        (Guarantor(exists=True), "open"),
        (None, "open"),
    ],
)
def test_a_guarantor_who_can_pay_excludes(guarantor, outcome):
    """R-REAN-22."""
    said = reason("R-REAN-22", a_question(guarantor=guarantor))

    assert (said.outcome, said.code) == (outcome, "GUARANTOR_MEANS")


@pytest.mark.parametrize(
    ("rule_id", "code", "fact", "bad"),
    [
        ("R-REAN-23", "FALSE_PRETENCES", "false_pretences", True),
        ("R-REAN-23", "NO_COOPERATION", "cooperates", False),
        ("E6", "NO_TERMINATION_CONSENT", "consents_to_termination", False),
        ("E7", "GOVERNMENT_OBJECTION", "government_objection", True),
    ],
)
def test_what_is_said_of_the_case_decides_and_silence_leaves_it_open(rule_id, code, fact, bad):
    """R-REAN-23, and the conditions E6 and E7 of domain.md 1.2."""
    answers = {bad: "fail", not bad: "pass", None: "open"}
    for value, outcome in answers.items():
        assert reason(rule_id, a_question(**{fact: value}), code).outcome == outcome


def test_one_failed_rule_outweighs_open_ones():
    given = reasons(a_question(intends_permanent=False, means_minor=None))

    assert verdict_of(given) is Verdict.DECLINED


def test_one_open_rule_holds_the_decision():
    assert verdict_of(reasons(a_question(means_minor=None))) is Verdict.OPEN
