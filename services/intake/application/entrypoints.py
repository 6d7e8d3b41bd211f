"""The application as staff record it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.intake.application import usecases
from services.intake.application.schemas import ApplicationBody
from services.intake.cases.schemas import CaseSummaryView
from services.intake.consent.schemas import ConsentView


class Application:
    """Records what was signed, and what is no longer agreed to."""

    @rpc("intake:cases:write")
    def sign_application(self, unit: Unit, *, ref: str, body: dict[str, Any]) -> dict[str, Any]:
        """Record the departure request and the data-exchange consent."""
        signed = ApplicationBody().load(body)
        return CaseSummaryView().dump(usecases.sign_application(unit, ref=ref, **signed))

    @rpc("intake:cases:read")
    def consents_of_case(self, unit: Unit, *, ref: str, query: dict[str, Any]) -> dict[str, Any]:
        """Return every consent of a case, those that were withdrawn included."""
        _ = query
        found = usecases.consents_of_case(unit, ref=ref)
        return {"items": ConsentView(many=True).dump(found), "next": None}

    @rpc("intake:cases:write")
    def withdraw_consent(self, unit: Unit, *, ref: str, consent_id: str) -> dict[str, Any]:
        """Record that somebody no longer agrees; a departure without consent is called off."""
        case = usecases.withdraw_consent_of_case(unit, ref=ref, consent_id=consent_id)
        return CaseSummaryView().dump(case)
