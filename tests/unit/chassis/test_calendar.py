"""Dutch working days and terms of months and years."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.calendar import (
    add_months,
    add_working_days,
    is_working_day,
    years_after,
)

DAYS = st.dates(date(2010, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),  # New Year
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday
        date(2026, 4, 27),  # King's Day
        date(2025, 5, 5),  # Liberation Day, a lustrum
        date(2026, 5, 5),  # Liberation Day, no lustrum
        date(2026, 5, 14),  # Ascension
        date(2026, 5, 25),  # Whit Monday
        date(2026, 12, 25),
        date(2028, 12, 26),
        date(2026, 11, 21),  # a Saturday
        date(2026, 11, 22),  # a Sunday
    ],
)
def test_nobody_works_on_a_holiday_or_in_a_weekend(day):
    assert not is_working_day(day)


def test_kings_day_moves_to_saturday_when_the_27th_is_a_sunday():
    assert not is_working_day(date(2025, 4, 26))
    assert is_working_day(date(2025, 4, 28))


def test_an_ordinary_weekday_is_a_working_day():
    assert is_working_day(date(2026, 11, 24))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # over a weekend
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Easter
        (date(2026, 12, 24), 2, date(2026, 12, 29)),  # over Christmas
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # from a Saturday
        (date(2026, 11, 21), 0, date(2026, 11, 21)),
        (date(2026, 4, 7), -1, date(2026, 4, 2)),
        (date(2026, 11, 2), 14, date(2026, 11, 20)),
    ],
)
def test_working_days_are_counted_from_the_day_after(start, count, end):
    assert add_working_days(start, count) == end


@given(DAYS, st.integers(1, 60), st.integers(1, 60))
def test_counting_on_is_the_same_as_counting_at_once(day, first, then):
    assert add_working_days(add_working_days(day, first), then) == add_working_days(
        day, first + then
    )


@given(DAYS, st.integers(-60, 60).filter(bool))
def test_a_count_ends_on_a_working_day_and_can_be_counted_back(day, count):
    end = add_working_days(day, count)

    assert is_working_day(end)
    if is_working_day(day):
        assert add_working_days(end, -count) == day


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -13, date(2025, 2, 28)),
    ],
)
def test_a_month_that_lacks_the_day_ends_on_its_last(start, count, end):
    assert add_months(start, count) == end


def test_a_leap_day_has_anniversaries():
    leap = date(2024, 2, 29)

    assert years_after(leap, 1) == date(2025, 2, 28)
    assert years_after(leap, 4) == date(2028, 2, 29)
    assert years_after(date(2025, 2, 28), 3) == date(2028, 2, 28)


@given(DAYS, st.integers(0, 30))
def test_a_year_never_skips_a_month(day, count):
    assert years_after(day, count).month == day.month
    assert years_after(day, count).year == day.year + count
