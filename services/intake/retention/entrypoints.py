"""Retention as the privacy officer sees it and decides on it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import reminder, rpc
from services.chassis.unit import Unit
from services.intake.retention import usecases
from services.intake.retention.schemas import (
    LongerRetention,
    RetentionReason,
    RetentionsQuery,
    RetentionView,
)

Body = dict[str, Any]


class Retentions:
    """Says what is kept how long, and takes what the privacy officer decides."""

    @rpc("intake:rights:read")
    def retentions(self, unit: Unit, *, query: Body) -> Body:
        """Return a page of ended cases with their day of review."""
        found, following = usecases.retentions(unit, **RetentionsQuery().load(query))
        return {"items": RetentionView(many=True).dump(found), "next": following}

    @rpc("intake:rights:write")
    def keep_longer(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """Keep a case longer, with a reason and a new day."""
        asked = LongerRetention().load(body)
        return RetentionView().dump(usecases.keep_longer(unit, ref=ref, **asked))

    @rpc("intake:rights:write")
    def hold_case(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """A legal hold: nothing of the case is erased."""
        asked = RetentionReason().load(body)
        return RetentionView().dump(usecases.hold(unit, ref=ref, **asked))

    @rpc("intake:rights:write")
    def release_from_hold(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """The legal hold is over."""
        asked = RetentionReason().load(body)
        return RetentionView().dump(usecases.release(unit, ref=ref, **asked))

    @reminder("retention_due")
    def on_retention_due(self, unit: Unit, case_ref: str, status: str, due_at: str) -> None:
        """A term is over, or a review was not made in time."""
        usecases.review_due(unit, case_ref=case_ref, status=status, due_at=due_at)
