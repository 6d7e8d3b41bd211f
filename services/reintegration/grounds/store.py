"""Where it is kept: ciphertext under the key of the person."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, Table, Text

from services.chassis.database import UtcDateTime, mapping_of
from services.chassis.unit import Unit
from services.reintegration.grounds.model import KeptGrounds

mapping = mapping_of("reintegration")

person_grounds = Table(
    "person_grounds",
    mapping.metadata,
    Column("person_id", Text, primary_key=True),
    Column("case_ref", Text, nullable=False, index=True),
    Column("told_at", UtcDateTime, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
mapping.map_imperatively(KeptGrounds, person_grounds)


class GroundsStore:
    """Whoever writes here holds the copy of the case."""

    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, grounds: KeptGrounds) -> None:
        self._session.add(grounds)

    def find(self, person_id: str) -> KeptGrounds | None:
        return self._session.get(KeptGrounds, person_id)
