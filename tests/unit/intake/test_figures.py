"""Published figures hide individuals, and no cell of a spreadsheet does anything."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.figures.model import By, Cell, Group
from services.intake.figures.rules import FORMULA, as_csv, figures_of, published, ratio_percent
from services.intake.figures.store import FigureStore
from services.intake.figures.usecases import contacts, departures
from tests.examples import examples
from tests.unit.intake.intake_kinds import FLIES, booked, travels
from tests.unit.intake.intake_scene import PASSPORT, a_child, a_person, a_unit, an_accepted_case


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, None), (1, None), (4, None), (5, 10), (14, 10), (15, 20), (4635, 4640)],
)
def test_numbers_are_rounded_to_tens_and_small_ones_hidden(count, told):
    """R-DP-05."""
    assert published(count) == told


@given(st.integers(0, 10**6))
def test_no_published_number_tells_how_many_there_were(count):
    """R-DP-05: at least five different counts stand behind each number that is told."""
    told = published(count)

    assert told is None or sum(published(near) == told for near in range(count - 9, count + 10)) > 4


def test_the_ratio_of_2016_is_that_of_the_source():
    """4,635 of 7,259 people in contact (domain.md 11.1)."""
    assert ratio_percent(4635, 7259) == 64
    assert ratio_percent(4, 7259) is None
    assert len({ratio_percent(left, asked) for left in range(5, 15) for asked in range(5, 15)}) == 1


@given(st.lists(st.text(min_size=1), min_size=1, max_size=4))
@examples()
def test_no_cell_is_a_formula(cells):
    sheet = as_csv(("key",), [[cell] for cell in cells])

    for (cell,) in csv.reader(io.StringIO(sheet, newline="")):
        assert not cell.startswith(FORMULA)


def test_a_departure_is_counted_once_by_what_it_is_and_not_by_whom():
    unit = a_unit()
    case = booked(unit, an_accepted_case(unit, a_person(), a_child()))
    for person in case.people:
        for sequence in (2, 3):
            travels(unit, case, "person_departed", person_id=person.person_id, sequence=sequence)
            travels(unit, case, "person_arrived", person_id=person.person_id, sequence=sequence)

    counted = unit.store(FigureStore).kept
    assert sum(counted.values()) == 2
    (cell,) = counted
    assert (cell.month, cell.kind, cell.nationality) == (
        FLIES.date().replace(day=1),
        "voluntary_return",
        "IQ",
    )


def test_a_day_that_is_corrected_moves_the_count_to_its_month():
    unit = a_unit()
    case = booked(unit, an_accepted_case(unit))
    earlier = FLIES - timedelta(days=40)
    travels(unit, case, "person_departed", sequence=2)
    travels(unit, case, "person_departed", departs_at=earlier, sequence=3)

    counted = {cell.month: count for cell, count in unit.store(FigureStore).kept.items()}
    assert counted == {FLIES.date().replace(day=1): 0, earlier.date().replace(day=1): 1}


@pytest.mark.parametrize("by", list(By))
def test_small_figures_are_hidden_in_json_and_in_csv(by):
    """R-DP-05."""
    unit = a_unit()
    for name in ("Ayo", "Bela", "Cem"):
        paper = PASSPORT | {"number": name}
        person = a_person(given_names=name, family_name=name, document=paper)
        case = booked(unit, an_accepted_case(unit, person))
        travels(unit, case, "person_departed")

    unit.clock += timedelta(days=366)
    told = departures(unit, year=2026, by=by)

    assert [(one.departures, one.hidden) for one in told["figures"]] == [(None, True)]
    assert told["total"] is None
    assert told["csv"].splitlines()[1].endswith(",")


def test_a_month_that_is_not_over_is_not_told_and_of_small_groups_no_year():
    """R-DP-05: who asks every day would see on which day, and so of whom, a number changes."""
    unit = a_unit()
    for number in range(12):
        unit.store(FigureStore).kept[a_cell(number)] = 20
    unit.clock = datetime(2026, 7, 31, 23, 0, tzinfo=UTC)

    months = departures(unit, year=2026, by=By.MONTH)
    assert [one.key for one in months["figures"]][-1] == "2026-06-01"
    assert (months["total"], months["before"]) == (120, date(2026, 7, 1))
    assert departures(unit, year=2026, by=By.GROUP)["figures"] == []
    unit.clock = datetime(2027, 1, 1, 0, 0, tzinfo=UTC)
    assert departures(unit, year=2026, by=By.GROUP)["total"] == 240


def a_cell(number):
    month = date(2026, number + 1, 1)
    return Cell(month=month, kind="voluntary_return", nationality="IQ", group=Group.EVERYBODY)


@given(st.dictionaries(st.text(min_size=1), st.integers(1, 40)), st.sampled_from(list(By)))
@examples()
def test_what_is_hidden_is_never_what_is_missing_to_the_total(counts, by):
    """R-DP-05: two are hidden or none, wherever the numbers add up."""
    figures = figures_of(counts, by)
    hidden = [one for one in figures if one.hidden]

    assert all(counts[one.key] >= 5 for one in figures if not one.hidden)
    assert by is By.GROUP or len(hidden) != 1 or len(figures) == 1
    assert len(hidden) <= max(2, sum(count < 5 for count in counts.values()))


def test_the_next_smallest_is_hidden_with_the_one_that_is_small():
    told = figures_of({"IQ": 60, "MN": 14, "BR": 3}, By.NATIONALITY)

    assert [(one.key, one.departures) for one in told] == [("IQ", 60), ("MN", None), ("BR", None)]


def test_contacts_and_departures_are_told_together():
    unit = a_unit()
    unit.store(FigureStore).asked = 47
    case = booked(unit, an_accepted_case(unit))
    travels(unit, case, "person_departed")
    unit.clock += timedelta(days=366)

    told = contacts(unit, year=2026)

    assert (told["contacts"], told["departures"], told["ratio_percent"]) == (50, None, None)
    assert told["csv"].splitlines() == ["year,contacts,departures,ratio_percent", "2026,50,,"]
    assert departures(unit, year=date.min.year, by=By.KIND)["figures"] == []


def test_whoever_was_forgotten_is_no_longer_counted():
    unit = a_unit()
    case = booked(unit, an_accepted_case(unit))
    unit.vault.forget(case.people[0].person_id)

    travels(unit, case, "person_departed")

    assert not unit.store(FigureStore).kept
