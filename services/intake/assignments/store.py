"""Where it is kept who worked on a case, and when nobody did."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, select

from services.chassis.database import EnumText, UtcDateTime, mapping_of
from services.chassis.locks import hold, locked
from services.chassis.unit import Unit
from services.intake.assignments.model import Assignment, Gap, GapStatus, How

mapping = mapping_of("intake")

case_assignments = Table(
    "case_assignments",
    mapping.metadata,
    Column("assignment_id", Text, primary_key=True),
    Column("case_ref", Text, nullable=False),
    Column("staff_id", Text, nullable=False),
    Column("how", EnumText(How), nullable=False),
    Column("assigned_by", Text, nullable=False),
    Column("assigned_at", UtcDateTime, nullable=False),
    Column("released_by", Text),
    Column("released_at", UtcDateTime),
    Index("ix_case_assignments_case_ref", "case_ref", "assigned_at"),
)
mapping.map_imperatively(Assignment, case_assignments)

assignment_gaps = Table(
    "assignment_gaps",
    mapping.metadata,
    Column("gap_id", Text, primary_key=True),
    Column("case_ref", Text, nullable=False, index=True),
    Column("status", EnumText(GapStatus), nullable=False),
    Column("version", Integer, nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("waits_for", Text),
    Column("owner", Text),
    Column("due_at", UtcDateTime),
    Column("reminded_for", UtcDateTime),
    Column("overdue", Boolean, nullable=False),
    Index("ix_assignment_gaps_status_gap_id", "status", "gap_id"),
)
mapping.map_imperatively(Gap, assignment_gaps)


class AssignmentStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, assignment: Assignment) -> None:
        self._session.add(assignment)

    def hold(self, case_ref: str) -> None:
        """Wait for whoever else assigns or releases on this case: two must not both be last."""
        hold(self._session, f"assignments {case_ref}")

    def of_case(self, case_ref: str) -> Sequence[Assignment]:
        """Return everybody who works or worked on a case, in the order in which they came."""
        kept = case_assignments.c
        query = select(Assignment).where(kept.case_ref == case_ref)
        return list(self._session.scalars(query.order_by(kept.assigned_at, kept.assignment_id)))

    def add_gap(self, gap: Gap) -> None:
        self._session.add(gap)

    def gap(self, gap_id: str) -> Gap:
        """Return a gap, locked until the transaction ends."""
        return locked(self._session, Gap, gap_id, "gap")

    def open_gap(self, case_ref: str) -> Gap | None:
        """Return the gap of a case that nobody has filled."""
        kept = assignment_gaps.c
        query = select(Gap).where(kept.case_ref == case_ref, kept.status == GapStatus.UNASSIGNED)
        return self._session.scalars(query).first()

    def gaps(self, *, after: str | None, limit: int) -> Sequence[Gap]:
        """Return the next cases without anybody, the oldest first."""
        kept = assignment_gaps.c
        query = select(Gap).where(kept.status == GapStatus.UNASSIGNED)
        if after is not None:
            query = query.where(kept.gap_id > after)
        return list(self._session.scalars(query.order_by(kept.gap_id).limit(limit)))
