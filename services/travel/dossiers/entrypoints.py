"""Dossiers as the bus sees them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.schema import Page
from services.chassis.unit import Unit
from services.travel.dossiers import usecases
from services.travel.dossiers.schemas import MovementPage, show_dossier, show_line
from services.travel.movements.schemas import show_movement


class Dossiers:
    """Shows where journeys stand, what they wait for, and why each offer was taken or not."""

    @rpc("travel:movements:read")
    def movement(self, unit: Unit, *, movement_id: str) -> dict[str, Any]:
        """Return one journey whole."""
        return show_dossier(usecases.dossier_of(unit, movement_id=movement_id))

    @rpc("travel:movements:read")
    def movements_of_case(self, unit: Unit, *, ref: str) -> dict[str, Any]:
        """Return every journey of a case, whole."""
        found = usecases.dossiers_of_case(unit, case_ref=ref)
        return {"items": [show_dossier(one) for one in found], "next": None}

    @rpc("travel:restricted:read")
    def hidden_movements(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """R-VOT-04: return a page of hidden journeys, to whoever arranges or accompanies them."""
        asked = Page().load(query)
        found, limit = usecases.page(unit, restricted=True, **asked), asked["limit"]
        items = [show_movement(one) for one in found[:limit]]
        return {"items": items, "next": items[-1]["movement_id"] if len(found) > limit else None}

    @rpc("travel:movements:read")
    def movements(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return a page of journeys, the oldest first."""
        asked = MovementPage().load(query)
        found, limit = usecases.page(unit, **asked), asked["limit"]
        items = [show_line(one, hidden=usecases.is_hidden(unit, one)) for one in found[:limit]]
        return {"items": items, "next": items[-1]["movement_id"] if len(found) > limit else None}
