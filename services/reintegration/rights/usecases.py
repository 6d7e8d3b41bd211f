"""Showing a person what is kept, and forgetting who must be forgotten."""

from __future__ import annotations

from typing import Any

from services.chassis.answering.export import deeds_about, named_in, rows_about
from services.chassis.database import mapping_of
from services.chassis.unit import Unit
from services.reintegration.events import ErasureAcknowledged

TABLES = mapping_of("reintegration").metadata
# Which tables no row of a person is in, and why.
NOT_EXPORTED = {
    "ledger_accounts": "names the accounts of the ledger, and is about nobody",
    "vendors": "says who delivers, and is about no returnee",
}
# What is sealed stands in the lines of a plan, under the key of whose plan it is.
SEALED_UNDER = {"person_grounds.sealed": "person_id"}


def export_person(unit: Unit, *, person_id: str) -> dict[str, Any]:
    """Return every row about a person, opened, and who looked at it."""
    own = rows_about(unit, TABLES, person_id, {})
    plans = [plan["id"] for plan in own.get("plans", [])]
    ids = {"payments.plan_id": plans, "case_ref": named_in(own, "case_ref")}
    rows = rows_about(unit, TABLES, person_id, ids)
    return {"rows": rows, "seen_by": deeds_about(unit, person_id)}


def forget_person(unit: Unit, *, erasure_id: str, case_ref: str, person_id: str) -> None:
    """Destroy the person's key here: ids, dates and amounts stay, and nobody's name with them."""
    unit.vault.forget(person_id, case_ref)
    unit.publish(
        ErasureAcknowledged(
            erasure_id=erasure_id, case_ref=case_ref, person_id=person_id, by="reintegration"
        )
    )
