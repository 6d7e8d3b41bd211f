"""Who comes: one person, a couple, a family, a child alone; invented, from the seed."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

SYLLABLES = tuple(first + vowel for first in "bdfgklmnprstvz" for vowel in "aeiou")
WEEKS_A_YEAR = 52
ADULT_YEARS, CHILD_YEARS, UAM_YEARS = (21, 60), (3, 16), (9, 16)


def an_adult(dice: Random, today: date, nationality: str, **more: Any) -> dict[str, Any]:
    return _person(dice, today, nationality, ADULT_YEARS, **more)


def one_adult(dice: Random, today: date, nationality: str) -> list[dict[str, Any]]:
    return [an_adult(dice, today, nationality)]


def a_couple(dice: Random, today: date, nationality: str) -> list[dict[str, Any]]:
    """One adult, or two who travel together."""
    both = [an_adult(dice, today, nationality, relation="partner")] * dice.randint(0, 1)
    return [an_adult(dice, today, nationality), *both]


def some_kin(dice: Random, today: date, nationality: str) -> list[dict[str, Any]]:
    """One adult, a couple or a family, as they come."""
    return dice.choice((one_adult, a_couple, a_family))(dice, today, nationality)


def a_family(dice: Random, today: date, nationality: str) -> list[dict[str, Any]]:
    """One or two parents, and up to three children."""
    people = [an_adult(dice, today, nationality)]
    if dice.random() < 0.7:  # noqa: PLR2004 - most families are complete
        people.append(an_adult(dice, today, nationality, relation="partner"))
    children = range(dice.randint(1, 3))
    child = {"relation": "child"}
    return [*people, *(_person(dice, today, nationality, CHILD_YEARS, **child) for _ in children)]


def a_child_alone(dice: Random, today: date, nationality: str) -> list[dict[str, Any]]:
    return [_person(dice, today, nationality, UAM_YEARS)]


def a_name(dice: Random) -> str:
    given, family = ("".join(dice.choices(SYLLABLES, k=count)) for count in (3, 4))
    return f"{given.capitalize()} {family.capitalize()}"


def _person(
    dice: Random, today: date, nationality: str, years: tuple[int, int], **more: Any
) -> dict[str, Any]:
    born = today - timedelta(weeks=WEEKS_A_YEAR * dice.randint(*years) + dice.randint(0, 50))
    return {
        "name": a_name(dice),
        "born": born,
        "sex": dice.choice("FM"),
        "nationality": nationality,
        **more,
    }
