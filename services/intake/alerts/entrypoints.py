"""When the day of an alert has come."""

from __future__ import annotations

from services.chassis.bus import reminder
from services.chassis.unit import Unit
from services.intake.alerts import usecases


class Alerts:
    """Tells who must act before something breaks."""

    @reminder("alert_due")
    def on_alert_due(
        self, unit: Unit, case_ref: str, about: str, what: str, breaks_on: str
    ) -> None:
        """Something will break soon, or breaks today."""
        usecases.raise_alert(unit, case_ref=case_ref, about=about, what=what, breaks_on=breaks_on)
