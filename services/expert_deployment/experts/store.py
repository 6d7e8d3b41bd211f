"""Where expert_deployment keeps its experts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Boolean, Column, Date, Index, Integer, LargeBinary, String, Table, select

from services.chassis.database import JsonOf, UtcDateTime, mapping_of
from services.chassis.locks import locked
from services.chassis.unit import Unit
from services.expert_deployment.experts.model import Expert

mapping = mapping_of("expert_deployment")

experts = Table(
    "experts",
    mapping.metadata,
    Column("id", String, primary_key=True),
    Column("diaspora_of", JsonOf, nullable=False),
    Column("sectors", JsonOf, nullable=False),
    Column("residence_country", String, nullable=False),
    Column("residence_until", Date),
    Column("right_of_return", Boolean, nullable=False),
    Column("consent_signed_on", Date, nullable=False),
    Column("consent_language", String, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("registered_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_experts_diaspora_of", "diaspora_of", postgresql_using="gin"),
    Index("ix_experts_sectors", "sectors", postgresql_using="gin"),
)
mapping.map_imperatively(Expert, experts)


class ExpertStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, expert: Expert) -> None:
        self._session.add(expert)

    def get(self, expert_id: str) -> Expert:
        """Return the expert, locked until the unit ends."""
        return locked(self._session, Expert, expert_id, "expert")

    def page(
        self, *, limit: int, after: str | None, country: str | None, sector: str | None
    ) -> Sequence[Expert]:
        """Return at most `limit` experts behind `after`, by the diaspora and sector asked for."""
        query = select(Expert).order_by(experts.c.id).limit(limit)
        if after:
            query = query.where(experts.c.id > after)
        if country:
            query = query.where(experts.c.diaspora_of.contains([country]))
        if sector:
            query = query.where(experts.c.sectors.contains([sector]))
        return self._session.scalars(query).all()
