"""Departure from detention as staff record it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.intake.cases.schemas import CaseSummaryView
from services.intake.detention import usecases
from services.intake.detention.schemas import (
    AnnouncementBody,
    DetentionBody,
    DetentionView,
    ReleaseBody,
)

Body = dict[str, Any]


class Detentions:
    """Records the detention, whom it was told that the person leaves, and its end."""

    @rpc("intake:cases:write")
    def record_detention(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """R-DET-01, R-DET-02: the request, the place, the order and its term."""
        told = DetentionBody().load(body)
        return CaseSummaryView().dump(usecases.record_detention(unit, ref=ref, **told))

    @rpc("intake:cases:read")
    def detention_of_case(self, unit: Unit, *, ref: str) -> Body:
        """Return the detention, and its last day."""
        return DetentionView().dump(usecases.show_detention(unit, ref=ref))

    @rpc("intake:cases:write")
    def announce_booking(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """R-DET-03: DT&V or DJI was told of the booking."""
        told = AnnouncementBody().load(body)
        return CaseSummaryView().dump(usecases.announce_booking(unit, ref=ref, **told))

    @rpc("intake:cases:write")
    def release_from_detention(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """The person is no longer held."""
        told = ReleaseBody().load(body)
        return CaseSummaryView().dump(usecases.release(unit, ref=ref, **told))
