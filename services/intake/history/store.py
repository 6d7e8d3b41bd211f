"""Where former records are kept. None is ever changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, ForeignKey, LargeBinary, Table, Text, select

from services.chassis.database import UtcDateTime, mapping_of
from services.chassis.unit import Unit
from services.intake.history.model import FormerRecord

mapping = mapping_of("intake")

former_records = Table(
    "former_records",
    mapping.metadata,
    Column("record_id", Text, primary_key=True),
    Column("person_id", Text, ForeignKey("persons.person_id"), nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("replaced_at", UtcDateTime, nullable=False),
    Column("replaced_by", Text, nullable=False),
    Column("ground", Text, nullable=False),
)
mapping.map_imperatively(FormerRecord, former_records)


class HistoryStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, record: FormerRecord) -> None:
        self._session.add(record)

    def of_person(self, person_id: str) -> Sequence[FormerRecord]:
        """Return what was recorded of a person before, oldest first."""
        query = (
            select(FormerRecord)
            .where(former_records.c.person_id == person_id)
            .order_by(former_records.c.replaced_at, former_records.c.record_id)
        )
        return list(self._session.scalars(query))
