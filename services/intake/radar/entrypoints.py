"""The radar as staff ask for it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.intake.radar import usecases
from services.intake.radar.schemas import BlipView, RadarQuery, RightsBlipView


class Radar:
    """Shows what is due or about to break."""

    @rpc("intake:cases:read")
    def radar(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return what somebody must see to, the most pressing first."""
        found, following = usecases.look_ahead(unit, **RadarQuery().load(query))
        return {"items": BlipView(many=True).dump(found), "next": following}

    @rpc("intake:rights:read")
    def rights_radar(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return which requests, erasures and reviews of retention are due."""
        found, following = usecases.look_at_rights(unit, **RadarQuery().load(query))
        return {"items": RightsBlipView(many=True).dump(found), "next": following}
