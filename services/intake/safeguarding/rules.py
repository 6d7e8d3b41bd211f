"""What must be in place before a child travels alone, or a patient at all; every open point."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from services.chassis.calendar import years_after
from services.intake.confidential.model import MedicalFile
from services.intake.confidential.rules import care_is_researched, held_back
from services.intake.consent.model import Consent, Signatory
from services.intake.facts.model import PersonFacts
from services.intake.facts.rules import (
    MAJORITY_YEARS,
    PersonType,
    passenger_type,
    person_type,
    younger_than,
)
from services.intake.kinds.model import Kind
from services.intake.safeguarding.model import (
    Escort,
    Interest,
    Need,
    ReceptionStatus,
    Safeguards,
)


@dataclass(frozen=True, kw_only=True)
class OpenPoint:
    """One thing that is missing: under which rule, for whom, and what to do."""

    rule_id: str
    person_id: str
    sentence: str
    # What is kept in the medical file is told to the medical staff alone (R-MED-04).
    apart: bool = False


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
    leaves_by: date | None = None
    destination_country: str = ""
    returns: bool = True
    medical: MedicalFile | None = None
    birth_days_before: int = 42
    birth_days_after: int = 42
    guides_ex_ama: bool = True


def open_points(given: Protection) -> list[OpenPoint]:
    """Return what is missing for one traveller, in the order of the rules."""
    kind = person_type(given.person, given.family, given.departs_on)
    sentences = list(_patient(given))
    if kind is PersonType.UAM:
        sentences = [*_child_alone(given), *sentences]
    elif kind is PersonType.ADULT:
        sentences = [*_come_of_age(given), *sentences]
    who = given.person.person_id
    points = [OpenPoint(rule_id=rule, person_id=who, sentence=said) for rule, said in sentences]
    apart = [
        OpenPoint(rule_id=rule, person_id=who, sentence=said, apart=True)
        for rule, said in _of_the_medical_file(given)
    ]
    return [*points, *apart]


def told_plainly(point: OpenPoint) -> OpenPoint:
    """R-MED-04: say that something of the medical file is open, and not what."""
    if not point.apart:
        return point
    sentence = "Something in the medical file is open; the medical staff know what."
    return OpenPoint(rule_id="R-MED-04", person_id=point.person_id, sentence=sentence)


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
    """R-UAM-06: whoever turns 18 before departure decides anew, and for himself or herself.

    What was signed as a child does not count, not even by the child's own hand.
    """
    if not younger_than(given.person.birth_date, MAJORITY_YEARS, given.application_date):
        return
    of_age_on = years_after(given.person.birth_date, MAJORITY_YEARS)
    own = [one for one in given.consents if one.by is Signatory.SELF]
    if not any(one.signed_on >= of_age_on for one in own):
        yield "R-UAM-06", "The traveller comes of age before departure and has not agreed anew."
    kind = person_type(given.person, given.family, given.application_date)
    if given.guides_ex_ama and kind is PersonType.UAM and given.safeguards.guidance is None:
        yield "R-UAM-06", "The guidance for who came as a child alone has not been given."


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
    last = given.safeguards.embarkation_check
    if last is not None and not last.fit:
        yield "R-MED-01", "At the last check the traveller was found unfit to travel."


def _of_the_medical_file(given: Protection) -> Iterator[tuple[str, str]]:
    near = {"days_before": given.birth_days_before, "days_after": given.birth_days_after}
    if held_back(given.medical, given.leaves_by or given.departs_on, **near):
        yield "R-MED-02", "A birth is near, and nobody has reviewed whether the journey may be."
    researched = care_is_researched(given.medical, given.destination_country)
    if given.returns and given.person.medical and not researched:
        yield "R-MED-05", "Care at the destination and its cost have not been researched."


# A child who joins its family does not return: nobody asks whether to return is best, or whether a
# place abroad admits it. Its parents, or Nidos, are its guardians when it comes.
NOT_ASKED: Mapping[Kind, frozenset[str]] = {
    Kind.FAMILY: frozenset({"R-UAM-01", "R-UAM-03", "R-UAM-04"}),
    Kind.RESETTLEMENT: frozenset({"R-UAM-03", "R-UAM-04"}),
}


def needs_changed(before: Safeguards, after: Safeguards) -> list[Need]:
    """Which needs are others now; what was not known before has not changed."""
    needs = []
    if before.escort_need and after.escort_need:
        if before.escort_need.escort is not after.escort_need.escort:
            needs.append(Need.ESCORT)
        if set(before.escort_need.ssr) != set(after.escort_need.ssr):
            needs.append(Need.ASSISTANCE)
    if before.receiver is not None and before.receiver != after.receiver:
        needs.append(Need.RECEIVER)
    return needs


def still_holding(kept: Safeguards, person: PersonFacts, destination_country: str) -> Safeguards:
    """Take back what was recorded for another country, or before somebody was known to be ill."""
    if kept.recorded_for not in {None, destination_country}:
        kept = kept.reopen(Need.DESTINATION)
    if kept.as_patient is False and person.medical:
        kept = kept.reopen(Need.HEALTH)
    return kept


def for_travel(
    person: PersonFacts,
    family: tuple[PersonFacts, ...],
    safeguards: Safeguards,
    on: date,
    handling: Sequence[str] = (),
    **boarding: Any,
) -> dict[str, Any]:
    """What a ticket and an escort need of a traveller; it leaves intake sealed for travel.

    `handling`: a fast track, a journey that is hidden. Why, travel is not told (R-VOT-04).
    `boarding`: whether intake holds the traveller back, and until when the last check counts.
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
        "person_type": str(kind),
        **boarding,
    }
