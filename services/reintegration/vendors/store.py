"""Where vendors are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Integer, Table, Text, UniqueConstraint, select

from services.chassis.database import EnumText, UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.locks import hold, locking
from services.chassis.spelling import number_key
from services.chassis.unit import Unit
from services.reintegration.vendors.model import Status, Vendor

mapping = mapping_of("reintegration")

vendors = Table(
    "vendors",
    mapping.metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("registration_number", Text, nullable=False),
    Column("registered_by", Text, nullable=False),
    Column("status", EnumText(Status), nullable=False),
    Column("verified_by", Text),
    Column("evidence", Text),
    Column("due_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    Column("registration_key", Text),
    UniqueConstraint("country", "registration_number"),
)
mapping.map_imperatively(Vendor, vendors)


class VendorStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, vendor: Vendor) -> None:
        self._session.add(vendor)

    def get(self, vendor_id: str) -> Vendor:
        """Lock and return it."""
        locked = locking(select(Vendor))
        return _found(self._session.scalar(locked.where(vendors.c.id == vendor_id)), vendor_id)

    def read(self, vendor_id: str) -> Vendor:
        """Return it without locking it."""
        return _found(self._session.get(Vendor, vendor_id), vendor_id)

    def find(self, country: str, registration_number: str) -> Vendor | None:
        """Return the vendor with this entry in the trade register, however it is spelt.

        Two that are registered at the same moment wait for each other here.
        """
        key = number_key(registration_number)
        hold(self._session, f"vendor {country} {key}")
        return self._session.scalar(
            select(Vendor).where(
                vendors.c.country == country,
                vendors.c.registration_key == key,
            )
        )

    def page(self, *, limit: int, after: str | None = None, **named: Any) -> Sequence[Vendor]:
        query = select(Vendor).where(*(vendors.c[k] == v for k, v in named.items()))
        if after is not None:
            query = query.where(vendors.c.id > after)
        return self._session.scalars(query.order_by(vendors.c.id).limit(limit)).all()


def _found(vendor: Vendor | None, vendor_id: str) -> Vendor:
    if vendor is None:
        raise NotFound("no-such-vendor", f"There is no vendor {vendor_id}.")
    return vendor
