"""Where the safeguards of travellers are kept."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, LargeBinary, Table, Text

from services.chassis.database import mapping_of
from services.chassis.unit import Unit
from services.intake.safeguarding.model import SealedSafeguards

mapping = mapping_of("intake")

safeguards = Table(
    "safeguards",
    mapping.metadata,
    Column("person_id", Text, ForeignKey("persons.person_id"), primary_key=True),
    Column("case_ref", Text, ForeignKey("cases.case_ref"), nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
)
mapping.map_imperatively(SealedSafeguards, safeguards)


class SafeguardStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, kept: SealedSafeguards) -> None:
        self._session.add(kept)

    def find(self, person_id: str) -> SealedSafeguards | None:
        return self._session.get(SealedSafeguards, person_id)
