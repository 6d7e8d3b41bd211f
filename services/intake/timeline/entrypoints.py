"""The timeline as staff ask for it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.intake.timeline import usecases
from services.intake.timeline.schemas import EntryView, TimelineQuery


class Timeline:
    """Tells what happened in a case."""

    @rpc("intake:cases:read")
    def timeline_of_case(self, unit: Unit, *, ref: str, query: dict[str, Any]) -> dict[str, Any]:
        """Return what happened in all services, oldest first."""
        page = TimelineQuery().load(query)
        entries, following = usecases.timeline_of_case(unit, ref=ref, **page)
        return {"items": EntryView(many=True).dump(entries), "next": following}
