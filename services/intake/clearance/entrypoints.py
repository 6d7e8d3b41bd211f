"""Clearance as staff record it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.intake.cases.schemas import CaseSummaryView
from services.intake.clearance import usecases
from services.intake.clearance.schemas import ClearanceAnswer, DisclosureView


class Clearances:
    """Asks for clearance, records the answer, and shows what was disclosed."""

    @rpc("intake:clearance:write")
    def request_clearance(self, unit: Unit, *, ref: str) -> dict[str, Any]:
        """Ask the IND, on the ground of the data-exchange consent."""
        return CaseSummaryView().dump(usecases.request_clearance(unit, ref=ref))

    @rpc("intake:clearance:write")
    def answer_clearance(self, unit: Unit, *, ref: str, body: dict[str, Any]) -> dict[str, Any]:
        """Record the answer of the IND, or the choice of the DT&V."""
        answer = ClearanceAnswer().load(body)
        return CaseSummaryView().dump(usecases.answer_clearance(unit, ref=ref, **answer))

    @rpc("intake:clearance:read")
    def disclosures_of_case(self, unit: Unit, *, ref: str, query: dict[str, Any]) -> dict[str, Any]:
        """Return to whom what was disclosed, and on which ground."""
        _ = query
        found = usecases.disclosures_of_case(unit, ref=ref)
        return {"items": DisclosureView(many=True).dump(found), "next": None}
