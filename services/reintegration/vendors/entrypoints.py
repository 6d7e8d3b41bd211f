"""Vendors as the bus sees them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.reintegration.vendors import usecases
from services.reintegration.vendors.schemas import (
    VendorFilter,
    VendorRegistration,
    VendorVerification,
    VendorView,
)
from services.reintegration.vendors.store import VendorStore


class Vendors:
    """Registers vendors, and has them verified."""

    @rpc("reintegration:vendors:write")
    def register_vendor(self, unit: Unit, *, body: dict[str, Any]) -> dict[str, Any]:
        """Register a vendor."""
        asked = VendorRegistration().load(body)
        return VendorView().dump(usecases.register_vendor(unit, **asked))

    @rpc("reintegration:vendors:approve")
    def verify_vendor(self, unit: Unit, *, vendor_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Say whether it exists and sells what it says."""
        asked = VendorVerification().load(body)
        return VendorView().dump(usecases.judge_vendor(unit, vendor_id=vendor_id, **asked))

    @rpc("reintegration:vendors:read")
    def vendor(self, unit: Unit, *, vendor_id: str) -> dict[str, Any]:
        """Return one vendor."""
        return VendorView().dump(unit.store(VendorStore).read(vendor_id))

    @rpc("reintegration:vendors:read")
    def vendors(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return one page of vendors, oldest first."""
        asked = VendorFilter().load(query)
        found = usecases.vendors_page(unit, **asked)
        following = found[-1].id if len(found) == asked["limit"] else None
        return {"items": VendorView(many=True).dump(found), "next": following}
