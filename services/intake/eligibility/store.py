"""Where decisions are kept. None is ever changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    func,
    select,
)

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.unit import Unit
from services.intake.eligibility.model import Decision, Verdict

mapping = mapping_of("intake")

decisions = Table(
    "eligibility_decisions",
    mapping.metadata,
    Column("decision_id", Text, primary_key=True),
    Column("case_ref", Text, ForeignKey("cases.case_ref"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("stage", Text, nullable=False),
    Column("verdict", EnumText(Verdict), nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("reference_date", Date, nullable=False),
    Column("codes", JsonOf, nullable=False),
    Column("open_rules", JsonOf, nullable=False),
    Column("versions", JsonOf, nullable=False),
    Column("sealed_reasons", LargeBinary, nullable=False),
    UniqueConstraint("case_ref", "number"),
)
mapping.map_imperatively(Decision, decisions)


class DecisionStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, decision: Decision) -> None:
        self._session.add(decision)

    def count(self, case_ref: str) -> int:
        """Return how many decisions were taken on a case; its row is locked by whoever asks."""
        query = select(func.count()).where(decisions.c.case_ref == case_ref)
        return int(self._session.scalar(query) or 0)

    def page(self, case_ref: str, *, after: int, limit: int) -> Sequence[Decision]:
        """Return the decisions with a higher number, in order."""
        query = (
            select(Decision)
            .where(decisions.c.case_ref == case_ref, decisions.c.number > after)
            .order_by(decisions.c.number)
            .limit(limit)
        )
        return list(self._session.scalars(query))
