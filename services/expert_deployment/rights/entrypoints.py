"""A person's rights, as intake and the gateway ask for them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import event_handler, rpc
from services.chassis.unit import Unit
from services.expert_deployment.rights import usecases
from services.expert_deployment.rights.schemas import PersonErased


class Rights:
    """Shows a person everything that is kept, and forgets who must be forgotten."""

    @rpc("expert_deployment:rights:read")
    def export_person(self, unit: Unit, *, person_id: str) -> dict[str, Any]:
        """Return everything that is kept about a person."""
        return usecases.export_person(unit, person_id=person_id)

    @event_handler("intake", "person_erased.v1")
    def on_person_erased(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Destroy the person's key, and say so."""
        usecases.forget_person(unit, **PersonErased().load(fact))
