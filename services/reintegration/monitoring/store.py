"""Where final reports and follow-ups are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    insert,
    select,
)

from services.chassis.database import EnumText, UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.locks import locking
from services.chassis.unit import Unit
from services.reintegration.monitoring.model import (
    Feedback,
    FinalReport,
    FollowUp,
    Mode,
    ReportOutcome,
    Status,
)

mapping = mapping_of("reintegration")

final_reports = Table(
    "final_reports",
    mapping.metadata,
    Column("case_ref", Text, primary_key=True),
    Column("entitlement_id", Text, nullable=False),
    Column("outcome", EnumText(ReportOutcome), nullable=False),
    Column("feedback", EnumText(Feedback), nullable=False),
    Column("spent_minor", BigInteger, nullable=False),
    Column("lapsed_minor", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("filed_by", Text, nullable=False),
    Column("filed_at", UtcDateTime, nullable=False),
)
follow_ups = Table(
    "follow_ups",
    mapping.metadata,
    Column("id", Text, primary_key=True),
    Column("case_ref", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("arrived_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("plan_id", Text),
    Column("mode", EnumText(Mode)),
    Column("interviewed_on", Date),
    Column("interviewed_by", Text),
    Column("status", EnumText(Status), nullable=False),
    Column("due_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    UniqueConstraint("case_ref", "person_id"),
)
mapping.map_imperatively(FollowUp, follow_ups)


class ReportStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, report: FinalReport) -> None:
        values = {column.name: getattr(report, column.name) for column in final_reports.c}
        self._session.execute(insert(final_reports).values(values))

    def of_case(self, case_ref: str) -> FinalReport:
        row = self._session.execute(
            select(final_reports).where(final_reports.c.case_ref == case_ref)
        ).one_or_none()
        if row is None:
            raise NotFound("no-final-report", f"Case {case_ref} has no final report.")
        return FinalReport(**row._mapping)  # noqa: SLF001 - SQLAlchemy's own public name


class FollowUpStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, follow_up: FollowUp) -> None:
        self._session.add(follow_up)

    def get(self, follow_up_id: str) -> FollowUp:
        """Lock and return it."""
        locked = locking(select(FollowUp))
        found = self._session.scalar(locked.where(follow_ups.c.id == follow_up_id))
        if found is None:
            raise NotFound("no-such-follow-up", f"There is no follow-up {follow_up_id}.")
        return found

    def page(self, *, limit: int, after: str | None = None, **named: Any) -> Sequence[FollowUp]:
        query = select(FollowUp).where(*(follow_ups.c[k] == v for k, v in named.items()))
        if after is not None:
            query = query.where(follow_ups.c.id > after)
        return self._session.scalars(query.order_by(follow_ups.c.id).limit(limit)).all()
