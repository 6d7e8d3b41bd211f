"""Where nominations are kept, and how many places of a quota they use."""

from __future__ import annotations

from datetime import date

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    func,
    select,
)

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.locks import hold
from services.chassis.unit import Unit
from services.intake.cases.store import cases
from services.intake.resettlement.model import Entry, Nomination, Quota, SubQuota
from services.intake.states.model import CaseStatus

mapping = mapping_of("intake")

nominations = Table(
    "nominations",
    mapping.metadata,
    Column("case_ref", Text, ForeignKey("cases.case_ref"), primary_key=True),
    Column("entry", EnumText(Entry), nullable=False),
    Column("sub_quota", EnumText(SubQuota), nullable=False),
    Column("nominated_on", Date, nullable=False),
    Column("persons", Integer, nullable=False),
    Column("interviewed_on", Date),
    Column("selected_on", Date),
    Column("overridden_because", Text),
    Column("trainings", JsonOf, nullable=False),
    Column("examinations", JsonOf, nullable=False),
    Column("documents", JsonOf, nullable=False),
    Column("exit_permit", JsonOf),
    Column("municipality", Text),
    Column("handed_over_at", UtcDateTime),
    Index("ix_nominations_selected_on", "selected_on"),
)
mapping.map_imperatively(Nomination, nominations)

# Whoever does not come gives the place back.
NOT_COMING = (CaseStatus.DECLINED, CaseStatus.WITHDRAWING, CaseStatus.WITHDRAWN)


class NominationStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, nomination: Nomination) -> None:
        self._session.add(nomination)

    def find(self, case_ref: str) -> Nomination | None:
        return self._session.get(Nomination, case_ref)

    def hold_quotas(self) -> None:
        """Let selections wait for each other, so that two never take the same last place."""
        hold(self._session, "quotas")

    def used(self, quota: Quota) -> int:
        """Return how many persons of a quota's period were selected and still come."""
        query = (
            select(func.coalesce(func.sum(nominations.c.persons), 0))
            .join(cases, cases.c.case_ref == nominations.c.case_ref)
            .where(nominations.c.selected_on >= quota.valid_from)
            .where(nominations.c.selected_on <= (quota.valid_to or date.max))
            .where(cases.c.status.not_in(NOT_COMING))
        )
        if quota.sub_quota != "total":
            query = query.where(nominations.c.sub_quota == SubQuota(quota.sub_quota))
        return int(self._session.execute(query).scalar_one())
