"""The questions that the radar asks: which cases are due, in the order of their deadlines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, tuple_

from services.chassis.unit import Unit
from services.intake.alerts.model import Alert, What
from services.intake.alerts.store import alerts
from services.intake.cases.model import Case
from services.intake.cases.store import cases
from services.intake.radar.model import Place


class RadarStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def due(
        self, *, until: datetime, owner: str | None, after: Place | None, limit: int
    ) -> Sequence[Case]:
        """Return the next cases whose deadline comes before an instant."""
        query = select(Case).where(cases.c.due_at <= until)
        if owner is not None:
            query = query.where(cases.c.owner == owner)
        if after is not None and after.source == "case":
            query = query.where(
                tuple_(cases.c.due_at, cases.c.case_ref) > (after.at, after.case_ref)
            )
        elif after is not None:
            query = query.where(cases.c.due_at >= after.at)
        return list(
            self._session.scalars(query.order_by(cases.c.due_at, cases.c.case_ref).limit(limit))
        )

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
