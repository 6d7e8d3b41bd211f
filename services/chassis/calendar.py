"""Dates of law: Dutch working days, and months and years that survive the 29th of February."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from zoneinfo import ZoneInfo

# Where the offices are: midnight, and the day on the wall, are theirs.
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether offices work: no weekend, and no holiday of the Algemene termijnenwet, article 3.

    That act counts Good Friday and the fifth of May of every year among the holidays.
    """
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """Return the working day that lies `count` working days after `day`, or before if negative.

    The day itself never counts; zero days away is the day itself, whatever day it is.
    """
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def add_months(day: date, count: int) -> date:
    """Return the same day of another month; a day that it lacks becomes its last.

    So says Regulation 1182/71, article 3(2)(c): a term ends on the last day of such a month.
    """
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_after(day: date, count: int) -> date:
    """Return the same date in a later year; the 29th of February becomes the 28th if need be."""
    return add_months(day, 12 * count)


@cache
def _holidays(year: int) -> frozenset[date]:
    import holidays  # noqa: PLC0415 - 0.15 s of the start of every process, most of which count no days

    # The fifth of May outside its lustrum years is listed by the library as optional.
    return frozenset(holidays.country_holidays("NL", years=year, categories=("public", "optional")))
