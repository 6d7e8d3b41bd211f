"""What it means when two records agree: how many points, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """In what two records agree. Every kind but the document joins a name and a birth date."""

    DOCUMENT = "document"
    SPELLED = "name"
    SOUNDED = "sounded"
    SWAPPED = "swapped"
    FIRST_OF_JANUARY = "first_of_january"
    YEAR = "year"
    ONE_DIGIT = "one_digit"
    FAMILY_BORN = "family_born"
    GIVEN_BORN = "given_born"


@dataclass(frozen=True)
class Weight:
    points: int
    sentence: str


WEIGHTS: Mapping[Kind, Weight] = {
    Kind.SPELLED: Weight(95, "The whole name and the birth date are the same."),
    Kind.SOUNDED: Weight(85, "The names sound alike and the birth date is the same."),
    Kind.SWAPPED: Weight(75, "The names sound alike; day and month of birth are exchanged."),
    Kind.DOCUMENT: Weight(70, "The document has the same number and country."),
    Kind.FIRST_OF_JANUARY: Weight(
        65, "The names sound alike; one birth date is the first of January of the same year."
    ),
    Kind.ONE_DIGIT: Weight(65, "The names sound alike; one digit of the birth date differs."),
    Kind.FAMILY_BORN: Weight(60, "The family name sounds alike and the birth date is the same."),
    Kind.GIVEN_BORN: Weight(
        60, "First name, birth date, sex and a nationality are the same; the family name is not."
    ),
}
EACH_FURTHER = 5
# From here on a person must decide whether two records are one person.
LIKELY = 60
# From here on also of somebody who has not departed: the same person may have applied twice.
TWICE = 85
# A twin has the same birth date and family name, and nobody else's document or given name.
CERTAIN = frozenset({Kind.DOCUMENT, Kind.SPELLED})


@dataclass(frozen=True)
class Likeness:
    """How much two records look like one person, and in what."""

    score: int
    agreements: tuple[Kind, ...]

    @property
    def certain(self) -> bool:
        return bool(CERTAIN & set(self.agreements))

    @property
    def sentences(self) -> list[str]:
        return [WEIGHTS[kind].sentence for kind in self.agreements]


def likeness_of(kinds: Collection[Kind]) -> Likeness:
    """Score by the strongest agreement, and a little for each further one."""
    found = sorted(set(kinds), key=lambda kind: -WEIGHTS[kind].points)
    if not found:
        return Likeness(0, ())
    score = WEIGHTS[found[0]].points + EACH_FURTHER * (len(found) - 1)
    return Likeness(min(score, 100), tuple(found))
