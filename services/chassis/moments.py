"""Whether something that a person enters can have happened when it is said to have happened."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from services.chassis.calendar import AMSTERDAM
from services.chassis.errors import Invalid

# The clocks of two offices differ.
AHEAD_MAX = timedelta(minutes=5)


def check_moment(at: datetime, now: datetime, what: str) -> None:
    """Refuse a moment that has not come."""
    if at > now + AHEAD_MAX:
        raise Invalid("in-future", f"{what} is entered when it has happened, and not before.")


def check_day(on: date, *, first: date, today: date, what: str) -> None:
    """Refuse a day that has not come, or one before the first on which it can have happened."""
    if on > today:
        raise Invalid("in-future", f"{what} is entered when it has happened, and not before.")
    if on < first:
        raise Invalid("too-early", f"{what} cannot have happened before {first}.")


def midnight(on: date) -> datetime:
    """Return the moment at which a day begins in the Amsterdam office."""
    return datetime.combine(on, time(), tzinfo=AMSTERDAM)


def day_here(at: datetime) -> date:
    """Return the day on the wall in the Amsterdam office."""
    return at.astimezone(AMSTERDAM).date()
