"""Where requests of persons are kept: ids, days and who answered, and nobody's name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text, select

from services.chassis.database import EnumText, UtcDateTime, mapping_of
from services.chassis.locks import hold, locked, locking
from services.chassis.pages import next_rows
from services.chassis.unit import Unit
from services.intake.person_requests.model import (
    Answer,
    PersonRequest,
    RequestStatus,
    Right,
    Subject,
)

mapping = mapping_of("intake")

OPEN = (RequestStatus.RECEIVED, RequestStatus.EXTENDED)

person_requests = Table(
    "person_requests",
    mapping.metadata,
    Column("request_id", Text, primary_key=True),
    Column("right", EnumText(Right), nullable=False),
    Column("subject", EnumText(Subject), nullable=False),
    Column("person_id", Text, nullable=False, index=True),
    Column("case_ref", Text),
    Column("received_on", Date, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("rules_version", Text, nullable=False),
    Column("first_due_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("extended_on", Date),
    Column("extension_reason", Text),
    Column("status", EnumText(RequestStatus), nullable=False),
    Column("answer", EnumText(Answer)),
    Column("closed_on", Date),
    Column("closed_by", Text),
    Column("reason", Text),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    Column("waits_for", Text),
    Column("owner", Text),
    Column("due_at", UtcDateTime),
    Column("reminded_for", UtcDateTime),
    Column("overdue", Boolean, nullable=False),
    Index("ix_person_requests_status", "status", "request_id"),
    Index("ix_person_requests_right", "right", "request_id"),
    Index("ix_person_requests_due_at", "due_at", "request_id"),
)
mapping.map_imperatively(PersonRequest, person_requests)


class PersonRequestStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, request: PersonRequest) -> None:
        self._session.add(request)

    def get(self, request_id: str) -> PersonRequest:
        """Return a request, locked until the transaction ends."""
        return locked(self._session, PersonRequest, request_id, "request")

    def open_of(self, person_id: str, right: Right) -> PersonRequest | None:
        """Return what a person has asked for and was not answered yet, locked.

        Whoever records the same request at the same moment waits here.
        """
        hold(self._session, f"request for {right} of {person_id}")
        query = select(PersonRequest).where(
            person_requests.c.person_id == person_id,
            person_requests.c.right == right,
            person_requests.c.status.in_(OPEN),
        )
        return self._session.scalars(locking(query)).first()

    def page(
        self,
        *,
        status: RequestStatus | None,
        right: Right | None,
        person_id: str | None,
        after: str | None,
        limit: int,
    ) -> Sequence[PersonRequest]:
        """Return the next requests, oldest first."""
        return next_rows(
            self._session,
            PersonRequest,
            person_requests,
            after=after,
            limit=limit,
            status=status,
            right=right,
            person_id=person_id,
        )
