"""Where travel keeps its agents and what it noted about them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, func, select

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.locks import lock
from services.chassis.unit import Unit
from services.travel.agents.model import Agent, Mark, MarkKind

mapping = mapping_of("travel")

agents = Table(
    "agents",
    mapping.metadata,
    Column("name", Text, primary_key=True),
    Column("registered_at", UtcDateTime, nullable=False),
    Column("keys", JsonOf, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)
agent_marks = Table(
    "agent_marks",
    mapping.metadata,
    Column("id", Text, primary_key=True),
    Column("agent", Text, nullable=False),
    Column("kind", EnumText(MarkKind), nullable=False),
    Column("amount", Integer, nullable=False),
    Column("noted_at", UtcDateTime, nullable=False),
    Index("ix_agent_marks_noted_at", "noted_at", "agent", "kind"),
)
mapping.map_imperatively(Agent, agents)
mapping.map_imperatively(Mark, agent_marks)


class AgentStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, agent: Agent) -> None:
        self._session.add(agent)

    def find(self, name: str) -> Agent | None:
        return self._session.get(Agent, name)

    def held(self, name: str) -> Agent | None:
        """Return an agent to change it, locked until the transaction ends; two may add a key."""
        return lock(self._session, Agent, name)

    def get(self, name: str) -> Agent:
        agent = self.find(name)
        if agent is None:
            raise NotFound("no-such-agent", f"There is no agent {name}.")
        return agent

    def all(self) -> list[Agent]:
        return list(self._session.scalars(select(Agent).order_by(agents.c.name)))

    def active(self) -> list[Agent]:
        query = select(Agent).where(agents.c.active).order_by(agents.c.name)
        return list(self._session.scalars(query))

    def note(self, mark: Mark) -> None:
        self._session.add(mark)

    def totals(self, since: datetime) -> dict[str, dict[MarkKind, tuple[int, int]]]:
        """Per agent and kind: how often it was noted since then, and the sum of the amounts."""
        marks = agent_marks.c
        query = (
            select(marks.agent, marks.kind, func.count(), func.sum(marks.amount))
            .where(marks.noted_at >= since)
            .group_by(marks.agent, marks.kind)
        )
        found: dict[str, dict[MarkKind, tuple[int, int]]] = {}
        for agent, kind, often, total in self._session.execute(query):
            found.setdefault(agent, {})[kind] = (often, total)
        return found
