"""Sealing for reintegration alone what decides a person's money (R-AVRR-07)."""

from __future__ import annotations

from typing import Any

from services.chassis.messages import as_json
from services.chassis.unit import Unit
from services.intake.cases.model import Case
from services.intake.cases.usecases import people_of
from services.intake.facts.model import PersonFacts


def sealed_grounds(
    unit: Unit, case: Case, person_ids: set[str], *, in_detention: bool | None = None
) -> str:
    """Seal what is known now; `told_at` says which of two tellings is the newer.

    Every person is told of in the same words, so that nothing shows by being there. Who does not
    know of a detention leaves it out, and reintegration keeps what it was told before.
    """
    held = {} if in_detention is None else {"in_detention": in_detention}
    travellers = [
        _grounds_of(person) | held
        for person in people_of(unit, case)
        if person.person_id in person_ids
    ]
    content = {"told_at": unit.now(), "travellers": travellers}
    return unit.seal_for("reintegration", as_json(content))


def _grounds_of(person: PersonFacts) -> dict[str, Any]:
    return {"person_id": person.person_id, "asylum_background": person.asylum_background}
