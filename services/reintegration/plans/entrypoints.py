"""Plans as the bus sees them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.reintegration.plans import usecases
from services.reintegration.plans.model import Plan
from services.reintegration.plans.schemas import PlanDraft, PlanFilter, PlanLine, PlanView
from services.reintegration.plans.store import PlanStore


class Plans:
    """Drafts plans, changes them within the budget, and makes them final."""

    @rpc("reintegration:plans:write")
    def draft_plan(self, unit: Unit, *, body: dict[str, Any]) -> dict[str, Any]:
        """Begin a plan."""
        return _shown(unit, usecases.draft_plan(unit, **PlanDraft().load(body)))[0]

    @rpc("reintegration:plans:read")
    def plan(self, unit: Unit, *, plan_id: str) -> dict[str, Any]:
        """Return one plan."""
        return _shown(unit, unit.store(PlanStore).read(plan_id))[0]

    @rpc("reintegration:plans:read")
    def plans(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return one page of plans, oldest first."""
        asked = PlanFilter().load(query)
        found = usecases.plans_page(unit, **asked)
        following = found[-1].id if len(found) == asked["limit"] else None
        return {"items": _shown(unit, *found), "next": following}

    @rpc("reintegration:plans:write")
    def add_plan_line(self, unit: Unit, *, plan_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Plan to buy one more thing."""
        asked = PlanLine().load(body)
        return _shown(unit, usecases.add_line(unit, plan_id=plan_id, **asked))[0]

    @rpc("reintegration:plans:write")
    def withdraw_plan_line(self, unit: Unit, *, plan_id: str, line_id: str) -> dict[str, Any]:
        """Plan not to buy it after all."""
        return _shown(unit, usecases.withdraw_line(unit, plan_id=plan_id, line_id=line_id))[0]

    @rpc("reintegration:plans:write")
    def agree_plan(self, unit: Unit, *, plan_id: str) -> dict[str, Any]:
        """Record the person's agreement."""
        return _shown(unit, usecases.agree_plan(unit, plan_id=plan_id))[0]

    @rpc("reintegration:plans:write")
    def cancel_plan(self, unit: Unit, *, plan_id: str) -> dict[str, Any]:
        """Give a plan up before it is final."""
        return _shown(unit, usecases.cancel_plan(unit, plan_id=plan_id))[0]

    @rpc("reintegration:plans:write")
    def review_plan(self, unit: Unit, *, plan_id: str) -> dict[str, Any]:
        """Open the plan for changes after arrival."""
        return _shown(unit, usecases.review_plan(unit, plan_id=plan_id))[0]

    @rpc("reintegration:plans:write")
    def finalise_plan(self, unit: Unit, *, plan_id: str) -> dict[str, Any]:
        """Make the plan final; payments are possible from now."""
        return _shown(unit, usecases.finalise_plan(unit, plan_id=plan_id))[0]


def _shown(unit: Unit, *plans: Plan) -> list[dict[str, Any]]:
    """Return the plans with their lines in words."""
    words = usecases.descriptions(unit, plans)
    views: list[dict[str, Any]] = PlanView(many=True).dump(plans)
    for line in (line for view in views for line in view["lines"]):
        line["description"] = words[line["line_id"]]
    return views
