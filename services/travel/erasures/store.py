"""Where travel keeps whom its agents must forget."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text, select

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.locks import locked, locking
from services.chassis.pages import next_rows
from services.chassis.unit import Unit
from services.travel.bookings.model import Booking
from services.travel.bookings.store import bookings
from services.travel.erasures.model import AgentErasure, ErasureStatus
from services.travel.movements.model import Movement
from services.travel.movements.store import movements
from services.travel.travellers.model import Traveller
from services.travel.travellers.store import travellers

mapping = mapping_of("travel")

agent_erasures = Table(
    "agent_erasures",
    mapping.metadata,
    Column("id", Text, primary_key=True),
    Column("erasure_id", Text, nullable=False, index=True),
    Column("agent", Text, nullable=False),
    Column("case_ref", Text),
    Column("person_id", Text, nullable=False),
    Column("bookings", JsonOf, nullable=False),
    Column("confirm_by", Date, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("asked_times", Integer, nullable=False),
    Column("status", EnumText(ErasureStatus), nullable=False),
    Column("confirmed_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    Column("waits_for", Text),
    Column("owner", Text),
    Column("due_at", UtcDateTime),
    Column("stuck_told", Boolean, nullable=False),
    Index("ix_agent_erasures_status_id", "status", "id"),
)
mapping.map_imperatively(AgentErasure, agent_erasures)


class AgentErasureStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, erasure: AgentErasure) -> None:
        self._session.add(erasure)

    def get(self, erasure_reference: str) -> AgentErasure:
        """Return an erasure, locked until the transaction ends."""
        return locked(self._session, AgentErasure, erasure_reference, "erasure")

    def flown_or_ordered(self, person_id: str) -> list[tuple[Booking, Traveller]]:
        """Return every order that told an agent who this person is, whatever came of it.

        The journeys are locked first: whoever orders at this moment is waited for, and asked about
        here; whoever comes after it finds nobody to name.
        """
        mine = select(travellers.c.movement_id).where(travellers.c.person_id == person_id)
        journeys = select(Movement).where(movements.c.id.in_(mine)).order_by(movements.c.id)
        self._session.scalars(locking(journeys)).all()
        query = (
            select(Booking, Traveller)
            .join(travellers, travellers.c.movement_id == bookings.c.movement_id)
            .where(travellers.c.person_id == person_id)
            .order_by(bookings.c.id)
        )
        return [(booking, traveller) for booking, traveller in self._session.execute(query)]

    def page(
        self, *, status: ErasureStatus | None, after: str | None, limit: int
    ) -> Sequence[AgentErasure]:
        """Return the next erasures, oldest first."""
        return next_rows(
            self._session, AgentErasure, agent_erasures, after=after, limit=limit, status=status
        )
