"""What a person is entitled to follows from the tables, by date, and says why."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from services.reintegration.entitlements import rules
from services.reintegration.entitlements.model import LineKind
from services.reintegration.persons.model import PersonType
from tests.unit.reintegration.money_builders import TABLES, a_child, a_person, the_rulebook

RULE_DATA = Path(rules.__file__).parents[1] / "rule_data"
TODAY = date(2026, 10, 1)


def lines_of(table):
    with (RULE_DATA / f"{table}.csv").open() as file:
        return list(csv.DictReader(file))


def assessed(*persons, on=TODAY, departs_on=None):
    return rules.assess(
        application_date=on, departs_on=departs_on, persons=persons, book=the_rulebook(on)
    )


def amounts(assessment, kind):
    return [
        (line.amount_minor // 100, line.cash_max_minor // 100)
        for line in assessment.lines
        if line.kind is kind
    ]


def budgets(*persons, **when):
    return amounts(assessed(*persons, **when), LineKind.REINTEGRATION)


def reason(assessment, rule_id, person_id="p-1"):
    return next(
        each
        for each in assessment.reasons
        if (each.rule_id, each.person_id) == (rule_id, person_id)
    )


@pytest.mark.parametrize(
    ("person_type", "euros"),
    [
        (PersonType.ADULT, 200),
        (PersonType.UAM, 200),
        (PersonType.ACCOMPANIED_MINOR, 40),
    ],
)
def test_r_rean_18_the_allowance_of_each(person_type, euros):
    person = a_person(person_type=person_type)

    assert amounts(assessed(person), LineKind.ALLOWANCE) == [(euros, euros)]


def test_r_rean_18_a_family_of_four_gets_200_200_40_40():
    family = (
        a_person(nationalities=("AM",)),
        a_person(person_id="p-2", nationalities=("AM",)),
        a_child(person_id="p-3", nationalities=("AM",)),
        a_child(person_id="p-4", nationalities=("AM",)),
    )

    paid = [euros for euros, _ in amounts(assessed(*family), LineKind.ALLOWANCE)]

    assert paid == [200, 200, 40, 40]


def test_r_rean_18_no_allowance_where_the_country_does_not_allow_it():
    assessment = assessed(a_person(nationalities=("RS",)))

    assert amounts(assessment, LineKind.ALLOWANCE) == []
    assert reason(assessment, "R-REAN-18").outcome == "fail"


@pytest.mark.parametrize(
    ("applied", "person_type", "budget", "cash"),
    [
        (date(2016, 3, 1), "adult", 1500, 0),
        (date(2016, 3, 1), "uam", 2500, 0),
        (date(2016, 3, 1), "accompanied_minor", 2500, 0),
        (date(2017, 7, 1), "adult", 1800, 300),
        (date(2017, 7, 1), "uam", 2800, 300),
        (date(2024, 9, 1), "adult", 1800, 300),
        (date(2024, 9, 1), "accompanied_minor", 2800, 300),
        (date(2024, 9, 2), "adult", 2615, 615),
        (date(2024, 9, 2), "uam", 2615, 615),
        (date(2024, 9, 2), "accompanied_minor", 1615, 615),
    ],
)
def test_r_avrr_03_the_application_date_chooses_the_tariff(applied, person_type, budget, cash):
    person = a_person(person_type=PersonType(person_type))

    assert budgets(person, on=applied) == [(budget, cash)]


def test_r_avrr_03_what_is_inferred_is_labelled_as_of_low_confidence():
    child = assessed(a_child(), on=date(2024, 9, 2)).lines[-1]

    assert (child.scheme, child.confidence) == ("NATIONAL_2SEP", "low")


@pytest.mark.parametrize(
    ("applied", "departs", "budget"),
    [
        (date(2017, 6, 30), None, 1500),
        (date(2017, 6, 30), date(2017, 8, 31), 1500),
        (date(2017, 6, 30), date(2017, 9, 1), 1800),
        (date(2017, 7, 1), date(2017, 8, 31), 1800),
        (date(2017, 7, 1), date(2017, 9, 1), 1800),
    ],
)
def test_r_avrr_03_the_old_terms_end_with_a_departure_after_31_august_2017(
    applied, departs, budget
):
    assert [euros for euros, _ in budgets(a_person(), on=applied, departs_on=departs)] == [budget]


def test_r_avrr_07_an_asylum_background_had_the_cash_scheme_and_detention_closed_it():
    free = a_person(asylum_background=True)
    detained = a_person(asylum_background=True, in_detention=True)

    assert budgets(free, on=date(2017, 6, 30)) == [(1750, 1750)]
    assert budgets(detained, on=date(2017, 6, 30)) == [(1500, 0)]
    assert budgets(detained, on=date(2017, 7, 1)) == [(1800, 300)]


def test_r_avrr_16_of_two_schemes_that_are_open_a_person_holds_one():
    found = assessed(a_person(asylum_background=True), on=date(2016, 3, 1))

    assert [line.scheme for line in found.lines if line.kind is LineKind.REINTEGRATION] == ["HRT"]


@pytest.mark.parametrize(
    "row", lines_of("reintegration_countries"), ids=lambda row: row["country"] + row["valid_from"]
)
def test_r_avrr_02_a_country_is_listed_if_it_receives_aid_and_its_nationals_need_a_visa(row):
    on = date.fromisoformat(row["valid_to"] or "2017-07-20")
    listed = (row["official"] or min(row["visa_required"], row["dac_recipient"])) == "Y"

    assessment = assessed(a_person(nationalities=(row["country"],)), on=on)

    assert bool(amounts(assessment, LineKind.REINTEGRATION)) == listed
    assert reason(assessment, "R-AVRR-01").outcome == ("pass" if listed else "fail")


def test_t3_lists_98_of_104_visa_required_countries():
    rows = [row for row in TABLES["reintegration_countries"].on(TODAY) if row.visa_required]

    assert (len(rows), sum(row.listed for row in rows)) == (104, 98)


def test_r_avrr_01_a_georgian_has_the_allowance_and_no_budget():
    assessment = assessed(a_person(nationalities=("GE",)))

    assert amounts(assessment, LineKind.ALLOWANCE) == [(200, 200)]
    assert amounts(assessment, LineKind.REINTEGRATION) == []
    assert assessment.scheme == "none"
    assert (
        "No nationality was on the reintegration list" in reason(assessment, "R-AVRR-01").sentence
    )


def test_r_avrr_01_one_listed_nationality_of_two_is_enough():
    assert budgets(a_person(nationalities=("GE", "AM"))) == [(2615, 615)]


@pytest.mark.parametrize(("applied", "has_budget"), [("2017-07-11", True), ("2017-07-12", False)])
def test_r_avrr_01_a_ukrainian_has_a_budget_until_the_exclusion(applied, has_budget):
    found = budgets(a_person(nationalities=("UA",)), on=date.fromisoformat(applied))

    assert bool(found) == has_budget


def test_r_avrr_06_what_intake_found_bars_the_budget_and_not_the_allowance():
    assessment = assessed(a_person(reintegration_bars=("R-AVRR-06-ENTRY-BAN",)))

    assert amounts(assessment, LineKind.ALLOWANCE) == [(200, 200)]
    assert amounts(assessment, LineKind.REINTEGRATION) == []
    assert "R-AVRR-06-ENTRY-BAN" in reason(assessment, "R-AVRR-06").sentence


def test_each_person_is_told_each_rule_with_its_version():
    assessment = assessed(a_person(), a_child(person_id="p-2"))

    told = {(each.person_id, each.rule_id) for each in assessment.reasons}
    ids = ("R-REAN-18", "R-AVRR-01", "R-AVRR-03", "R-AVRR-06", "R-AVRR-07", "R-AVRR-18")
    assert told == {(person, rule) for person in ("p-1", "p-2") for rule in ids}
    assert all(each.rule_version and each.evidence for each in assessment.reasons)


def test_before_the_first_tariff_nothing_is_held():
    assert assessed(a_person(), on=date(2009, 1, 1)).lines == ()


@pytest.mark.parametrize("table", sorted(set(TABLES) - {"disputed_points"}))
def test_every_row_names_its_source_and_how_sure_we_are(table):
    rows = lines_of(table)

    assert all(row["source"].startswith("http") for row in rows)
    assert {row["confidence"] for row in rows} <= {"high", "medium", "low"}
    assert all(row["note"] for row in rows if row["confidence"] == "low")


def test_the_amounts_follow_the_disputed_point_and_not_the_table_alone():
    """R-AVRR-03: until somebody knows the year of 2 September, the switch says since when."""
    new = the_rulebook(TODAY)
    old = replace(new, new_amounts=False)

    assert rules.scheme_on(a_person(), TODAY, new) == "NATIONAL_2SEP"
    assert rules.scheme_on(a_person(), TODAY, old) == "AVRR_NL"


@pytest.mark.parametrize(("day", "new"), [(date(2024, 9, 1), False), (date(2024, 9, 2), True)])
def test_the_switch_of_the_amounts_has_a_day(day, new):
    """R-AVRR-03."""
    assert the_rulebook(day).new_amounts is new
