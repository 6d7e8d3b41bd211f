"""Departures as the bus sees them: what staff at the airports record."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import event_handler, rpc
from services.chassis.unit import Unit
from services.travel.departures import usecases
from services.travel.departures.schemas import (
    Arrival,
    Boarding,
    Declaration,
    FailedHandOver,
    WayBack,
)
from services.travel.letters.schemas import (
    DepartureLetterFoundMissing,
    DepartureLetterSettled,
)
from services.travel.movements.schemas import show_movement


class Departures:
    """Takes declarations, boardings and arrivals, person by person."""

    @event_handler("intake", "departure_letter_found_missing.v1")
    def on_departure_letter_found_missing(self, unit: Unit, fact: dict[str, Any]) -> None:
        """R-AVRR-09: nobody of the case departs before the letter is issued."""
        read = DepartureLetterFoundMissing().load(fact)
        usecases.hear_of_letter(unit, settled=False, letter_id=None, **read)

    @event_handler("intake", "departure_letter_settled.v1")
    def on_departure_letter_settled(self, unit: Unit, fact: dict[str, Any]) -> None:
        """R-AVRR-09: no letter keeps anybody of the case from leaving."""
        read = DepartureLetterSettled().load(fact)
        usecases.hear_of_letter(unit, settled=True, **read)

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

    @rpc("travel:movements:write")
    def record_failed_hand_over(
        self, unit: Unit, *, movement_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Record that the escort keeps a child whom nobody may receive."""
        failed = FailedHandOver().load(body)
        return show_movement(
            usecases.record_failed_hand_over(unit, movement_id=movement_id, **failed)
        )

    @rpc("travel:movements:write")
    def record_way_back(
        self, unit: Unit, *, movement_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Record that a child came back with the escort."""
        back = WayBack().load(body)
        return show_movement(usecases.record_way_back(unit, movement_id=movement_id, **back))
