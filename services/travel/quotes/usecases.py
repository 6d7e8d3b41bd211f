"""Asking the agents, and noting whether they answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from services.chassis.unit import Unit
from services.travel.agents.model import MarkKind
from services.travel.agents.store import AgentStore
from services.travel.agents.usecases import note, tell_agent
from services.travel.movements.model import Movement
from services.travel.movements.store import MovementStore
from services.travel.movements.usecases import tell
from services.travel.quotes.model import QuoteRequest, QuoteStatus
from services.travel.quotes.rules import forbidden_countries, quote_content
from services.travel.quotes.store import QuoteStore
from services.travel.travellers.usecases import needs

# Offers are often held for a day: a silent agent must not make the others' offers lapse (P).
ANSWERS_WITHIN = timedelta(hours=4)
AGENTS_MIN = 2


def ask_agents(unit: Unit, movement: Movement) -> None:
    """Ask every active agent at once; with fewer than two say so instead (partner-protocol.md)."""
    now = unit.now()
    agents = unit.store(AgentStore).active()
    if len(agents) < AGENTS_MIN:
        movement.run_short(now)
        tell(unit, movement)
        return
    answer_by = now + ANSWERS_WITHIN
    movement.ask(now, answer_by)
    content = _content(unit, movement, answer_by)
    for agent in agents:
        reference = f"Q-{unit.new_id()}"
        quote = QuoteRequest(
            reference, movement.id, movement.quote_round, agent.name, now, answer_by
        )
        unit.store(QuoteStore).add(quote)
        asked = {"quote_reference": reference, **content}
        tell_agent(unit, agent.name, "quote_requested.v1", reference, asked, reference)
        note(unit, agent.name, MarkKind.ASKED)
    unit.remind(answer_by, "offers_due", movement_id=movement.id)
    tell(unit, movement)


def ask_again(unit: Unit, *, movement_id: str) -> Movement:
    """An officer wants new offers."""
    movement = unit.store(MovementStore).get(movement_id)
    unit.expects(movement.version)
    ask_agents(unit, movement)
    return movement


def lock_quote(unit: Unit, agent: str, reference: str) -> tuple[Movement, QuoteRequest]:
    """Return what an agent answers, with its movement locked first, as everywhere."""
    movement_id = unit.store(QuoteStore).movement_of(reference, agent)
    movement = unit.store(MovementStore).get(movement_id)
    return movement, unit.store(QuoteStore).get(reference)


def note_answer(
    unit: Unit, quote: QuoteRequest, status: QuoteStatus, reason: str | None = None
) -> None:
    """Take an answer in time, and note how long it took."""
    was_open = quote.is_open
    quote.answer(unit.now(), status, reason)
    if was_open:
        seconds = int((unit.now() - quote.asked_at).total_seconds())
        note(unit, quote.agent, MarkKind.ANSWERED, max(seconds, 0))


def unanswered(unit: Unit, movement: Movement) -> list[QuoteRequest]:
    return unit.store(QuoteStore).open(movement.id, movement.quote_round)


def close_unanswered(unit: Unit, movement: Movement) -> None:
    """The time to answer has passed."""
    for quote in unanswered(unit, movement):
        quote.fall_silent()
        note(unit, quote.agent, MarkKind.SILENT)


def _content(unit: Unit, movement: Movement, answer_by: datetime) -> dict[str, Any]:
    party = needs(unit, movement.travellers, movement.not_before)
    rows = unit.rules("transit_visas").on(unit.today())
    return quote_content(
        movement,
        party,
        forbidden_transit=sorted(forbidden_countries(rows, party.nationalities)),
        answer_by=answer_by,
    )
