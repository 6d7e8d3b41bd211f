"""Erasures of experts as the privacy officer asks for them, and what travel says of its own."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import event_handler, reminder, rpc
from services.chassis.privacy.forgetting_schemas import Acknowledged, ErasuresQuery
from services.chassis.unit import Unit
from services.expert_deployment.erasures import usecases
from services.expert_deployment.erasures.schemas import (
    ExpertErasureBody,
    ExpertErasureView,
)


class ExpertErasures:
    """Forgets experts, and knows who has not yet."""

    @rpc("expert_deployment:rights:write")
    def erase_expert(self, unit: Unit, *, expert_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Destroy an expert's key here, and have travel do the same."""
        asked = ExpertErasureBody().load(body)
        return ExpertErasureView().dump(usecases.erase_expert(unit, expert_id=expert_id, **asked))

    @rpc("expert_deployment:rights:read")
    def expert_erasures(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return a page of erasures, with who is still silent."""
        found, following = usecases.expert_erasures(unit, **ErasuresQuery().load(query))
        return {"items": ExpertErasureView(many=True).dump(found), "next": following}

    @reminder("expert_erasure_due")
    def on_expert_erasure_due(self, unit: Unit, erasure_id: str) -> None:
        """By now everybody should have said so."""
        usecases.escalate_erasure(unit, erasure_id=erasure_id)

    @event_handler("travel", "expert_erasure_acknowledged.v1")
    def on_expert_forgotten(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Travel, or a travel agent, has forgotten the expert."""
        usecases.note_acknowledgement(unit, **Acknowledged().load(fact))
