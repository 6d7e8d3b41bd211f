"""Entitlements as the gateway asks for them; they change by what the bus tells of the case."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.reintegration.entitlements import usecases
from services.reintegration.entitlements.schemas import EntitlementFilter, EntitlementView
from services.reintegration.entitlements.store import EntitlementStore
from services.reintegration.ledger.schemas import Reversal, TransactionView


class Entitlements:
    """Says what is held for whom, and why."""

    @rpc("reintegration:entitlements:read")
    def entitlement(self, unit: Unit, *, entitlement_id: str) -> dict[str, Any]:
        """Return one entitlement with all its reasons."""
        return EntitlementView().dump(unit.store(EntitlementStore).read(entitlement_id))

    @rpc("reintegration:entitlements:read")
    def entitlement_of_case(self, unit: Unit, *, ref: str) -> dict[str, Any]:
        """Return the entitlement of one case."""
        return EntitlementView().dump(unit.store(EntitlementStore).read_of_case(ref))

    @rpc("reintegration:entitlements:read")
    def entitlements(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return one page of entitlements, oldest first."""
        asked = EntitlementFilter().load(query)
        found = usecases.entitlements_page(unit, **asked)
        following = found[-1].id if len(found) == asked["limit"] else None
        return {"items": EntitlementView(many=True).dump(found), "next": following}

    @rpc("reintegration:ledger:approve")
    def reverse_transaction(
        self, unit: Unit, *, transaction_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Undo one transaction, once; what a closed case would hold by it is let go."""
        asked = Reversal().load(body)
        reversal = usecases.reverse_transaction(unit, transaction_id=transaction_id, **asked)
        return TransactionView().dump(reversal)
