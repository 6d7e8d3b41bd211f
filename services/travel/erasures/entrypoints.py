"""Erasures at agents, as the privacy officer sees them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import reminder, rpc
from services.chassis.unit import Unit
from services.travel.erasures import usecases
from services.travel.erasures.schemas import AgentErasuresQuery, AgentErasureView


class AgentErasures:
    """Knows which agent has not forgotten whom."""

    @rpc("travel:rights:read")
    def agent_erasures(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return a page of erasures at agents, oldest first."""
        found, following = usecases.agent_erasures(unit, **AgentErasuresQuery().load(query))
        return {"items": AgentErasureView(many=True).dump(found), "next": following}

    @reminder("agent_erasure_unanswered")
    def on_agent_erasure_unanswered(self, unit: Unit, erasure_reference: str) -> None:
        """A week has passed; an agent that said nothing is asked again."""
        usecases.ask_again(unit, erasure_reference=erasure_reference)
