"""Where expert_deployment keeps its candidates."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, select

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.locks import locked, locking
from services.chassis.unit import Unit
from services.expert_deployment.matching.model import OPEN, Candidate, Status

mapping = mapping_of("expert_deployment")

candidates = Table(
    "candidates",
    mapping.metadata,
    Column("id", String, primary_key=True),
    Column("vacancy_id", String, ForeignKey("vacancies.id"), nullable=False),
    Column("expert_id", String, ForeignKey("experts.id"), nullable=False),
    Column("case_ref", String),
    Column("status", EnumText(Status), nullable=False),
    Column("reasons", JsonOf, nullable=False),
    Column("approvals", JsonOf, nullable=False),
    Column("assignment_id", String),
    Column("waits_for", String),
    Column("owner", String),
    Column("due_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    Index("ix_candidates_vacancy_id_id", "vacancy_id", "id"),
    Index("ix_candidates_expert_id", "expert_id"),
)
mapping.map_imperatively(Candidate, candidates)


class CandidateStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, candidate: Candidate) -> None:
        self._session.add(candidate)

    def get(self, candidate_id: str) -> Candidate:
        """Return the candidate, locked until the unit ends."""
        return locked(self._session, Candidate, candidate_id, "candidate")

    def open_of(self, vacancy_id: str) -> Sequence[Candidate]:
        """Return the candidates of a vacancy who still wait for a word, locked."""
        query = select(Candidate).where(
            candidates.c.vacancy_id == vacancy_id, candidates.c.status.in_(OPEN)
        )
        return self._session.scalars(locking(query.order_by(candidates.c.id))).all()

    def open_of_expert(self, expert_id: str) -> Sequence[Candidate]:
        """Return what an expert is a candidate for and still waits for a word on."""
        query = select(Candidate).where(
            candidates.c.expert_id == expert_id, candidates.c.status.in_(OPEN)
        )
        return self._session.scalars(query.order_by(candidates.c.id)).all()

    def page(self, *, vacancy_id: str, limit: int, after: str | None) -> Sequence[Candidate]:
        """Return at most `limit` candidates of a vacancy behind `after`, oldest first."""
        query = select(Candidate).where(candidates.c.vacancy_id == vacancy_id)
        if after:
            query = query.where(candidates.c.id > after)
        return self._session.scalars(query.order_by(candidates.c.id).limit(limit)).all()
