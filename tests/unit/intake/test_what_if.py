"""Before a rule is changed, it is known whom that would have touched; nobody is touched by it."""

from datetime import date, timedelta

import pytest

from services.chassis.errors import Invalid
from services.chassis.staff.grants import Grants
from services.intake.eligibility.store import DecisionStore
from services.intake.what_if.usecases import try_draft
from tests.unit.intake.intake_scene import a_person, a_unit, an_applied_case, an_open_case

EXCLUDED = {
    "code": "EX-TOP35",
    "country": "IQ",
    "confidence": "low",
    "valid_from": "2027-01-01",
    "source": "a proposal",
}
THEN = date(2027, 1, 1)


def tried(unit, table="rean_exclusions", *, added=(), without=(), on=THEN, after=None, limit=100):
    return try_draft(
        unit, table=table, added=added, without=without, on=on, after=after, limit=limit
    )


def test_a_country_that_would_be_excluded_shows_who_would_be_declined():
    unit = a_unit()
    touched = an_applied_case(unit)
    an_applied_case(unit, a_person(nationalities=["NG"]))
    (change,) = tried(unit, added=[EXCLUDED]).changes

    assert (change.case_ref, change.before, change.after) == (
        touched.case_ref,
        "eligible",
        "declined",
    )
    assert change.rules == ("R-REAN-05",)
    assert "IQ" in change.sentences[0]


def test_a_rule_that_would_go_shows_who_would_be_helped():
    unit = a_unit()
    an_applied_case(unit, a_person(nationalities=["UA"]))
    (change,) = tried(unit, without=["UA"]).changes

    assert (change.before, change.after) == ("declined", "eligible")


def test_a_shorter_bar_shows_whoever_came_back_too_soon():
    unit = a_unit()
    gone = [{"departed_on": (unit.today() - timedelta(days=1500)).isoformat()}]
    an_applied_case(unit, a_person(previous_departures=gone))
    shorter = {
        "name": "repeat_return_bar",
        "value": "3",
        "unit": "years",
        "standing": "open",
        "valid_from": "2026-01-01",
        "source": "a proposal",
    }
    (change,) = tried(unit, "rean_settings", added=[shorter], without=["repeat_return_bar"]).changes

    assert (change.before, change.after) == ("declined", "eligible")


def test_a_draft_that_is_not_yet_valid_on_the_day_changes_nothing():
    unit = a_unit()
    an_applied_case(unit)

    assert tried(unit, added=[EXCLUDED], on=THEN - timedelta(days=1)).changes == ()


def test_no_case_is_touched_and_no_decision_kept():
    unit = a_unit()
    case = an_applied_case(unit)
    before, said = case.version, len(unit.published)
    tried(unit, added=[EXCLUDED])

    assert (case.version, case.status, len(unit.published)) == (before, "applied", said)
    assert unit.store(DecisionStore).added == []


def test_who_never_applied_or_was_forgotten_is_left_out():
    unit = a_unit()
    an_open_case(unit)
    unit.vault.forget(an_applied_case(unit).applicant_id)
    outcome = tried(unit, added=[EXCLUDED])

    assert (outcome.looked_at, outcome.left_out) == (0, 2)


def test_last_years_cases_are_tried_page_by_page_and_older_ones_not():
    unit = a_unit()
    an_applied_case(unit).opened_on = unit.today() - timedelta(days=400)
    refs = [an_applied_case(unit).case_ref for _ in range(3)]
    first = tried(unit, added=[EXCLUDED], limit=2)
    last = tried(unit, added=[EXCLUDED], limit=2, after=first.following)

    assert [one.case_ref for one in (*first.changes, *last.changes)] == refs
    assert last.following is None


def test_who_may_not_read_the_cases_is_told_how_many_there_are():
    """R-DP-03: a keeper of rules needs the number, and nobody's reference."""
    unit = a_unit()
    for _ in range(3):
        an_applied_case(unit)
    own = an_applied_case(unit, a_person(nationalities=["UA"]))
    unit.principal.subject = "r.keeper"
    unit.principal.roles = frozenset({"rule_keeper"})
    unit.store(Grants).give("g", thing=own.case_ref, subject="r.keeper")
    first = tried(unit, added=[EXCLUDED], without=["UA"], limit=3)
    last = tried(unit, added=[EXCLUDED], without=["UA"], limit=3, after=first.following)
    (many,), (one,) = first.changes, last.changes

    assert (many.case_ref, many.cases, many.rules, many.sentences) == (None, 3, ("R-REAN-05",), ())
    assert (one.case_ref, one.cases) == (own.case_ref, 1)
    assert "NL-" not in str(first)


def test_a_row_that_no_file_could_hold_is_refused():
    unit = a_unit()

    with pytest.raises(Invalid):
        tried(unit, added=[EXCLUDED | {"country": "Iraq"}])
