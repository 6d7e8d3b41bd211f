"""Return allowances as the bus sees them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.reintegration.allowances import usecases
from services.reintegration.allowances.schemas import (
    AllowanceFilter,
    AllowancePayment,
    AllowanceView,
)
from services.reintegration.allowances.store import AllowanceStore


class Allowances:
    """Hands out cash at the airport, and takes it back."""

    @rpc("reintegration:allowances:read")
    def allowance(self, unit: Unit, *, allowance_id: str) -> dict[str, Any]:
        """Return one allowance."""
        return AllowanceView().dump(unit.store(AllowanceStore).read(allowance_id))

    @rpc("reintegration:allowances:read")
    def allowances(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return one page of allowances, oldest first."""
        asked = AllowanceFilter().load(query)
        found = usecases.allowances_page(unit, **asked)
        following = found[-1].id if len(found) == asked["limit"] else None
        return {"items": AllowanceView(many=True).dump(found), "next": following}

    @rpc("reintegration:allowances:write")
    def pay_allowance(
        self, unit: Unit, *, allowance_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Hand over the cash, once."""
        asked = AllowancePayment().load(body)
        paid = usecases.pay_allowance(unit, allowance_id=allowance_id, **asked)
        return AllowanceView().dump(paid)

    @rpc("reintegration:allowances:write")
    def return_allowance(self, unit: Unit, *, allowance_id: str) -> dict[str, Any]:
        """Take the cash back."""
        returned = usecases.return_allowance(unit, allowance_id=allowance_id)
        return AllowanceView().dump(returned)
