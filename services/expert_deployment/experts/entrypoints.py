"""The register of experts as the bus sees it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.expert_deployment.experts import usecases
from services.expert_deployment.experts.schemas import (
    ExpertDocument,
    ExpertFileView,
    ExpertFilter,
    ExpertView,
    RegisterExpert,
)


class Experts:
    """Registers experts and finds them by country and sector."""

    @rpc("expert_deployment:experts:write")
    def register_expert(self, unit: Unit, *, body: dict[str, Any]) -> dict[str, Any]:
        """Enter an expert who gave consent."""
        return ExpertView().dump(usecases.register_expert(unit, **RegisterExpert().load(body)))

    @rpc("expert_deployment:experts:write")
    def renew_document(self, unit: Unit, *, expert_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Replace the travel document."""
        document = ExpertDocument().load(body)
        return ExpertView().dump(
            usecases.renew_document(unit, expert_id=expert_id, document=document)
        )

    @rpc("expert_deployment:experts:read")
    def expert(self, unit: Unit, *, expert_id: str) -> dict[str, Any]:
        """Return one expert with the personal file."""
        expert = usecases.expert_of(unit, expert_id)
        person = usecases.person_of(unit, expert)
        return ExpertFileView().dump(vars(expert) | {"person": person})

    @rpc("expert_deployment:experts:read")
    def experts(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return one page of the register, without personal files."""
        asked = ExpertFilter().load(query)
        found = usecases.experts_page(unit, **asked)
        following = found[-1].id if len(found) == asked["limit"] else None
        return {"items": ExpertView(many=True).dump(found), "next": following}
