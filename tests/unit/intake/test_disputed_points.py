"""What sources dispute is a switch with a date and a label; the rule that reads it follows it."""

from dataclasses import replace
from datetime import date

import pytest

from services.chassis.rules import disputes
from services.chassis.rules.disputes import shown, sides_on
from services.chassis.rules.rulebook import from_file
from services.intake.admission.rules import never_lived_there
from services.intake.exclusions import rules
from services.intake.exclusions.usecases import lists_from
from services.intake.facts.model import Admission, Dublin, Permit
from tests.unit.intake.intake_scene import RULES, TODAY, a_question, someone

POINTS = RULES["disputed_points"]


def turned(point, side):
    """The lists as they would be with one switch the other way."""
    rows = [row | {"holds": side} if row["point"] == point else row for row in POINTS.rows]
    return lists_from({**RULES, "disputed_points": replace(POINTS, rows=rows)}, TODAY, TODAY)


def dublin(lists):
    question = a_question(dublin=Dublin(claimant=True, state="DE"), destination="IQ")
    return rules.dublin(question, lists)


def permits(lists):
    person = someone(nationalities=("MA",), permits=(Permit(issued_by="BE", kind="temporary"),))
    return rules.permits(a_question(person), lists)


def trafficked(lists):
    return rules.nationality(a_question(someone(nationalities=("RO",), vot=True)), lists)


def lived_there(lists):
    admission = Admission(permit="permanent", capital_programme=False, lived_there_before=True)
    return never_lived_there(a_question(admission=admission), lists)


@pytest.mark.parametrize(
    ("point", "rule", "under_a", "under_b"),
    [
        ("dublin_claimants", dublin, "fail", "pass"),
        ("excluding_permits", permits, "pass", "fail"),
        ("vot_eu_cutoff", trafficked, "pass", "fail"),
        ("earlier_residence", lived_there, "fail", "pass"),
    ],
)
def test_a_rule_decides_by_the_side_that_holds(point, rule, under_a, under_b):
    """R-REAN-11, R-REAN-06, R-VOT-01, R-3RD-03."""
    read_by = {row["read_by"] for row in POINTS.rows if row["point"] == point}

    assert rule(turned(point, "a")).outcome == under_a
    assert rule(turned(point, "b")).outcome == under_b
    assert read_by <= {rule(turned(point, "a")).rule_id, "R-VOT-01"}


def test_a_point_that_no_rule_reads_says_so():
    """So that nobody turns a switch that turns nothing."""
    read = {"dublin_claimants", "excluding_permits", "vot_eu_cutoff", "earlier_residence"}

    assert {row["point"] for row in POINTS.rows if row["read_by"] != "nothing"} == read


@pytest.mark.parametrize("service", ["intake", "reintegration", "expert_deployment"])
def test_every_point_is_labelled_and_says_what_each_source_says_and_who_decided(service):
    disputes.declare(service)
    rows = from_file(service, "disputed_points").rows

    assert rows
    for row in rows:
        assert row["label"].startswith("OPEN: ")
        assert row["a"] != row["b"]
        assert row["decided_by"]


def test_a_switch_holds_from_a_day():
    """R-3RD-03: the older text bars, the newer one does not."""
    assert sides_on(POINTS, date(2018, 12, 31))["earlier_residence"] == "a"
    assert sides_on(POINTS, date(2019, 1, 1))["earlier_residence"] == "b"
    holding = [
        row["holds"]
        for row in shown(POINTS, date(2018, 12, 31))
        if row["point"] == "earlier_residence" and row["in_force"]
    ]
    assert holding == ["a"]


def test_a_decision_keeps_the_version_of_the_switches():
    """R-REAN-24."""
    version = from_file("intake", "disputed_points").version

    assert lists_from(RULES, TODAY, TODAY).versions["disputed_points"] == version
