"""The application as staff record it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.intake.application import usecases
from services.intake.application.schemas import ApplicationBody
from services.intake.cases.schemas import CaseSummaryView


class Application:
    """Records the two signatures."""

    @rpc("intake:cases:write")
    def sign_application(self, unit: Unit, *, ref: str, body: dict[str, Any]) -> dict[str, Any]:
        """Record the departure request and the data-exchange consent."""
        signed = ApplicationBody().load(body)
        return CaseSummaryView().dump(usecases.sign_application(unit, ref=ref, **signed))
