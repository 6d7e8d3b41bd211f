"""Access in an emergency as staff ask for it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import reminder, rpc
from services.chassis.unit import Unit
from services.intake.emergency_access import usecases
from services.intake.emergency_access.schemas import (
    AccessQuery,
    AccessView,
    GlassBody,
    ReviewBody,
)

Body = dict[str, Any]


class EmergencyAccesses:
    """Lets somebody in for a short time, and has the supervisor look at it."""

    @rpc("intake:emergency_access:write")
    def break_glass(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """See a case that is not yours, with a reason."""
        asked = GlassBody().load(body)
        return AccessView().dump(usecases.break_glass(unit, ref=ref, **asked))

    @rpc("intake:emergency_access:read")
    def emergency_accesses(self, unit: Unit, *, query: Body) -> Body:
        """Return a page of accesses, oldest first."""
        found, following = usecases.emergency_accesses(unit, **AccessQuery().load(query))
        return {"items": AccessView(many=True).dump(found), "next": following}

    @rpc("intake:emergency_access:approve")
    def review_access(self, unit: Unit, *, access_id: str, body: Body) -> Body:
        """Say whether there was need."""
        asked = ReviewBody().load(body)
        return AccessView().dump(usecases.review_access(unit, access_id=access_id, **asked))

    @reminder("access_review_due")
    def on_access_review_due(self, unit: Unit, access_id: str, status: str, due_at: str) -> None:
        """By now the supervisor should have looked at it."""
        usecases.escalate_review(unit, access_id=access_id, status=status, due_at=due_at)
