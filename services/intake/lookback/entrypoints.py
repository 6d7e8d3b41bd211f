"""The look-back as staff ask for it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.intake.cases.schemas import CaseSummaryView
from services.intake.lookback import usecases
from services.intake.lookback.schemas import AlikeView, IdentityBody, IdentityView, OverrideBody


class LookBack:
    """Shows who looks alike and why, and takes down what was decided."""

    @rpc("intake:eligibility:read")
    def look_back_of_case(self, unit: Unit, *, ref: str) -> dict[str, Any]:
        """Return who may be somebody of the case, the likeliest first."""
        found = usecases.alike_in_case(unit, ref=ref)
        return {"case_ref": ref, "alike": AlikeView(many=True).dump(found)}

    @rpc("intake:eligibility:write")
    def decide_identity(self, unit: Unit, *, ref: str, body: dict[str, Any]) -> dict[str, Any]:
        """Say whether two records are one person, or take back what was said."""
        decision = usecases.decide_identity(unit, ref=ref, **IdentityBody().load(body))
        return IdentityView().dump(decision)

    @rpc("intake:eligibility:approve")
    def override_look_back(self, unit: Unit, *, ref: str, body: dict[str, Any]) -> dict[str, Any]:
        """Let a case go on although nobody has decided."""
        asked = OverrideBody().load(body)
        return CaseSummaryView().dump(usecases.override_look_back(unit, ref=ref, **asked))
