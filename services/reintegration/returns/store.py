"""Where the copies of intake's cases are kept."""

from __future__ import annotations

from sqlalchemy import Column, Date, Table, Text, select
from sqlalchemy.dialects.postgresql import insert

from services.chassis.database import EnumText, mapping_of
from services.chassis.locks import locking
from services.chassis.unit import Unit
from services.reintegration.returns.model import ReturnCase, Status

mapping = mapping_of("reintegration")

cases = Table(
    "cases",
    mapping.metadata,
    Column("case_ref", Text, primary_key=True),
    Column("status", EnumText(Status), nullable=False),
    Column("kind", Text),
    Column("opened_on", Date),
    Column("reason_code", Text),
)
mapping.map_imperatively(ReturnCase, cases)


class ReturnStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def hold(self, case_ref: str) -> ReturnCase:
        """Lock and return the copy, made now if the case is new: no fact passes another."""
        self._session.execute(
            insert(cases)
            .values(case_ref=case_ref, status=Status.UNKNOWN)
            .on_conflict_do_nothing(index_elements=["case_ref"])
        )
        locked = locking(select(ReturnCase))
        return self._session.scalars(locked.where(cases.c.case_ref == case_ref)).one()
