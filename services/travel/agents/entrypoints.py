"""Agents as the bus sees them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.travel.agents import usecases
from services.travel.agents.schemas import AgentName, AgentRegistration, show_agent


class Agents:
    """Registers and retires the agents that may be asked, and shows how well they serve."""

    @rpc("travel:agents:write")
    def register_agent(self, unit: Unit, *, body: dict[str, Any]) -> dict[str, Any]:
        """Register an agent, or a known agent's next key."""
        return show_agent(usecases.register_agent(unit, **AgentRegistration().load(body)))

    @rpc("travel:agents:write")
    def retire_agent(self, unit: Unit, *, body: dict[str, Any]) -> dict[str, Any]:
        """Ask an agent for nothing new."""
        return show_agent(usecases.retire_agent(unit, **AgentName().load(body)))

    @rpc("travel:agents:read")
    def agents(self, unit: Unit, *, query: dict[str, Any] | None = None) -> dict[str, Any]:  # noqa: ARG002
        """Return every agent with its scorecard; there are few, so they come on one page."""
        return {"items": [show_agent(*one) for one in usecases.scorecards(unit)], "next": None}
