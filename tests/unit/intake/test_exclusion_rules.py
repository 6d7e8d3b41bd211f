"""Nationality, permits, Dublin and security holds: tested on the dated lists of the repository."""

from datetime import date

import pytest

from services.intake.exclusions import rules
from services.intake.facts.model import Dublin, Permit
from tests.unit.intake.intake_scene import TODAY, a_question, someone, the_lists

JULY_11, JULY_12 = date(2017, 7, 11), date(2017, 7, 12)


def nationality(person, on=TODAY):
    return rules.nationality(a_question(person, reference_date=on), the_lists(on))


@pytest.mark.parametrize(
    ("country", "code"),
    [
        ("BE", "EX-EU"),
        ("CH", "EX-EEA-EFTA"),
        ("SM", "EX-MICRO"),
        ("US", "EX-TOP35"),
        ("UA", "EX-UA"),
        ("RS", "EX-WBALKAN"),
    ],
)
def test_nationals_of_an_excluded_country_are_not_helped(country, code):
    """R-REAN-05, table T2."""
    said = nationality(someone(nationalities=(country,)))

    assert (said.outcome, said.code) == ("fail", "EXCLUDED_NATIONALITY")
    assert said.evidence["found"][0]["list"] == code


@pytest.mark.parametrize("country", ["IQ", "AM", "MA", "GE"])
def test_others_are_helped(country):
    """R-REAN-05."""
    assert nationality(someone(nationalities=(country,))).outcome == "pass"


def test_a_list_whose_source_is_weak_says_so():
    """R-REAN-05: domain.md 16 keeps open which the 35 richest countries are."""
    said = nationality(someone(nationalities=("US",)))

    assert said.evidence["found"][0]["confidence"] == "low"
    assert "leaves the membership of this list open" in said.sentence


def test_a_ukrainian_who_applied_on_the_eleventh_of_july_2017_is_helped_and_a_day_later_not():
    """R-REAN-05."""
    ukrainian = someone(nationalities=("UA",))

    assert nationality(ukrainian, JULY_11).outcome == "pass"
    assert nationality(ukrainian, JULY_12).outcome == "fail"


def test_a_briton_was_excluded_by_the_union_until_the_end_of_january_2020():
    """R-REAN-05: lists are those of the application date."""
    briton = someone(nationalities=("GB",))

    then = {one["list"] for one in nationality(briton, date(2020, 1, 31)).evidence["found"]}
    later = {one["list"] for one in nationality(briton, date(2020, 2, 1)).evidence["found"]}

    assert (then, later) == ({"EX-EU", "EX-TOP35"}, {"EX-TOP35"})


def several(*countries, **facts):
    person = someone(nationalities=countries, **facts)
    return rules.several_nationalities(a_question(person), the_lists())


def test_any_excluded_nationality_among_several_excludes():
    """R-REAN-07."""
    assert several("IQ", "BE").outcome == "fail"
    assert several("IQ", "MA").outcome == "pass"


def test_a_victim_of_trafficking_from_a_state_that_joined_since_2004_is_helped():
    """R-REAN-07, R-VOT-01."""
    assert several("IQ", "BG", vot=True).outcome == "pass"
    assert nationality(someone(nationalities=("RO",), vot=True)).outcome == "pass"
    assert nationality(someone(nationalities=("RO",))).outcome == "fail"
    assert nationality(someone(nationalities=("BE",), vot=True)).outcome == "fail"


def permits(person, destination="IQ"):
    question = a_question(person, destination=destination)
    return rules.permits(question, the_lists())


@pytest.mark.parametrize(
    ("country", "kind", "outcome"),
    [
        ("DE", "regular", "fail"),
        ("DE", "asylum_indefinite", "fail"),
        ("DE", "asylum_temporary", "pass"),
        ("TR", "regular", "pass"),
        ("NL", "regular", "pass"),
    ],
)
def test_a_lasting_permit_of_an_excluded_country_excludes(country, kind, outcome):
    """R-REAN-06."""
    said = permits(someone(permits=(Permit(issued_by=country, kind=kind),)))

    assert (said.outcome, said.code) == (outcome, "EXCLUDED_PERMIT")


def test_unknown_permits_leave_the_decision_open():
    """R-REAN-06."""
    assert permits(someone(permits=None)).outcome == "open"


UKRAINIAN_PERMIT = (Permit(issued_by="UA", kind="regular"),)


@pytest.mark.parametrize(("fled", "outcome"), [(True, "pass"), (False, "fail"), (None, "fail")])
def test_a_third_country_national_who_fled_ukraine_is_not_caught_by_its_exclusion(fled, outcome):
    """R-REAN-09."""
    person = someone(nationalities=("MA",), permits=UKRAINIAN_PERMIT, displaced_from_ukraine=fled)

    assert permits(person).outcome == outcome


def fled(**facts):
    return rules.displaced_from_ukraine(a_question(someone(**facts)), the_lists())


def test_whether_the_holder_of_a_ukrainian_permit_fled_must_be_asked():
    """R-REAN-09."""
    assert fled(permits=UKRAINIAN_PERMIT).outcome == "open"
    assert fled(permits=UKRAINIAN_PERMIT, displaced_from_ukraine=True).evidence["spared"] == ["p-1"]
    assert fled().outcome == "pass"


def test_having_fled_ukraine_does_not_help_a_ukrainian():
    """R-REAN-09 speaks of third-country nationals."""
    person = someone(nationalities=("UA",), displaced_from_ukraine=True)

    assert nationality(person).outcome == "fail"


@pytest.mark.parametrize(
    ("status", "destination", "outcome"),
    [
        (Dublin(claimant=True, state="DE"), "DE", "fail"),
        (Dublin(claimant=True, state="DE"), "IQ", "pass"),
        (Dublin(claimant=False), "DE", "pass"),
        (None, "IQ", "open"),
    ],
)
def test_dublin_blocks_only_travel_to_a_dublin_state(status, destination, outcome):
    """R-REAN-11."""
    said = rules.dublin(a_question(dublin=status, destination=destination), the_lists())

    assert (said.outcome, said.code) == (outcome, "DUBLIN_DESTINATION")


def hold(country, *, booking, today=TODAY):
    question = a_question(destination=country)
    return rules.security_hold(question, the_lists(today=today), booking=booking)


@pytest.mark.parametrize("country", ["LY", "YE"])
def test_a_security_hold_blocks_booking_and_not_intake(country):
    """R-REAN-10."""
    assert hold(country, booking=False).outcome == "pass"
    assert hold(country, booking=True).outcome == "open"
    assert hold(country, booking=True).evidence["reason"]
    assert hold(country, booking=True).code == "SECURITY_HOLD"


def test_a_hold_ends_on_its_last_day():
    """R-REAN-10: returns to Syria are facilitated again from January 2025."""
    assert hold("SY", booking=True, today=date(2024, 12, 31)).outcome == "open"
    assert hold("SY", booking=True, today=date(2025, 1, 1)).outcome == "pass"
