"""Where travel keeps its escorts' assignments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Date, Index, Table, Text, select

from services.chassis.database import UtcDateTime, mapping_of
from services.chassis.locks import hold
from services.chassis.unit import Unit
from services.travel.escorts.model import Escort

mapping = mapping_of("travel")

escorts = Table(
    "escorts",
    mapping.metadata,
    Column("id", Text, primary_key=True),
    Column("movement_id", Text, nullable=False, index=True),
    Column("staff_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("credential_valid_until", Date),
    Column("busy_from", UtcDateTime, nullable=False),
    Column("busy_until", UtcDateTime, nullable=False),
    Column("named_at", UtcDateTime, nullable=False),
    Column("released_at", UtcDateTime),
    Index("ix_escorts_staff_id_busy_until", "staff_id", "busy_until"),
)
mapping.map_imperatively(Escort, escorts)


class EscortStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, escort: Escort) -> None:
        self._session.add(escort)

    def of_movement(self, movement_id: str) -> Escort | None:
        """Return who is assigned now, if anybody is."""
        query = select(Escort).where(escorts.c.movement_id == movement_id)
        return self._session.scalar(query.where(escorts.c.released_at.is_(None)))

    def of_staff(self, staff_id: str, leaves_at: datetime) -> list[Escort]:
        """Return the assignments that end after a departure; the person is locked until the end."""
        # Two officers may name the same person for two journeys at the same moment.
        hold(self._session, f"escort {staff_id}")
        query = select(Escort).where(escorts.c.staff_id == staff_id)
        query = query.where(escorts.c.busy_until > leaves_at, escorts.c.released_at.is_(None))
        return list(self._session.scalars(query))
