"""Who travels together: a family is one party and one booking; a minor alone is a party alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.travel.travellers.model import PersonType
from services.travel.travellers.rules import ESCORT_KINDS, settled_escort


@dataclass(frozen=True)
class Person:
    """Somebody who is to travel: a number, and details that are sealed before they are kept."""

    person_id: str
    person_type: PersonType
    details: dict[str, Any]
    told_by: int = 0

    @property
    def needs_our_escort(self) -> bool:
        return self.details["escort"] in ESCORT_KINDS


@dataclass(frozen=True)
class Trip:
    """From where to where, in which days, for whose sake."""

    case_ref: str | None
    assignment_id: str | None
    origin_airport: str
    destination_airport: str
    destination_country: str
    not_before: date
    not_after: date

    @property
    def subject(self) -> str:
        return str(self.case_ref or self.assignment_id)


def person(
    person_id: str,
    person_type: PersonType,
    details: dict[str, Any],
    *,
    nationalities: Iterable[str] = (),
    escort_required: bool = False,
    told_by: int = 0,
) -> Person:
    """Complete the details with what the fact itself says, and settle the escort (R-UAM-05)."""
    escort = settled_escort(person_type, details["escort"], required=escort_required)
    nations = sorted({*nationalities, details["nationality"]})
    whole = {**details, "escort": escort, "nationalities": nations}
    return Person(person_id, person_type, whole, told_by)


def split_into_parties(people: Iterable[Person]) -> list[tuple[Person, ...]]:
    """One party for the family, one for each minor who travels alone."""
    everybody = list(people)
    together = tuple(one for one in everybody if one.person_type is not PersonType.UAM)
    alone = [(one,) for one in everybody if one.person_type is PersonType.UAM]
    return ([together] if together else []) + alone
