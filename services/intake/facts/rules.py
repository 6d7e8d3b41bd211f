"""Who counts as a child, and whose child: a person's type follows from age and family."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any

from services.chassis.calendar import years_after
from services.intake.facts.model import Outcome, PersonFacts, Reason

# The version of the rules that are code; lists and settings have versions of their own.
RULES_VERSION = "rean-1"
MAJORITY_YEARS = 18
INFANT_YEARS, CHILD_YEARS = 2, 12
PARENTS = {"applicant", "partner", "parent"}


class PersonType(StrEnum):
    ADULT = "adult"
    UAM = "uam"
    ACCOMPANIED_MINOR = "accompanied_minor"


def younger_than(birth_date: date, years: int, on: date) -> bool:
    """Whether a birthday still lies ahead on a day."""
    return on < years_after(birth_date, years)


def is_minor(person: PersonFacts, on: date) -> bool:
    return younger_than(person.birth_date, MAJORITY_YEARS, on)


def person_type(person: PersonFacts, family: Iterable[PersonFacts], on: date) -> PersonType:
    """R-UAM-01: under 18 and without a parent in the case is an unaccompanied minor.

    A grown-up brother or aunt has no authority over the child, so is no parent here.
    """
    if not younger_than(person.birth_date, MAJORITY_YEARS, on):
        return PersonType.ADULT
    parents = (
        other
        for other in family
        if other.person_id != person.person_id
        and other.relation in PARENTS
        and not younger_than(other.birth_date, MAJORITY_YEARS, on)
    )
    child = person.relation in {"child", "applicant"}
    return PersonType.ACCOMPANIED_MINOR if child and any(parents) else PersonType.UAM


def passenger_type(person: PersonFacts, kind: PersonType, on: date) -> str:
    """What an airline calls the traveller: from twelve years on a fare is an adult's."""
    if kind is PersonType.UAM:
        return "unaccompanied_minor"
    if younger_than(person.birth_date, INFANT_YEARS, on):
        return "infant"
    return "child" if younger_than(person.birth_date, CHILD_YEARS, on) else "adult"


def normalised(text: str) -> str:
    """Return letters and digits alone, without accents or case, so that spellings meet."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^\w]|_", "", "".join(c for c in plain if not unicodedata.combining(c)))


def answer(
    rule_id: str,
    code: str,
    fails: bool | None,  # noqa: FBT001 - three answers, and the third is that nobody knows
    told: tuple[str, str],
    unknown: str,
    /,
    **evidence: Any,
) -> Reason:
    """Give a rule's reason: `told` holds the sentence for passing and the one for failing."""
    outcome = Outcome.OPEN if fails is None else Outcome.FAIL if fails else Outcome.PASS
    sentence = unknown if fails is None else told[fails]
    return Reason(
        rule_id=rule_id,
        outcome=outcome,
        code=code,
        sentence=sentence,
        rule_version=RULES_VERSION,
        evidence=evidence,
    )


def obtainable(person: PersonFacts) -> bool | None:
    """Whether a person has a travel document or can get one; nothing if nobody knows."""
    return True if person.document else person.document_obtainable


def any_fails(states: dict[str, bool | None]) -> bool | None:
    """Whether anybody's answer is no; nothing while one is missing and none is no."""
    if False in states.values():
        return True
    return None if None in states.values() else False
