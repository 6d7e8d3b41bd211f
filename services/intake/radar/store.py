"""The questions that the radar asks: what is due, in the order of time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, func, select, tuple_

from services.chassis.unit import Unit
from services.intake.alerts.model import Alert, What
from services.intake.alerts.store import alerts
from services.intake.cases.model import Case
from services.intake.cases.store import cases
from services.intake.erasure.model import Erasure
from services.intake.erasure.store import erasures
from services.intake.person_requests.model import PersonRequest
from services.intake.person_requests.store import person_requests
from services.intake.radar.model import Place, Source
from services.intake.retention.model import Retention
from services.intake.retention.store import retentions


@dataclass(frozen=True)
class Waiters:
    """Things that wait: each has an owner and a deadline, and may be of a case."""

    kind: type[Any]
    table: Table
    key: str

    @property
    def order(self) -> tuple[Any, ...]:
        """What orders them among each other, as `Place` does."""
        due_at, case_ref = self.table.c.due_at, self.table.c.case_ref
        named = func.coalesce(case_ref, "") if case_ref.nullable else case_ref
        return due_at, named, self.table.c[self.key]


WAITERS: Mapping[Source, Waiters] = {
    Source.CASE: Waiters(Case, cases, "case_ref"),
    Source.ERASURE: Waiters(Erasure, erasures, "erasure_id"),
    Source.REQUEST: Waiters(PersonRequest, person_requests, "request_id"),
    Source.RETENTION: Waiters(Retention, retentions, "case_ref"),
}


class RadarStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def due(
        self, source: Source, *, until: datetime, owner: str | None, after: Place | None, limit: int
    ) -> Sequence[Any]:
        """Return the next things of a source whose deadline comes before an instant."""
        waiters = WAITERS[source]
        due_at = waiters.table.c.due_at
        query = select(waiters.kind).where(due_at <= until)
        if owner is not None:
            query = query.where(waiters.table.c.owner == owner)
        if after is not None and after.source == source:
            last = (after.at, after.case_ref, after.about)
            query = query.where(tuple_(*waiters.order) > last)
        elif after is not None:
            # At the same instant sources stand in the order of their names.
            query = query.where(due_at >= after.at if after.source < source else due_at > after.at)
        return list(self._session.scalars(query.order_by(*waiters.order).limit(limit)))

    def standing(
        self,
        *,
        until: date,
        owners: tuple[str, ...] | None,
        apart: bool,
        after: Place | None,
        limit: int,
    ) -> Sequence[Alert]:
        """Return the next alerts to be told by a day; with `apart`, those that are kept apart."""
        order = (alerts.c.alert_on, alerts.c.case_ref, alerts.c.about, alerts.c.what)
        query = select(Alert).where(alerts.c.settled.is_(False), alerts.c.alert_on <= until)
        if not apart:
            query = query.where(alerts.c.what != What.CONFIDENTIAL)
        if owners is not None:
            query = query.where(alerts.c.owner.in_(owners))
        if after is not None and after.source == "alert":
            last = (after.at.date(), after.case_ref, after.about, after.what)
            query = query.where(tuple_(*order) > last)
        elif after is not None:
            query = query.where(alerts.c.alert_on > after.at.date())
        return list(self._session.scalars(query.order_by(*order).limit(limit)))
