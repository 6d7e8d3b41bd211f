"""Departures as the bus sees them: what staff at the airports record."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.travel.departures import usecases
from services.travel.departures.schemas import Arrival, Boarding, Declaration
from services.travel.movements.schemas import show_movement


class Departures:
    """Takes declarations, boardings and arrivals, person by person."""

    @rpc("travel:movements:write")
    def declare_departure(
        self, unit: Unit, *, movement_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Record a signed departure declaration."""
        signed = Declaration().load(body)
        return show_movement(usecases.declare_departure(unit, movement_id=movement_id, **signed))

    @rpc("travel:movements:write")
    def record_boarding(
        self, unit: Unit, *, movement_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Record that a person left or stayed."""
        boarding = Boarding().load(body)
        return show_movement(usecases.record_boarding(unit, movement_id=movement_id, **boarding))

    @rpc("travel:movements:write")
    def record_arrival(
        self, unit: Unit, *, movement_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Record that a person arrived, and to whom a child was handed over."""
        arrival = Arrival().load(body)
        return show_movement(usecases.record_arrival(unit, movement_id=movement_id, **arrival))
