"""Where detentions are kept, one for each case of a person who is held."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Integer, LargeBinary, Table, Text

from services.chassis.database import EnumText, JsonOf, mapping_of
from services.chassis.unit import Unit
from services.intake.detention.model import Asking, Detention

mapping = mapping_of("intake")

detentions = Table(
    "detentions",
    mapping.metadata,
    Column("case_ref", Text, ForeignKey("cases.case_ref"), primary_key=True),
    Column("asked_by", EnumText(Asking), nullable=False),
    Column("asked_on", Date, nullable=False),
    Column("order_date", Date, nullable=False),
    Column("term_months", Integer, nullable=False),
    Column("sealed_place", LargeBinary, nullable=False),
    Column("released_on", Date),
    Column("told", JsonOf, nullable=False),
)
mapping.map_imperatively(Detention, detentions)


class DetentionStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, detention: Detention) -> None:
        self._session.add(detention)

    def find(self, case_ref: str) -> Detention | None:
        return self._session.get(Detention, case_ref)
