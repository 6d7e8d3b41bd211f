"""What travel does with its agents: register, retire, write to them, and judge them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.chassis.privacy.sealing import public_key
from services.chassis.unit import Address, Unit
from services.travel.agents.model import Agent, Mark, MarkKind
from services.travel.agents.rules import Scorecard, scorecard
from services.travel.agents.store import AgentStore

SCORED = timedelta(days=90)

# What was said to an agent, so that it can be said again word for word.
Said = dict[str, Any]


def register_agent(unit: Unit, *, name: str, jwk: dict[str, Any]) -> Agent:
    """Make an agent known, or give a known one its next key; a bad key is refused at once."""
    public_key(jwk)
    store = unit.store(AgentStore)
    agent = store.held(name)
    if agent is None:
        agent = Agent(name, unit.now())
        store.add(agent)
    agent.register(jwk)
    return agent


def retire_agent(unit: Unit, *, name: str) -> Agent:
    store = unit.store(AgentStore)
    agent = store.held(name) or store.get(name)
    agent.retire()
    return agent


def tell_agent(
    unit: Unit, agent: str, kind: str, subject: str, content: dict[str, Any], message_id: str
) -> Said:
    """Put a message for an agent in the outbox; it leaves when this transaction commits."""
    address = Address(broker="partners", exchange="travel.to-agents", routing_key=f"{agent}.{kind}")
    unit.post(address, kind, subject, content, message_id=message_id)
    return {"kind": kind, "subject": subject, "content": content, "message_id": message_id}


def note(unit: Unit, agent: str, kind: MarkKind, amount: int = 1) -> None:
    unit.store(AgentStore).note(Mark(unit.new_id(), agent, kind, amount, unit.now()))


def scorecards(unit: Unit) -> list[tuple[Agent, Scorecard]]:
    """Return every agent with its service of the last 90 days."""
    store = unit.store(AgentStore)
    totals = store.totals(unit.now() - SCORED)
    return [(agent, scorecard(totals.get(agent.name, {}))) for agent in store.all()]
