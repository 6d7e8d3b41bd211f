"""Where identity decisions and overrides are kept: rows are only ever added."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, exists, or_, select

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.unit import Unit
from services.intake.lookback.model import IdentityDecision, Override, Verdict

mapping = mapping_of("intake")

identity_decisions = Table(
    "identity_decisions",
    mapping.metadata,
    Column("decision_id", Text, primary_key=True),
    Column("one_id", Text, ForeignKey("persons.person_id"), nullable=False),
    Column("other_id", Text, ForeignKey("persons.person_id"), nullable=False, index=True),
    Column("verdict", EnumText(Verdict), nullable=False),
    Column("score", Integer, nullable=False),
    Column("agreements", JsonOf, nullable=False),
    Column("ground", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    Index("ix_identity_decisions_pair", "one_id", "other_id", "decided_at"),
)
mapping.map_imperatively(IdentityDecision, identity_decisions)

look_back_overrides = Table(
    "look_back_overrides",
    mapping.metadata,
    Column("override_id", Text, primary_key=True),
    Column("case_ref", Text, ForeignKey("cases.case_ref"), nullable=False, index=True),
    Column("ground", Text, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
)
mapping.map_imperatively(Override, look_back_overrides)


class IdentityStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, decision: IdentityDecision) -> None:
        self._session.add(decision)

    def of_persons(self, person_ids: Collection[str]) -> Sequence[IdentityDecision]:
        """Return every decision about any of these, oldest first."""
        columns = identity_decisions.c
        query = (
            select(IdentityDecision)
            .where(
                or_(columns.one_id.in_(list(person_ids)), columns.other_id.in_(list(person_ids)))
            )
            .order_by(columns.decided_at, columns.decision_id)
        )
        return list(self._session.scalars(query))

    def add_override(self, override: Override) -> None:
        self._session.add(override)

    def is_overridden(self, case_ref: str) -> bool:
        given = exists().where(look_back_overrides.c.case_ref == case_ref)
        return bool(self._session.scalar(select(given)))
