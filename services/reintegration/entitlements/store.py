"""Where entitlements are kept: one per case, besides those that were released."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, Date, Index, Integer, Table, Text, TypeDecorator, select, text

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.kept import read, written
from services.chassis.locks import locking
from services.chassis.unit import Unit
from services.reintegration.entitlements.model import Entitlement, Line, LineKind, Status
from services.reintegration.persons.model import Person, PersonType, Reason

mapping = mapping_of("reintegration")


class Listed(TypeDecorator[tuple[Any, ...]]):
    """A tuple of values as one JSON column: it is read and written whole."""

    impl = JsonOf
    cache_ok = True
    kind: type[Any]

    def process_bind_param(self, value: Any, dialect: Any) -> Any:  # noqa: ARG002
        return written(value)

    def process_result_value(self, value: Any, dialect: Any) -> Any:  # noqa: ARG002
        return tuple(self.made(item) for item in value)

    def made(self, item: dict[str, Any]) -> Any:
        raise NotImplementedError


# What decides a person's money and is nobody's to read is kept apart (grounds).
NOT_KEPT = ("asylum_background", "in_detention", "victim")


class Persons(Listed):
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        kept = super().process_bind_param(value, dialect)
        return [{name: said for name, said in one.items() if name not in NOT_KEPT} for one in kept]

    def made(self, item: dict[str, Any]) -> Person:
        dates = {name: _date(item[name]) for name in ("departed_on", "arrived_on")}
        tuples = {name: tuple(item[name]) for name in ("nationalities", "reintegration_bars")}
        return read(Person, item, **dates, **tuples, person_type=PersonType(item["person_type"]))


class Lines(Listed):
    cache_ok = True

    def made(self, item: dict[str, Any]) -> Line:
        return read(Line, item, kind=LineKind(item["kind"]))


class Reasons(Listed):
    cache_ok = True

    def made(self, item: dict[str, Any]) -> Reason:
        return read(Reason, item)


entitlements = Table(
    "entitlements",
    mapping.metadata,
    Column("id", Text, primary_key=True),
    Column("case_ref", Text, nullable=False),
    Column("application_date", Date, nullable=False),
    Column("departs_on", Date),
    Column("scheme", Text, nullable=False),
    Column("persons", Persons, nullable=False),
    Column("lines", Lines, nullable=False),
    Column("reasons", Reasons, nullable=False),
    Column("status", EnumText(Status), nullable=False),
    Column("reason_code", Text),
    Column("due_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    Index(
        "uq_entitlements_case",
        "case_ref",
        unique=True,
        postgresql_where=text("status <> 'released'"),
    ),
)
mapping.map_imperatively(Entitlement, entitlements)


class EntitlementStore:
    """Whoever changes a case's money locks its entitlement first: so nobody waits in a circle."""

    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, entitlement: Entitlement) -> None:
        self._session.add(entitlement)

    def get(self, entitlement_id: str) -> Entitlement:
        """Lock and return it."""
        found = self._session.scalar(_locked().where(entitlements.c.id == entitlement_id))
        return _found(found, entitlement_id)

    def find_of_case(self, case_ref: str) -> Entitlement | None:
        """Lock and return the case's newest entitlement, if there is one."""
        found: Entitlement | None = self._session.scalar(_newest(_locked(), case_ref))
        return found

    def of_case(self, case_ref: str) -> Entitlement:
        """Lock and return the case's newest entitlement."""
        return _found(self.find_of_case(case_ref), f"of case {case_ref}")

    def read(self, entitlement_id: str) -> Entitlement:
        """Return it without locking it."""
        return _found(self._session.get(Entitlement, entitlement_id), entitlement_id)

    def read_of_case(self, case_ref: str) -> Entitlement:
        """Return the case's newest entitlement without locking it."""
        found = self._session.scalar(_newest(select(Entitlement), case_ref))
        return _found(found, f"of case {case_ref}")

    def page(self, *, limit: int, after: str | None = None, **named: Any) -> Sequence[Entitlement]:
        query = select(Entitlement).where(*(entitlements.c[k] == v for k, v in named.items()))
        if after is not None:
            query = query.where(entitlements.c.id > after)
        return self._session.scalars(query.order_by(entitlements.c.id).limit(limit)).all()


def _locked() -> Any:
    return locking(select(Entitlement))


def _newest(query: Any, case_ref: str) -> Any:
    mine = query.where(entitlements.c.case_ref == case_ref)
    return mine.order_by(entitlements.c.id.desc()).limit(1)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _found(entitlement: Entitlement | None, said: str) -> Entitlement:
    if entitlement is None:
        raise NotFound("no-such-entitlement", f"There is no entitlement {said}.")
    return entitlement
