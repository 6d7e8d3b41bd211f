"""Where the orders of sponsors and the accounts of families are kept, one for each case."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Integer, LargeBinary, Table, Text

from services.chassis.database import EnumText, JsonOf, mapping_of
from services.chassis.unit import Unit
from services.intake.reunification.model import Reunification, Service

mapping = mapping_of("intake")

reunifications = Table(
    "reunifications",
    mapping.metadata,
    Column("case_ref", Text, ForeignKey("cases.case_ref"), primary_key=True),
    Column("service", EnumText(Service), nullable=False),
    Column("ordered_on", Date, nullable=False),
    Column("sealed_sponsor", LargeBinary, nullable=False),
    Column("visas", JsonOf, nullable=False),
    Column("estimate", JsonOf, nullable=False),
    Column("received", JsonOf, nullable=False),
    Column("refunds", JsonOf, nullable=False),
    Column("costs", JsonOf, nullable=False),
    Column("warned_minor", Integer),
    Column("stated_on", Date),
)
mapping.map_imperatively(Reunification, reunifications)


class ReunificationStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, order: Reunification) -> None:
        self._session.add(order)

    def find(self, case_ref: str) -> Reunification | None:
        return self._session.get(Reunification, case_ref)
