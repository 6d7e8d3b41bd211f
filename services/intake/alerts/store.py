"""Where alerts are kept: one for each thing of a case that may break."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Boolean, Column, Date, Index, Table, Text, select

from services.chassis.database import EnumText, UtcDateTime, mapping_of
from services.chassis.locks import lock
from services.chassis.unit import Unit
from services.intake.alerts.model import Alert, What

mapping = mapping_of("intake")

alerts = Table(
    "alerts",
    mapping.metadata,
    Column("case_ref", Text, primary_key=True),
    Column("about", Text, primary_key=True),
    Column("what", EnumText(What), primary_key=True),
    Column("breaks_on", Date, nullable=False),
    Column("alert_on", Date, nullable=False),
    Column("owner", Text, nullable=False),
    Column("alerted_at", UtcDateTime),
    Column("settled", Boolean, nullable=False),
    Index("ix_alerts_alert_on", "alert_on", "case_ref"),
)
mapping.map_imperatively(Alert, alerts)


class AlertStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, alert: Alert) -> None:
        self._session.add(alert)

    def find(self, case_ref: str, about: str, what: What) -> Alert | None:
        """Return an alert, locked: its day may come at the moment in which it is moved."""
        return lock(self._session, Alert, (case_ref, about, what))

    def of_case(self, case_ref: str) -> Sequence[Alert]:
        """Return what still stands of a case, what breaks first in front."""
        query = select(Alert).where(alerts.c.case_ref == case_ref, alerts.c.settled.is_(False))
        return list(self._session.scalars(query.order_by(alerts.c.breaks_on, alerts.c.what)))
