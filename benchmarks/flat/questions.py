"""Asks a service's stores everything that they can be asked, and listens to what they ask in turn.

Nobody lists the queries: a method that is added to a store is asked too, with a value made up for
each of its parameters from the parameter's type.
"""

from __future__ import annotations

import contextlib
import importlib
import inspect
import sys
import types
import typing
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, TypeGuard

from sqlalchemy import Table, create_engine, event, select
from sqlalchemy.orm import Session

from infra.local.bench.database import Database
from infra.local.place import CHECKOUT
from services.chassis.database import EnumText, mapping_of
from services.intake.alerts.model import What
from services.intake.radar.model import Place
from services.intake.resettlement.model import Quota, SubQuota
from services.reintegration.payments.model import Proof, ProofKind

NOW, TODAY, ID = datetime(2026, 6, 1, tzinfo=UTC), date(2026, 6, 1), "r7"
VALUES: dict[Any, list[Any]] = {
    str: [ID],
    int: [7],
    bool: [False, True],
    date: [TODAY],
    datetime: [NOW],
    Place: [
        Place(at=NOW, source=source, case_ref=ID, about=ID, what=next(iter(What)))
        for source in ("case", "alert", "request")
    ],
    Quota: [
        Quota(sub_quota=name, places=1, valid_from=TODAY, valid_to=TODAY, source="")
        for name in ("total", *SubQuota)
    ],
    Proof: [Proof(kind=next(iter(ProofKind)), number=ID, sha256=ID)],
}
# These write; what they write is asked for elsewhere.
WRITING = {"count", "keep", "keep_tickets", "note", "set_tokens"}
# `count` writes in one store and asks in the others.
ASKING = {"DecisionStore.count"}
NOT_OF_TABLES = {"hold_quotas", "all_or_nothing"}
# By what a list may be narrowed, where the store takes it as **named.
NARROWED: dict[str, tuple[str, ...]] = {
    "AllowanceStore": ("case_ref", "status"),
    "AssignmentStore": ("status", "expert_id", "vacancy_id"),
    "EntitlementStore": ("case_ref", "status"),
    "FollowUpStore": ("case_ref", "status"),
    "LedgerStore": ("case_ref", "kind"),
    "MovementStore": ("case_ref", "assignment_id", "status"),
    "PaymentStore": ("case_ref", "plan_id", "status"),
    "PlanStore": ("case_ref", "status"),
    "VacancyStore": ("country", "sector", "status"),
    "VendorStore": ("country", "status"),
}


class _Unit:
    """As much of a unit of work as a store looks at."""

    def __init__(self, session: Session) -> None:
        self.session = session


def asked(database: Database) -> dict[str, list[str]]:
    """Return the statements that each question of each store becomes."""
    engine = create_engine(database.owner_uri.replace("postgresql://", "postgresql+psycopg2://"))
    heard: list[str] = []

    def hear(_: Any, cursor: Any, statement: str, values: Any, *__: Any) -> None:
        heard.append(cursor.mogrify(statement, values).decode())

    event.listen(engine, "before_cursor_execute", hear)
    statements: dict[str, list[str]] = {}
    try:
        for name, question in _questions(database.service):
            heard.clear()
            with Session(engine) as session:
                _put(question, session)
            if not heard:
                raise LookupError(f"{name} asked the database nothing.")
            statements[name] = list(heard)
    finally:
        engine.dispose()
    return statements


def _put(question: Callable[[Session], Any], session: Session) -> None:
    """Made-up rows need not make sense to the model: what was asked counts, not the answer."""
    with contextlib.suppress(Exception):
        question(session)


def _questions(service: str) -> Iterator[tuple[str, Callable[[Session], Any]]]:
    for store in stores(service):
        for name, method in inspect.getmembers(store, inspect.isfunction):
            whole = f"{store.__name__}.{name}"
            writes = name in WRITING or name.startswith("add")
            written = writes and whole not in ASKING
            if name.startswith("_") or written or name in NOT_OF_TABLES:
                continue
            for number, values in enumerate(_choices(store, method)):
                yield f"{whole} {number}", partial(_ask, store, name, values)

    for mapper in mapping_of(service).mappers:
        for relation in mapper.relationships:
            wanted = [column == ID for column in relation.remote_side]
            yield str(relation), partial(_execute, select(relation.entity.class_).where(*wanted))


def _execute(query: Any, session: Session) -> Any:
    return session.execute(query).all()


def _ask(store: type, name: str, values: dict[str, Any], session: Session) -> Any:
    answer = getattr(store(_Unit(session)), name)(**values)
    return list(answer) if isinstance(answer, Iterator) else answer


def stores(service: str) -> Iterator[type]:
    for path in sorted(Path(CHECKOUT, "services", service).glob("*/store.py")):
        module = importlib.import_module(f"services.{service}.{path.parent.name}.store")
        for kind in vars(module).values():
            own = isinstance(kind, type) and kind.__module__ == module.__name__
            if own and "unit" in inspect.signature(kind).parameters:
                yield kind
    mapping_of(service).configure()


def _choices(store: type, method: Any) -> Iterator[dict[str, Any]]:
    """With what is needed alone, with each of what may be left out beside, and with all of it."""
    hints = typing.get_type_hints(method)
    needed: dict[str, Any] = {}
    optional: dict[str, list[Any]] = {}
    for name, parameter in list(inspect.signature(method).parameters.items())[1:]:
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            optional |= {each: [_kept(store, each)] for each in NARROWED[store.__name__]}
        elif type(None) in typing.get_args(hints[name]):
            needed[name], optional[name] = None, _values(hints[name])
        else:
            needed[name] = _values(hints[name])[0]
            if len(_values(hints[name])) > 1:
                optional[name] = _values(hints[name])[1:]
    yield needed
    for name, values in optional.items():
        for value in values:
            yield {**needed, name: value}
    if len(optional) > 1:
        yield {**needed, **{name: values[0] for name, values in optional.items()}}


def _kept(store: type, column: str) -> Any:
    """Something that may stand in a column of the store's table."""
    module = sys.modules[store.__module__]
    # The table that is made there, and not one that it was given by another subject.
    tables = [each for each in vars(module).values() if _is_table(each)]
    source = Path(str(module.__file__)).read_text()
    made = [each for each in tables if f'"{each.name}",' in source and column in each.c]
    kind = made[0].c[column].type
    return next(iter(kind.kind)) if isinstance(kind, EnumText) else ID


def _is_table(value: Any) -> TypeGuard[Table]:
    return isinstance(value, Table)


def _values(hint: Any) -> list[Any]:
    if isinstance(hint, types.UnionType):
        return _values(next(one for one in typing.get_args(hint) if one is not type(None)))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return list(hint)[:1]
    if typing.get_origin(hint) in (Sequence, Collection, Iterable, tuple):
        one = _values(typing.get_args(hint)[0])[0]
        return [(one, one)]
    if hint not in VALUES:
        raise LookupError(f"Say in benchmarks/flat/questions.py what a {hint} may be.")
    return VALUES[hint]
