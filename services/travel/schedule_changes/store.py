"""Where travel keeps the airlines' changes."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from services.chassis.database import JsonOf, UtcDateTime, mapping_of
from services.chassis.unit import Unit
from services.travel.schedule_changes.model import ScheduleChange

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
    Column("answer", Text, nullable=False),
)
mapping.map_imperatively(ScheduleChange, schedule_changes)


class ScheduleChangeStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, change: ScheduleChange) -> None:
        self._session.add(change)

    def find(self, change_id: str) -> ScheduleChange | None:
        return self._session.get(ScheduleChange, change_id)
