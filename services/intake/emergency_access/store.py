"""Where it is kept who saw a case in an emergency."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, select

from services.chassis.database import EnumText, UtcDateTime, mapping_of
from services.chassis.locks import hold, locked
from services.chassis.unit import Unit
from services.intake.emergency_access.model import (
    AccessStatus,
    EmergencyAccess,
    Finding,
    Reason,
)

mapping = mapping_of("intake")

emergency_accesses = Table(
    "emergency_accesses",
    mapping.metadata,
    Column("access_id", Text, primary_key=True),
    Column("case_ref", Text, nullable=False),
    Column("staff_id", Text, nullable=False),
    Column("reason", EnumText(Reason), nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("status", EnumText(AccessStatus), nullable=False),
    Column("finding", EnumText(Finding)),
    Column("reviewed_by", Text),
    Column("reviewed_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("waits_for", Text),
    Column("owner", Text),
    Column("due_at", UtcDateTime),
    Column("reminded_for", UtcDateTime),
    Column("overdue", Boolean, nullable=False),
    Index("ix_emergency_accesses_case_ref", "case_ref"),
    Index("ix_emergency_accesses_status_access_id", "status", "access_id"),
)
mapping.map_imperatively(EmergencyAccess, emergency_accesses)


class EmergencyStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, access: EmergencyAccess) -> None:
        self._session.add(access)

    def get(self, access_id: str) -> EmergencyAccess:
        """Return an access, locked until the transaction ends."""
        return locked(self._session, EmergencyAccess, access_id, "access")

    def of_case(self, case_ref: str) -> Sequence[EmergencyAccess]:
        """Return every access to a case, oldest first; whoever else breaks the glass waits."""
        hold(self._session, f"emergency accesses {case_ref}")
        kept = emergency_accesses.c
        query = select(EmergencyAccess).where(kept.case_ref == case_ref)
        return list(self._session.scalars(query.order_by(kept.access_id)))

    def page(
        self, *, status: AccessStatus | None, after: str | None, limit: int
    ) -> Sequence[EmergencyAccess]:
        """Return the next accesses, oldest first."""
        kept = emergency_accesses.c
        query = select(EmergencyAccess).order_by(kept.access_id).limit(limit)
        if status is not None:
            query = query.where(kept.status == status)
        if after is not None:
            query = query.where(kept.access_id > after)
        return list(self._session.scalars(query))
