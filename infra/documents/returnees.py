"""Invented people who come back under another spelling or date, from a seed: nobody is real."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from infra.documents.invented_names import FAMILY_NAMES, GIVEN_NAMES
from infra.documents.scripts import another_script
from services.intake.facts.model import PersonFacts, TravelDocument

NATIONS = ("IQ", "SY", "AF", "SO", "TR", "ER", "IR", "NG", "MA", "UA", "PK", "ET")
# Of those who apply, about one in eight does not know the day.
FIRST_OF_JANUARY = 0.12
MIDDLE_NAME = 0.35
FEBRUARY, MONTHS = 2, 12


@dataclass(frozen=True)
class Returnee:
    """Somebody who comes back: as recorded the first time, as told now, and what differs."""

    before: PersonFacts
    now: PersonFacts
    variation: str


WOMEN_FROM = next(at for at, one in enumerate(GIVEN_NAMES) if one[0] == "Fatima")


class Registry:
    """A population that is the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)  # noqa: S311 - a seed is the point of it
        self._number = 0

    def someone(self) -> PersonFacts:
        """A person of an earlier case."""
        dice = self._dice
        self._number += 1
        sex = dice.choice("MF")
        names = GIVEN_NAMES[WOMEN_FROM:] if sex == "F" else GIVEN_NAMES[:WOMEN_FROM]
        given = dice.choice(dice.choice(names))
        if dice.random() < MIDDLE_NAME:
            given += " " + dice.choice(dice.choice(GIVEN_NAMES[:WOMEN_FROM]))
        nation = dice.choice(NATIONS)
        return PersonFacts(
            person_id=f"p-{self._number}",
            given_names=given,
            family_name=dice.choice(dice.choice(FAMILY_NAMES)),
            birth_date=self._born(),
            sex=sex,
            nationalities=(nation,),
            document=self._passport(nation),
        )

    def returnees(self, population: list[PersonFacts], each: int) -> Iterator[Returnee]:
        """For each way to come back otherwise, `each` people who do."""
        for variation, change in VARIATIONS.items():
            found = 0
            for before in self._dice.sample(population, len(population)):
                fresh = replace(before, document=self._passport(before.nationalities[0]))
                now = change(self._dice, fresh)
                if found == each:
                    break
                if now is not None:
                    found += 1
                    yield Returnee(before, now, variation)

    def _born(self) -> date:
        born = date(1950, 1, 1) + timedelta(days=self._dice.randrange(58 * 365))
        unknown = self._dice.random() < FIRST_OF_JANUARY
        return born.replace(month=1, day=1) if unknown else born

    def _passport(self, nation: str) -> TravelDocument:
        number = f"{self._dice.choice('ABCDEFGH')}{self._dice.randrange(10**8):08d}"
        return TravelDocument(
            kind="passport", number=number, issuing_country=nation, expires_on=date(2032, 1, 1)
        )


Change = Callable[[random.Random, PersonFacts], PersonFacts | None]


def respelled(name: str, known: list[list[str]], dice: random.Random) -> str:
    """Write each word of a name as another clerk would."""
    words = []
    for word in name.split():
        variants = next((line for line in known if word in line), [word])
        words.append(dice.choice([one for one in variants if one != word] or [word]))
    return " ".join(words)


def spelled_otherwise(dice: random.Random, person: PersonFacts) -> PersonFacts:
    return replace(
        person,
        given_names=respelled(person.given_names, GIVEN_NAMES, dice),
        family_name=respelled(person.family_name, FAMILY_NAMES, dice),
    )


def day_and_month(_dice: random.Random, person: PersonFacts) -> PersonFacts:
    """Exchange day and month; where no such day exists, the clerk noticed and it stays."""
    born = person.birth_date
    exchanged = born if born.day > MONTHS else date(born.year, born.day, born.month)
    return replace(person, birth_date=exchanged)


def first_of_january(_dice: random.Random, person: PersonFacts) -> PersonFacts:
    return replace(person, birth_date=person.birth_date.replace(month=1, day=1))


def one_digit(dice: random.Random, person: PersonFacts) -> PersonFacts:
    """Slip by one digit of the year, either neighbour on the keyboard."""
    born = person.birth_date
    digit = born.year % 10
    year = born.year - digit + (digit + dice.choice([1, 9])) % 10
    day = min(born.day, 28) if born.month == FEBRUARY else born.day
    return replace(person, birth_date=date(year, born.month, day))


def names_exchanged(_dice: random.Random, person: PersonFacts) -> PersonFacts:
    return replace(person, given_names=person.family_name, family_name=person.given_names)


def middle_name_gone(_dice: random.Random, person: PersonFacts) -> PersonFacts:
    return replace(person, given_names=person.given_names.split()[0])


def married(dice: random.Random, person: PersonFacts) -> PersonFacts:
    return replace(person, family_name=dice.choice(dice.choice(FAMILY_NAMES)))


def unchanged(_dice: random.Random, person: PersonFacts) -> PersonFacts:
    return person


def both(one: Change, other: Change) -> Change:
    """Let two things go otherwise at once."""

    def change(dice: random.Random, person: PersonFacts) -> PersonFacts | None:
        changed = one(dice, person)
        return other(dice, changed) if changed else None

    return change


own_script = partial(another_script, GIVEN_NAMES, FAMILY_NAMES)


VARIATIONS: dict[str, Change] = {
    "a new passport, all else the same": unchanged,
    "names spelled otherwise": spelled_otherwise,
    "in another script": own_script,
    "in another script, day and month exchanged": both(own_script, day_and_month),
    "given and family name exchanged": names_exchanged,
    "a middle name left out": middle_name_gone,
    "day and month of birth exchanged": day_and_month,
    "born on the first of January": first_of_january,
    "one digit of the birth year wrong": one_digit,
    "spelled otherwise, day and month exchanged": both(spelled_otherwise, day_and_month),
    "spelled otherwise, born on the first of January": both(spelled_otherwise, first_of_january),
    "another family name, as after a marriage": married,
}
