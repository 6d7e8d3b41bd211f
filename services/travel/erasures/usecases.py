"""Having agents forget a person: told at once, asked again every week, heard when they did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from services.chassis.calendar import AMSTERDAM
from services.chassis.errors import NotFound
from services.chassis.pages import cut
from services.chassis.unit import Unit
from services.travel.agents.usecases import tell_agent
from services.travel.erasures.model import ASKED_AGAIN_AFTER, ERASURE, AgentErasure, ErasureStatus
from services.travel.erasures.store import AgentErasureStore
from services.travel.events import ErasureAcknowledged, ExpertErasureAcknowledged

MORNING = time(8)


def ask_agents(
    unit: Unit, *, erasure_id: str, case_ref: str | None, person_id: str, acknowledge_by: date
) -> tuple[str, ...]:
    """Ask each agent that was told who the person is to forget it; return their names.

    An expert has no case; what agents are asked is the same.
    """
    store = unit.store(AgentErasureStore)
    known: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for booking, traveller in store.flown_or_ordered(person_id):
        if traveller.reference in booking.references:
            told = {"booking_reference": booking.id, "passenger_references": [traveller.reference]}
            known[booking.agent].append(told)
            # An order that is sent again would tell it anew.
            booking.sealed_party = ""
    for agent, bookings in sorted(known.items()):
        erasure = AgentErasure(
            id=f"E-{unit.new_id()}",
            erasure_id=erasure_id,
            agent=agent,
            case_ref=case_ref,
            person_id=person_id,
            bookings=bookings,
            confirm_by=acknowledge_by,
            asked_at=unit.now(),
        )
        due_at = datetime.combine(acknowledge_by, MORNING, tzinfo=AMSTERDAM)
        erasure.wait(ERASURE.wait(erasure.status), unit.now(), due_at)
        store.add(erasure)
        _ask(unit, erasure)
    return tuple(sorted(known))


def ask_again(unit: Unit, *, erasure_reference: str) -> None:
    """A week has passed in silence: ask again under a fresh id."""
    erasure = unit.store(AgentErasureStore).get(erasure_reference)
    if erasure.ask_again(unit.now()):
        _ask(unit, erasure)


def take_confirmation(unit: Unit, *, agent: str, erasure_reference: str) -> None:
    """The agent has forgotten the person; whoever asked for it hears so. Twice is once."""
    erasure = unit.store(AgentErasureStore).get(erasure_reference)
    if erasure.agent != agent:
        raise NotFound("no-such-erasure", f"There is no erasure {erasure_reference}.")
    if erasure.confirm(unit.now()):
        unit.publish(_word_of(erasure))


def agent_erasures(
    unit: Unit, *, status: ErasureStatus | None, after: str | None, limit: int
) -> tuple[Sequence[AgentErasure], str | None]:
    """Return a page of erasures at agents, and the cursor of the next one."""
    found = unit.store(AgentErasureStore).page(status=status, after=after, limit=limit + 1)
    return cut(found, limit, "id")


def _word_of(erasure: AgentErasure) -> ErasureAcknowledged | ExpertErasureAcknowledged:
    """Whoever asked hears that the agent has forgotten: intake of a case, or of an expert."""
    erasure_id, person_id, by = erasure.erasure_id, erasure.person_id, erasure.agent
    if erasure.case_ref is None:
        return ExpertErasureAcknowledged(erasure_id=erasure_id, person_id=person_id, by=by)
    return ErasureAcknowledged(
        erasure_id=erasure_id, case_ref=erasure.case_ref, person_id=person_id, by=by
    )


def _ask(unit: Unit, erasure: AgentErasure) -> None:
    fresh_id = unit.new_id()
    tell_agent(unit, erasure.agent, "erasure_requested.v1", erasure.id, erasure.content, fresh_id)
    unit.remind(
        unit.now() + ASKED_AGAIN_AFTER, "agent_erasure_unanswered", erasure_reference=erasure.id
    )
