"""Where erasures are kept: who asked for them and when stays, without the person."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, select

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.locks import locked
from services.chassis.pages import next_rows
from services.chassis.privacy.forgetting import ErasureStatus
from services.chassis.unit import Unit
from services.intake.erasure.model import Erasure, Ground

mapping = mapping_of("intake")

erasures = Table(
    "erasures",
    mapping.metadata,
    Column("erasure_id", Text, primary_key=True),
    Column("case_ref", Text, ForeignKey("cases.case_ref"), nullable=False),
    Column("person_id", Text, nullable=False, unique=True),
    Column("ground", EnumText(Ground), nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("awaited", JsonOf, nullable=False),
    Column("acknowledged", JsonOf, nullable=False),
    Column("status", EnumText(ErasureStatus), nullable=False),
    Column("version", Integer, nullable=False),
    Column("waits_for", Text),
    Column("owner", Text),
    Column("due_at", UtcDateTime),
    Column("overdue", Boolean, nullable=False),
    Index("ix_erasures_due_at", "due_at", "erasure_id"),
    Index("ix_erasures_status_erasure_id", "status", "erasure_id"),
)
mapping.map_imperatively(Erasure, erasures)


class ErasureStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, erasure: Erasure) -> None:
        self._session.add(erasure)

    def get(self, erasure_id: str) -> Erasure:
        """Return an erasure, locked until the transaction ends."""
        return locked(self._session, Erasure, erasure_id, "erasure")

    def of_person(self, person_id: str) -> Erasure | None:
        return self._session.scalar(select(Erasure).where(erasures.c.person_id == person_id))

    def page(
        self, *, status: ErasureStatus | None, after: str | None, limit: int
    ) -> Sequence[Erasure]:
        """Return the next erasures, oldest first."""
        return next_rows(self._session, Erasure, erasures, after=after, limit=limit, status=status)
