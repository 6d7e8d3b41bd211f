"""What is done with vendors: register, and have somebody else verify."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.chassis.errors import Conflict
from services.chassis.unit import Unit
from services.reintegration.vendors.model import Outcome, Vendor
from services.reintegration.vendors.store import VendorStore


def register_vendor(unit: Unit, *, name: str, country: str, registration_number: str) -> Vendor:
    """Register a vendor, once per entry in its country's trade register."""
    known = unit.store(VendorStore).find(country, registration_number)
    if known is not None:
        raise Conflict("vendor-known", f"This is vendor {known.id}, which is {known.status}.")
    vendor = Vendor(
        id=unit.new_id(),
        name=name,
        country=country,
        registration_number=registration_number,
        registered_by=unit.principal.subject,
    )
    vendor.register(unit.now())
    unit.store(VendorStore).add(vendor)
    return vendor


def judge_vendor(unit: Unit, *, vendor_id: str, outcome: Outcome, evidence: str) -> Vendor:
    vendor = unit.store(VendorStore).get(vendor_id)
    vendor.judge(outcome, evidence=evidence, by=unit.principal.subject, at=unit.now())
    return vendor


def vendors_page(
    unit: Unit, *, limit: int, after: str | None = None, **named: Any
) -> Sequence[Vendor]:
    return unit.store(VendorStore).page(limit=limit, after=after, **named)
