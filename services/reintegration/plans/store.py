"""Where plans are kept, with their lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, Table, Text, TypeDecorator, select, text

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.kept import read, written
from services.chassis.locks import locking
from services.chassis.unit import Unit
from services.reintegration.plans.model import Category, Line, Plan, Status

mapping = mapping_of("reintegration")


class Lines(TypeDecorator[tuple[Line, ...]]):
    """A plan's lines as one JSON column: they are read and written whole, under the plan's lock."""

    impl = JsonOf
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:  # noqa: ARG002
        return written(value)

    def process_result_value(self, value: Any, dialect: Any) -> Any:  # noqa: ARG002
        return tuple(read(Line, line, category=Category(line["category"])) for line in value)


plans = Table(
    "plans",
    mapping.metadata,
    Column("id", Text, primary_key=True),
    Column("entitlement_id", Text, nullable=False),
    Column("case_ref", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("scheme", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("budget_minor", BigInteger, nullable=False),
    Column("cash_max_minor", BigInteger, nullable=False),
    Column("lines", Lines, nullable=False),
    Column("status", EnumText(Status), nullable=False),
    Column("due_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    # One plan per person and case, besides those that were cancelled.
    Index(
        "uq_plans_person",
        "case_ref",
        "person_id",
        unique=True,
        postgresql_where=text("status <> 'cancelled'"),
    ),
    # A payment names only the line; this finds its plan.
    Index(
        "ix_plans_lines",
        "lines",
        postgresql_using="gin",
        postgresql_ops={"lines": "jsonb_path_ops"},
    ),
)
mapping.map_imperatively(Plan, plans)


class PlanStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, plan: Plan) -> None:
        self._session.add(plan)

    def get(self, plan_id: str) -> Plan:
        """Lock and return it."""
        found = self._session.scalar(_locked().where(plans.c.id == plan_id))
        return _found(found, f"There is no plan {plan_id}.")

    def read(self, plan_id: str) -> Plan:
        """Return it without locking it."""
        return _found(self._session.get(Plan, plan_id), f"There is no plan {plan_id}.")

    def with_line(self, line_id: str) -> Plan:
        """Lock and return the plan that has this line."""
        has_it = plans.c.lines.op("@>")(
            text(
                "jsonb_build_array(jsonb_build_object('line_id', CAST(:line AS text)))"
            ).bindparams(line=line_id)
        )
        return _found(self._session.scalar(_locked().where(has_it)), f"There is no line {line_id}.")

    def of_case(self, case_ref: str) -> Sequence[Plan]:
        """Lock and return all of a case, in a stable order."""
        query = _locked().where(plans.c.case_ref == case_ref).order_by(plans.c.id)
        return self._session.scalars(query).all()

    def page(self, *, limit: int, after: str | None = None, **named: Any) -> Sequence[Plan]:
        query = select(Plan).where(*(plans.c[k] == v for k, v in named.items()))
        if after is not None:
            query = query.where(plans.c.id > after)
        return self._session.scalars(query.order_by(plans.c.id).limit(limit)).all()


def _locked() -> Any:
    return locking(select(Plan))


def _found(plan: Plan | None, otherwise: str) -> Plan:
    if plan is None:
        raise NotFound("no-such-plan", otherwise)
    return plan
