"""Where travel keeps its movements."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    select,
)
from sqlalchemy.orm import relationship

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.locks import locked, locking
from services.chassis.unit import Unit
from services.travel.movements.model import Movement
from services.travel.travellers.model import Traveller
from services.travel.travellers.store import travellers
from services.travel.waits.model import OVER, REPLACEABLE, Status

mapping = mapping_of("travel")

movements = Table(
    "movements",
    mapping.metadata,
    Column("id", Text, primary_key=True),
    Column("case_ref", Text, index=True),
    Column("assignment_id", Text, index=True),
    Column("origin_airport", Text, nullable=False),
    Column("destination_airport", Text, nullable=False),
    Column("destination_country", Text, nullable=False),
    Column("not_before", Date, nullable=False),
    Column("not_after", Date, nullable=False),
    Column("escort_required", Boolean, nullable=False),
    Column("restricted", Boolean, nullable=False),
    Column("fast_track", Boolean, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("status", EnumText(Status), nullable=False),
    Column("version", Integer, nullable=False),
    Column("quote_round", Integer, nullable=False),
    Column("offer_id", Text),
    Column("offer_reference", Text),
    Column("agent", Text),
    Column("price_minor", BigInteger),
    Column("currency", Text),
    Column("price_accepted", Boolean, nullable=False),
    Column("valid_until", UtcDateTime),
    Column("departs_at", UtcDateTime),
    Column("arrives_at", UtcDateTime),
    Column("escort_returns_at", UtcDateTime),
    Column("choice", JsonOf),
    Column("escort_staff_id", Text),
    Column("escort_details", LargeBinary),
    Column("broken_rules", JsonOf, nullable=False),
    Column("cancel_reason", Text),
    Column("waits_for", Text),
    Column("owner", Text),
    Column("due_at", UtcDateTime),
    Column("stuck_told", Boolean, nullable=False),
    Index("ix_movements_status_id", "status", "id"),
)
mapping.map_imperatively(
    Movement,
    movements,
    properties={
        "travellers": relationship(
            Traveller, order_by=travellers.c.position, lazy="selectin", cascade="all, delete-orphan"
        )
    },
)


class MovementStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, movement: Movement) -> None:
        self._session.add(movement)

    def get(self, movement_id: str) -> Movement:
        """Return a movement, locked until the transaction ends."""
        return locked(self._session, Movement, movement_id, "movement")

    def read(self, movement_id: str) -> Movement:
        """Return a movement to look at, without a lock."""
        movement = self._session.get(Movement, movement_id)
        if movement is None:
            raise NotFound("no-such-movement", f"There is no movement {movement_id}.")
        return movement

    def of_case(self, case_ref: str) -> list[Movement]:
        query = select(Movement).where(movements.c.case_ref == case_ref).order_by(movements.c.id)
        return list(self._session.scalars(query))

    def standing(self, *, case_ref: str | None, assignment_id: str | None) -> list[Movement]:
        """Return the movements that are not over, or may be replaced, locked in a fixed order."""
        query = locking(select(Movement).order_by(movements.c.id))
        if case_ref is not None:
            query = query.where(movements.c.case_ref == case_ref)
        else:
            query = query.where(movements.c.assignment_id == assignment_id)
        over = [status for status in OVER if status not in REPLACEABLE]
        return list(self._session.scalars(query.where(movements.c.status.not_in(over))))

    def page(self, limit: int, after: str | None, **filters: Any) -> list[Movement]:
        """Return up to `limit` movements behind `after`, the oldest first."""
        query = select(Movement).order_by(movements.c.id).limit(limit)
        for column, value in filters.items():
            if value is not None:
                query = query.where(movements.c[column] == value)
        if after is not None:
            query = query.where(movements.c.id > after)
        return list(self._session.scalars(query))
