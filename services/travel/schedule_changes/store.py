"""Where travel keeps the airlines' changes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Table, Text, select

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.unit import Unit
from services.travel.schedule_changes.model import Answer, ScheduleChange

mapping = mapping_of("travel")

schedule_changes = Table(
    "schedule_changes",
    mapping.metadata,
    Column("id", Text, primary_key=True),
    Column("booking_reference", Text, nullable=False, index=True),
    Column("received_at", UtcDateTime, nullable=False),
    Column("removed", JsonOf, nullable=False),
    Column("added", JsonOf, nullable=False),
    Column("touches", JsonOf, nullable=False),
    Column("answer", EnumText(Answer), nullable=False),
    Column("broken_rules", JsonOf, nullable=False),
)
mapping.map_imperatively(ScheduleChange, schedule_changes)


class ScheduleChangeStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, change: ScheduleChange) -> None:
        self._session.add(change)

    def find(self, change_id: str) -> ScheduleChange | None:
        return self._session.get(ScheduleChange, change_id)

    def of_bookings(self, references: Sequence[str]) -> list[ScheduleChange]:
        """Return what was moved of these bookings, the first first."""
        columns = schedule_changes.c
        query = select(ScheduleChange).where(columns.booking_reference.in_(references))
        return list(self._session.scalars(query.order_by(columns.received_at, columns.id)))
