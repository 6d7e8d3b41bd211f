"""Showing a person what is kept, and forgetting who must be forgotten."""

from __future__ import annotations

from typing import Any

from services.chassis.answering.export import deeds_about, rows_about
from services.chassis.database import mapping_of
from services.chassis.unit import Unit
from services.expert_deployment.events import ErasureAcknowledged

TABLES = mapping_of("expert_deployment").metadata
# Which tables no row of a person is in, and why.
NOT_EXPORTED = {"vacancies": "says what a host institution asks for, and is about no expert"}
# Whose key opens what is sealed; who is forgotten takes along all that is sealed under the key.
SEALED_UNDER = {"experts.sealed": "id"}


def export_person(unit: Unit, *, person_id: str) -> dict[str, Any]:
    """Return every row about a person, opened, and who looked at it."""
    ids = {"expert_id": [person_id], "experts.id": [person_id]}
    rows = rows_about(unit, TABLES, person_id, ids)
    return {"rows": rows, "seen_by": deeds_about(unit, person_id)}


def forget_person(unit: Unit, *, erasure_id: str, case_ref: str, person_id: str) -> None:
    """Destroy the person's key here: ids, dates and amounts stay, and nobody's name with them."""
    unit.vault.forget(person_id, case_ref)
    unit.publish(
        ErasureAcknowledged(
            erasure_id=erasure_id, case_ref=case_ref, person_id=person_id, by="expert_deployment"
        )
    )
