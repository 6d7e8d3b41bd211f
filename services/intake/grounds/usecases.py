"""Sealing for reintegration alone what decides a person's money (R-AVRR-07, R-VOT-02)."""

from __future__ import annotations

from typing import Any

from services.chassis.messages import as_json
from services.chassis.unit import Unit
from services.intake.cases.model import Case
from services.intake.cases.usecases import people_of
from services.intake.confidential.usecases import victim_of
from services.intake.exclusions.usecases import lists_on
from services.intake.facts.model import PersonFacts
from services.intake.grounds.rules import padded, victims_terms


def sealed_grounds(
    unit: Unit, case: Case, person_ids: set[str], *, in_detention: bool | None = None
) -> str:
    """Seal what is known now; `told_at` says which of two tellings is the newer.

    Every person is told of in the same words, so that nothing shows by being there. Who does not
    know of a detention leaves it out, and reintegration keeps what it was told before.
    """
    held = {} if in_detention is None else {"in_detention": in_detention}
    travellers = [
        _grounds_of(unit, case, person) | held
        for person in people_of(unit, case)
        if person.person_id in person_ids
    ]
    told_at = unit.now().isoformat(timespec="microseconds")
    content = {"told_at": told_at, "travellers": travellers}
    return unit.seal_for("reintegration", as_json(padded(content, len(travellers))))


def terms_of_victim(unit: Unit, case: Case, person: PersonFacts) -> str | None:
    """R-VOT-02: whether somebody is a victim is looked up where it is kept apart."""
    if victim_of(unit, person.person_id) is None:
        return None
    today = unit.today()
    lists = lists_on(unit, reference_date=case.application_date or today, today=today)
    return victims_terms(person.nationalities, lists)


def _grounds_of(unit: Unit, case: Case, person: PersonFacts) -> dict[str, Any]:
    return {
        "person_id": person.person_id,
        "asylum_background": person.asylum_background,
        "victim": terms_of_victim(unit, case, person),
    }
