"""Where erasures of experts are kept: who asked for them and when stays, without the person."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, select

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.locks import locked
from services.chassis.pages import next_rows
from services.chassis.privacy.forgetting import ErasureStatus
from services.chassis.unit import Unit
from services.expert_deployment.erasures.model import ExpertErasure, Ground

mapping = mapping_of("expert_deployment")

expert_erasures = Table(
    "expert_erasures",
    mapping.metadata,
    Column("id", String, primary_key=True),
    Column("expert_id", String, ForeignKey("experts.id"), nullable=False, unique=True),
    Column("ground", EnumText(Ground), nullable=False),
    Column("asked_by", String, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("awaited", JsonOf, nullable=False),
    Column("acknowledged", JsonOf, nullable=False),
    Column("status", EnumText(ErasureStatus), nullable=False),
    Column("version", Integer, nullable=False),
    Column("waits_for", String),
    Column("owner", String),
    Column("due_at", UtcDateTime),
    Column("overdue", Boolean, nullable=False),
    Index("ix_expert_erasures_status_id", "status", "id"),
)
mapping.map_imperatively(ExpertErasure, expert_erasures)


class ExpertErasureStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, erasure: ExpertErasure) -> None:
        self._session.add(erasure)

    def get(self, erasure_id: str) -> ExpertErasure:
        """Return an erasure, locked until the transaction ends."""
        return locked(self._session, ExpertErasure, erasure_id, "erasure")

    def of_expert(self, expert_id: str) -> ExpertErasure | None:
        query = select(ExpertErasure).where(expert_erasures.c.expert_id == expert_id)
        return self._session.scalar(query)

    def page(
        self, *, status: ErasureStatus | None, after: str | None, limit: int
    ) -> Sequence[ExpertErasure]:
        """Return the next erasures, oldest first."""
        return next_rows(
            self._session, ExpertErasure, expert_erasures, after=after, limit=limit, status=status
        )
