"""The service behind our gateway: validated commands, an outbox row, an answer that is kept."""

from __future__ import annotations

from typing import Any

from benchmarks.gateway.ours import Noting, shown
from benchmarks.journey import Journey, keep_in
from services.chassis.answering.parked import ParkedMessages
from services.chassis.bus import rpc
from services.chassis.errors import NotFound
from services.chassis.unit import Unit
from services.chassis.work import Work

keep_in("clerk")


class ClerkService(ParkedMessages):
    """Notes and shows."""

    name = "clerk"
    work = Work()

    @rpc("intake:cases:write")
    def note(self, unit: Unit, *, body: dict[str, Any]) -> dict[str, Any]:
        journey = Journey(movement_id=unit.new_id(), **Noting().load(body))
        unit.session.add(journey)
        unit.publish(journey.noted(), sequence=journey.version)
        return shown(journey)

    @rpc("intake:cases:read")
    def journey(self, unit: Unit, *, ref: str) -> dict[str, Any]:
        journey = unit.session.get(Journey, ref)
        if journey is None:
            raise NotFound("no-such-journey", "There is no such journey.")
        return shown(journey)
