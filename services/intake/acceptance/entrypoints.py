"""Acceptance as staff ask for it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import reminder, rpc
from services.chassis.unit import Unit
from services.intake.acceptance import usecases
from services.intake.cases.schemas import CaseSummaryView


class Acceptance:
    """Lets a journey be arranged when everything is in place."""

    @rpc("intake:cases:write")
    def accept_case(self, unit: Unit, *, ref: str) -> dict[str, Any]:
        """Accept a case, or refuse with every open point."""
        return CaseSummaryView().dump(usecases.accept_case(unit, ref=ref))

    @reminder("booking_due")
    def on_booking_due(self, unit: Unit, case_ref: str) -> None:
        """Four weeks have passed since the application was signed."""
        usecases.alert_late_booking(unit, case_ref=case_ref)
