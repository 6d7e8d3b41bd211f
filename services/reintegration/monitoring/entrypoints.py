"""Final reports and follow-ups as the bus sees them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import reminder, rpc
from services.chassis.unit import Unit
from services.reintegration.monitoring import usecases
from services.reintegration.monitoring.schemas import (
    FinalReportCommand,
    FinalReportView,
    FollowUpFilter,
    FollowUpRecord,
    FollowUpView,
)
from services.reintegration.monitoring.store import ReportStore


class Monitoring:
    """Closes the money of a case, and asks after the person when a year is over."""

    @rpc("reintegration:monitoring:write")
    def file_final_report(self, unit: Unit, *, ref: str, body: dict[str, Any]) -> dict[str, Any]:
        """Close the money of a case."""
        asked = FinalReportCommand().load(body)
        return FinalReportView().dump(usecases.file_final_report(unit, case_ref=ref, **asked))

    @rpc("reintegration:monitoring:read")
    def final_report(self, unit: Unit, *, ref: str) -> dict[str, Any]:
        """Return the final report of a case."""
        return FinalReportView().dump(unit.store(ReportStore).of_case(ref))

    @rpc("reintegration:monitoring:read")
    def follow_ups(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return one page of follow-ups, oldest first."""
        asked = FollowUpFilter().load(query)
        found = usecases.follow_ups_page(unit, **asked)
        following = found[-1].id if len(found) == asked["limit"] else None
        return {"items": FollowUpView(many=True).dump(found), "next": following}

    @rpc("reintegration:monitoring:write")
    def record_follow_up(
        self, unit: Unit, *, follow_up_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Record that the person was spoken to."""
        asked = FollowUpRecord().load(body)
        recorded = usecases.record_follow_up(unit, follow_up_id=follow_up_id, **asked)
        return FollowUpView().dump(recorded)

    @reminder("follow_up")
    def on_follow_up(self, unit: Unit, follow_up_id: str) -> None:
        """A year after arrival."""
        usecases.follow_up(unit, follow_up_id=follow_up_id)

    @reminder("spend_window_closed")
    def on_spend_window_closed(self, unit: Unit, entitlement_id: str) -> None:
        """A year after the last arrival."""
        usecases.close_spend_window(unit, entitlement_id=entitlement_id)
