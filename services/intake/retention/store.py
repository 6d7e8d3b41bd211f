"""Where it is kept how long each ended case is kept."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text

from services.chassis.database import EnumText, UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.locks import lock
from services.chassis.pages import next_rows
from services.chassis.unit import Unit
from services.intake.retention.model import Retention, RetentionStatus

mapping = mapping_of("intake")

retentions = Table(
    "retentions",
    mapping.metadata,
    Column("case_ref", Text, ForeignKey("cases.case_ref"), primary_key=True),
    Column("record_class", Text, nullable=False),
    Column("rules_version", Text, nullable=False),
    Column("ended_on", Date, nullable=False),
    Column("review_on", Date, nullable=False),
    Column("status", EnumText(RetentionStatus), nullable=False),
    Column("decided_by", Text),
    Column("decided_at", UtcDateTime),
    Column("reason", Text),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    Column("waits_for", Text),
    Column("owner", Text),
    Column("due_at", UtcDateTime),
    Column("reminded_for", UtcDateTime),
    Column("overdue", Boolean, nullable=False),
    Index("ix_retentions_due_at", "due_at", "case_ref"),
    Index("ix_retentions_status_case_ref", "status", "case_ref"),
)
mapping.map_imperatively(Retention, retentions)


class RetentionStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, retention: Retention) -> None:
        self._session.add(retention)

    def find(self, case_ref: str) -> Retention | None:
        """Return the retention of a case, locked; nothing while the case goes on."""
        return lock(self._session, Retention, case_ref)

    def get(self, case_ref: str) -> Retention:
        found = self.find(case_ref)
        if found is None:
            raise NotFound("no-such-retention", f"Case {case_ref} has not ended, or is not known.")
        return found

    def page(
        self, *, status: RetentionStatus | None, after: str | None, limit: int
    ) -> Sequence[Retention]:
        """Return the next retentions, in the order of the cases."""
        return next_rows(
            self._session, Retention, retentions, after=after, limit=limit, status=status
        )
