"""Where expert_deployment keeps its assignments."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, select

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.locks import hold, locked
from services.chassis.unit import Unit
from services.expert_deployment.assignments.model import Assignment, Status
from services.expert_deployment.vacancies.model import Mode

mapping = mapping_of("expert_deployment")

assignments = Table(
    "assignments",
    mapping.metadata,
    Column("id", String, primary_key=True),
    Column("vacancy_id", String, ForeignKey("vacancies.id"), nullable=False),
    Column("expert_id", String, ForeignKey("experts.id"), nullable=False),
    Column("programme", String, nullable=False),
    Column("country", String, nullable=False),
    Column("mode", EnumText(Mode), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("destination_airport", String),
    Column("origin_airport", String, nullable=False),
    Column("case_ref", String),
    Column("part", Integer, nullable=False),
    Column("status", EnumText(Status), nullable=False),
    Column("on_file", JsonOf, nullable=False),
    Column("reasons", JsonOf, nullable=False),
    Column("movement_id", String),
    Column("heard", JsonOf, nullable=False),
    Column("expert_report", String),
    Column("host_report", String),
    Column("outcome", String),
    Column("reason_code", String),
    Column("waits_for", String),
    Column("owner", String),
    Column("due_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    Index("ix_assignments_vacancy_id_id", "vacancy_id", "id"),
    Index("ix_assignments_expert_id_id", "expert_id", "id"),
    Index("ix_assignments_status_id", "status", "id"),
    Index("ix_assignments_case_ref", "case_ref"),
)
mapping.map_imperatively(Assignment, assignments)

OWES_REPORTS = (Status.STARTED, Status.REPORTS_DUE)


class AssignmentStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, assignment: Assignment) -> None:
        self._session.add(assignment)

    def get(self, assignment_id: str) -> Assignment:
        """Return the assignment, locked until the unit ends."""
        return locked(self._session, Assignment, assignment_id, "assignment")

    def of_case(self, case_ref: str) -> Sequence[Assignment]:
        query = select(Assignment).where(assignments.c.case_ref == case_ref)
        return self._session.scalars(query.order_by(assignments.c.id)).all()

    def of_expert(self, expert_id: str) -> Sequence[Assignment]:
        query = select(Assignment).where(assignments.c.expert_id == expert_id)
        return self._session.scalars(query.order_by(assignments.c.id)).all()

    def parts(self, vacancy_id: str, expert_id: str) -> Sequence[Assignment]:
        """Return every part of one expert's work for one vacancy that was not withdrawn.

        Whoever adds a part, or agrees other days of one, waits here for whoever does so too.
        """
        hold(self._session, f"parts {vacancy_id} {expert_id}")
        query = select(Assignment).where(
            assignments.c.vacancy_id == vacancy_id,
            assignments.c.expert_id == expert_id,
            assignments.c.status.not_in([Status.WITHDRAWING, Status.WITHDRAWN]),
        )
        return self._session.scalars(query.order_by(assignments.c.part)).all()

    def owing_reports(self, expert_id: str) -> Sequence[Assignment]:
        """Return what this expert has worked on without both reports."""
        query = select(Assignment).where(
            assignments.c.expert_id == expert_id, assignments.c.status.in_(OWES_REPORTS)
        )
        return self._session.scalars(query.order_by(assignments.c.id)).all()

    def page(self, *, limit: int, after: str | None, **named: str) -> Sequence[Assignment]:
        """Return at most `limit` assignments behind `after`, that match the filters."""
        query = select(Assignment).filter_by(**named).order_by(assignments.c.id).limit(limit)
        if after:
            query = query.where(assignments.c.id > after)
        return self._session.scalars(query).all()
