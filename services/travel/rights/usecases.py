"""Showing a person what is kept, and forgetting who must be forgotten."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.chassis.answering.export import deeds_about, named_in, rows_about
from services.chassis.database import mapping_of
from services.chassis.unit import Unit
from services.travel.erasures.usecases import ask_agents
from services.travel.events import ErasureAcknowledged, ExpertErasureAcknowledged

TABLES = mapping_of("travel").metadata
# Which tables no row of a person is in, and why.
NOT_EXPORTED = {
    "agents": "says who the travel agents are, and is about no traveller",
    "agent_marks": "counts how well an agent does, and is about no traveller",
    "partner_messages": "says what agents sent, by their ids; what is sealed is no person's own",
}
# Whose key opens what is sealed; who is forgotten takes along all that is sealed under the key.
SEALED_UNDER = {
    "travellers.details": "person_id",
    "movements.escort_details": "escort_staff_id",
    "bookings.sealed_party": "the agent that books",
}


def export_person(unit: Unit, *, person_id: str) -> dict[str, Any]:
    """Return every row about a person, opened, and who looked at it."""
    journeys = named_in(rows_about(unit, TABLES, person_id, {}), "movement_id")
    ids = {"movement_id": journeys, "movements.id": journeys}
    of_journeys = rows_about(unit, TABLES, person_id, ids)
    orders = [booking["id"] for booking in of_journeys.get("bookings", [])]
    called_off = {*named_in(of_journeys, "case_ref"), *named_in(of_journeys, "assignment_id")}
    ids |= {
        "schedule_changes.booking_reference": orders,
        "ticket_numbers.booking_id": orders,
        "withdrawals.subject": sorted(called_off),
        "case_letters.case_ref": sorted(called_off),
    }
    rows = rows_about(unit, TABLES, person_id, ids)
    return {"rows": rows, "seen_by": deeds_about(unit, person_id)}


def forget_person(
    unit: Unit, *, erasure_id: str, case_ref: str, person_id: str, acknowledge_by: date
) -> None:
    """Destroy the person's key here: ids, dates and amounts stay, and nobody's name with them.

    Each agent that was told who flies must forget it too, and is waited for beside us.
    """
    unit.vault.forget(person_id, case_ref)
    told = {"erasure_id": erasure_id, "case_ref": case_ref, "person_id": person_id}
    agents = ask_agents(unit, acknowledge_by=acknowledge_by, **told)
    unit.publish(ErasureAcknowledged(**told, by="travel", awaits=agents))


def forget_expert(unit: Unit, *, erasure_id: str, person_id: str, acknowledge_by: date) -> None:
    """Destroy an expert's key here; the agents that booked for the expert must do the same."""
    unit.vault.forget(person_id)
    agents = ask_agents(
        unit,
        erasure_id=erasure_id,
        case_ref=None,
        person_id=person_id,
        acknowledge_by=acknowledge_by,
    )
    unit.publish(
        ExpertErasureAcknowledged(
            erasure_id=erasure_id, person_id=person_id, by="travel", awaits=agents
        )
    )
