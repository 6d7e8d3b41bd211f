"""Eligibility decisions as staff ask for them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.intake.eligibility import usecases
from services.intake.eligibility.schemas import DecisionsQuery, DecisionView, ReasonView


class Eligibility:
    """Decides, and explains what was decided."""

    @rpc("intake:eligibility:write")
    def decide_eligibility(self, unit: Unit, *, ref: str) -> dict[str, Any]:
        """Decide whether we may help, with a reason per rule."""
        decision, reasons = usecases.decide_eligibility(unit, ref=ref)
        return DecisionView().dump(decision) | {"reasons": ReasonView(many=True).dump(reasons)}

    @rpc("intake:eligibility:read")
    def decisions_of_case(self, unit: Unit, *, ref: str, query: dict[str, Any]) -> dict[str, Any]:
        """Return every decision on a case, oldest first."""
        page = DecisionsQuery().load(query)
        found, following = usecases.decisions_of_case(unit, ref=ref, **page)
        items = [DecisionView().dump(one) | {"reasons": reasons} for one, reasons in found]
        return {"items": items, "next": following}
