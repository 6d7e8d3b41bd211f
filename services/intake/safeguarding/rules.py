"""What must be in place before a child travels alone, or a patient at all; every open point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from services.intake.consent.model import Consent, Signatory
from services.intake.facts.model import PersonFacts
from services.intake.facts.rules import (
    MAJORITY_YEARS,
    PersonType,
    passenger_type,
    person_type,
    younger_than,
)
from services.intake.safeguarding.model import Escort, Interest, ReceptionStatus, Safeguards


@dataclass(frozen=True, kw_only=True)
class OpenPoint:
    """One thing that is missing: under which rule, for whom, and what to do."""

    rule_id: str
    person_id: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Protection:
    """Everything that protects one traveller, and the days that matter."""

    person: PersonFacts
    family: tuple[PersonFacts, ...]
    safeguards: Safeguards
    consents: Sequence[Consent]
    application_date: date
    departs_on: date
    child_consent_years: int
    fitness_days: int


def open_points(given: Protection) -> list[OpenPoint]:
    """Return what is missing for one traveller, in the order of the rules."""
    kind = person_type(given.person, given.family, given.departs_on)
    sentences = list(_patient(given))
    if kind is PersonType.UAM:
        sentences = [*_child_alone(given), *sentences]
    elif kind is PersonType.ADULT:
        sentences = [*_come_of_age(given), *sentences]
    return [
        OpenPoint(rule_id=rule_id, person_id=given.person.person_id, sentence=sentence)
        for rule_id, sentence in sentences
    ]


def escort_of(kind: PersonType, safeguards: Safeguards) -> Escort:
    """R-UAM-05: what was decided; nobody has to be escorted unless that was decided."""
    if safeguards.escort_need is not None:
        return safeguards.escort_need.escort
    return Escort.SOCIAL if kind is PersonType.UAM else Escort.NONE


def _child_alone(given: Protection) -> Iterator[tuple[str, str]]:
    kept, place = given.safeguards, given.safeguards.reception
    if kept.guardian is None:
        yield "R-UAM-01", "The guardian is not recorded."
    yield from _consents(given)
    if place is None or place.status is not ReceptionStatus.CONFIRMED:
        yield "R-UAM-03", "Adequate reception is not confirmed."
    if kept.best_interest is None or kept.best_interest.outcome is not Interest.RETURN:
        yield "R-UAM-03", "It is not established that to return is in the child's best interest."
    if place is None or not place.admission_confirmed:
        yield "R-UAM-04", "The receiver has not confirmed in writing to admit and keep the child."
    if place is None or not place.collection_confirmed:
        yield "R-UAM-04", "The receiver has not confirmed in writing to collect the child."
    if kept.escort_need is None or kept.escort_need.escort is Escort.NONE:
        yield "R-UAM-05", "No escort is decided on; a child never travels alone."
    if kept.receiver is None:
        yield "R-UAM-07", "No adult is named, with identity document, to receive the child."


def _consents(given: Protection) -> Iterator[tuple[str, str]]:
    signed = {consent.by for consent in given.consents}
    needed = [Signatory.GUARDIAN, Signatory.RECEIVING_FAMILY]
    if not younger_than(given.person.birth_date, given.child_consent_years, given.departs_on):
        needed.insert(1, Signatory.CHILD)
    for by in needed:
        if by not in signed:
            yield (
                "R-UAM-02",
                f"The consent of the {by.replace('_', ' ')} is missing or out of date.",
            )


def _come_of_age(given: Protection) -> Iterator[tuple[str, str]]:
    """R-UAM-06: whoever turns 18 before departure decides anew, and for himself or herself."""
    was_minor = younger_than(given.person.birth_date, MAJORITY_YEARS, given.application_date)
    if was_minor and Signatory.SELF not in {consent.by for consent in given.consents}:
        yield "R-UAM-06", "The traveller comes of age before departure and has not agreed anew."


def _patient(given: Protection) -> Iterator[tuple[str, str]]:
    """R-MED-01: no ticket for a patient without an assessment of the fitness to travel."""
    if not given.person.medical:
        return
    fitness = given.safeguards.fitness
    if fitness is None:
        yield "R-MED-01", "The fitness to travel has not been assessed."
    elif not fitness.fit:
        yield "R-MED-01", "The traveller was found unfit to travel."
    elif fitness.checked_on + timedelta(days=given.fitness_days) < given.departs_on:
        yield "R-MED-01", "The assessment of the fitness to travel is too old."


def for_travel(
    person: PersonFacts,
    family: tuple[PersonFacts, ...],
    safeguards: Safeguards,
    on: date,
    handling: Sequence[str] = (),
) -> dict[str, Any]:
    """What a ticket and an escort need of a traveller; it leaves intake sealed for travel.

    `handling`: a fast track, a journey that is hidden. Why, travel is not told (R-VOT-04).
    """
    kind = person_type(person, family, on)
    need = safeguards.escort_need
    foreign = [country for country in person.nationalities if country != "NL"]
    return {
        "person_id": person.person_id,
        "given_names": person.given_names,
        "family_name": person.family_name,
        "birth_date": person.birth_date,
        "sex": person.sex,
        "nationality": (foreign or list(person.nationalities))[0],
        "document": asdict(person.document) if person.document else None,
        "passenger_type": passenger_type(person, kind, on),
        "ssr": list(need.ssr) if need else [],
        "escort": escort_of(kind, safeguards),
        "receiver": asdict(safeguards.receiver) if safeguards.receiver else None,
        "handling": list(handling),
    }
