"""A person's rights, as intake and the gateway ask for them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import event_handler, rpc
from services.chassis.unit import Unit
from services.travel.rights import usecases
from services.travel.rights.schemas import ExpertErased, PersonErased


class Rights:
    """Shows a person everything that is kept, and forgets who must be forgotten."""

    @rpc("travel:rights:read")
    def export_person(self, unit: Unit, *, person_id: str) -> dict[str, Any]:
        """Return everything that is kept about a person."""
        return usecases.export_person(unit, person_id=person_id)

    @event_handler("intake", "person_erased.v1")
    def on_person_erased(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Destroy the person's key, and say so."""
        usecases.forget_person(unit, **PersonErased().load(fact))

    @event_handler("expert_deployment", "expert_erased.v1")
    def on_expert_erased(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Destroy the expert's key, and say so."""
        usecases.forget_expert(unit, **ExpertErased().load(fact))
