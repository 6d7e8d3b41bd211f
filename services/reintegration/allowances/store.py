"""Where return allowances are kept: one per person and departure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, select, text

from services.chassis.database import EnumText, UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.locks import locking
from services.chassis.unit import Unit
from services.reintegration.allowances.model import Allowance, ReceivedBy, Status

mapping = mapping_of("reintegration")

allowances = Table(
    "allowances",
    mapping.metadata,
    Column("id", Text, primary_key=True),
    Column("entitlement_id", Text, nullable=False),
    Column("case_ref", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("status", EnumText(Status), nullable=False),
    Column("received_by", EnumText(ReceivedBy)),
    Column("paid_at", UtcDateTime),
    Column("paid_by", Text),
    Column("reason_code", Text),
    Column("movement_id", Text),
    Column("movement_sequence", Integer, nullable=False),
    Column("due_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    # One at a time: only what was given back makes room for another.
    Index(
        "uq_allowances_person",
        "entitlement_id",
        "person_id",
        unique=True,
        postgresql_where=text("status <> 'returned'"),
    ),
)
mapping.map_imperatively(Allowance, allowances)


class AllowanceStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, allowance: Allowance) -> None:
        self._session.add(allowance)

    def get(self, allowance_id: str) -> Allowance:
        """Lock and return it."""
        query = _locked().where(allowances.c.id == allowance_id)
        found: Allowance | None = self._session.scalar(query)
        if found is None:
            raise NotFound("no-such-allowance", f"There is no allowance {allowance_id}.")
        return found

    def entitlement_of(self, allowance_id: str) -> str:
        """Return the id of the entitlement that must be locked before the allowance."""
        query = select(allowances.c.entitlement_id).where(allowances.c.id == allowance_id)
        found = self._session.scalar(query)
        if found is None:
            raise NotFound("no-such-allowance", f"There is no allowance {allowance_id}.")
        return str(found)

    def of_case(self, case_ref: str) -> Sequence[Allowance]:
        """Lock and return all of a case, in a stable order."""
        query = _locked().where(allowances.c.case_ref == case_ref).order_by(allowances.c.id)
        return self._session.scalars(query).all()

    def of_person(self, case_ref: str, person_id: str) -> Sequence[Allowance]:
        """Lock and return a person's allowances, the newest last."""
        mine = (allowances.c.case_ref == case_ref, allowances.c.person_id == person_id)
        return self._session.scalars(_locked().where(*mine).order_by(allowances.c.id)).all()

    def read(self, allowance_id: str) -> Allowance:
        """Return it without locking it."""
        found = self._session.get(Allowance, allowance_id)
        if found is None:
            raise NotFound("no-such-allowance", f"There is no allowance {allowance_id}.")
        return found

    def page(self, *, limit: int, after: str | None = None, **named: Any) -> Sequence[Allowance]:
        query = select(Allowance).where(*(allowances.c[k] == v for k, v in named.items()))
        if after is not None:
            query = query.where(allowances.c.id > after)
        return self._session.scalars(query.order_by(allowances.c.id).limit(limit)).all()


def _locked() -> Any:
    return locking(select(Allowance))
