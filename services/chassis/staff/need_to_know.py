"""Need to know: nobody reaches a thing that is not theirs, and no call can forget to ask.

A service says once whose each argument is; every call is checked before it is carried out. Who has
no grant is told what somebody is told who asks for a thing that does not exist.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, func, or_, select
from sqlalchemy.event import listen, remove
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria

from services.chassis.errors import NotFound
from services.chassis.staff.grants import Grants
from services.chassis.unit import Unit

IN_AN_EMERGENCY = "emergency-access"
# Why a method asks for no grant: no role that goes by its own things holds its scope.
ONLY_BY_FUNCTION = "no role that sees only its own holds the scope of it"
# What every service answers of its messages and its audit.
MESSAGES = "is about messages, which hold ids and codes; for who runs the system"
OF_THE_CHASSIS: Mapping[str, str] = {
    "parked_list": MESSAGES,
    "parked_show": MESSAGES,
    "parked_replay": MESSAGES,
    "parked_replay_all": MESSAGES,
    "parked_discard": MESSAGES,
    "audit_of": ONLY_BY_FUNCTION,
    **dict.fromkeys(
        (
            "rule_tables",
            "rule_rows",
            "disputed_points",
            "propose_rule_change",
            "rule_changes",
            "rule_change",
            "approve_rule_change",
            "reject_rule_change",
            "withdraw_rule_change",
        ),
        "is about rules, and nobody",
    ),
}

Methods = dict[str, tuple[str, Callable[..., Any]]]


@dataclass(frozen=True)
class Named:
    """An argument that names something: whose it is, and what is said when there is none."""

    whose: Callable[[Unit, str], str | None]
    code: str
    sentence: str

    def hidden(self, name: str) -> NotFound:
        return NotFound(self.code, self.sentence.format(name))


def column(table: Table, key: str, *columns: str) -> Callable[[Unit, str], str | None]:
    """Return how to find whose a row is: by its key, the first of these columns that says it."""
    owner = func.coalesce(*(table.c[name] for name in columns))
    return lambda unit, value: unit.session.scalar(select(owner).where(table.c[key] == value))


def itself(_unit: Unit, value: str) -> str | None:
    """Name the thing that an argument is itself."""
    return value


@dataclass(frozen=True, kw_only=True)
class NeedToKnow:
    """What one service says about all of its calls.

    `by_function`: roles that see everything here, and why. `arguments`: what names a thing, at the
    top of a call, or anywhere in its body or its query. `in_body`: methods whose body names it.
    `lists`: methods that show the caller's own things alone, by `column`; those in `with_nobodys`
    show what is nobody's yet too. `exempt`: methods that are about no one thing, or let in by
    themselves, and why.
    """

    column: str
    by_function: Mapping[str, str]
    arguments: Mapping[str, Named]
    lists: frozenset[str]
    exempt: Mapping[str, str]
    in_body: frozenset[str] = frozenset()
    with_nobodys: frozenset[str] = frozenset()

    def guarding(self, methods: Methods) -> Methods:
        """Put the guard before each method; refuse to start when one has been forgotten."""
        forgotten = [name for name, (_, function) in methods.items() if not self.way(function)]
        if forgotten:
            raise LookupError(f"Say who may call {', '.join(sorted(forgotten))}, and why.")
        return {name: (scope, self._before(call)) for name, (scope, call) in methods.items()}

    def _before(self, function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda unit, **kwargs: self.call(unit, function, kwargs)

    def way(self, function: Callable[..., Any]) -> str:
        """Say how a method is guarded; nothing if nobody has thought of it."""
        name = function.__name__
        if name in self.exempt:
            return "exempt"
        if name in self.lists:
            return "list"
        if name in self.in_body or self.arguments.keys() & inspect.signature(function).parameters:
            return "argument"
        return ""

    def goes_by_function(self, unit: Unit) -> bool:
        return bool(self.by_function.keys() & unit.principal.roles)

    def call(self, unit: Unit, function: Callable[..., Any], kwargs: dict[str, Any]) -> Any:
        """Carry a call out, or refuse it as if what it names did not exist."""
        name = function.__name__
        if self.goes_by_function(unit) or name in self.exempt:
            return function(unit, **kwargs)
        if name not in self.lists:
            self._check(unit, kwargs)
            return function(unit, **kwargs)
        narrow = self._narrowing(unit, with_nobodys=name in self.with_nobodys)
        listen(unit.session, "do_orm_execute", narrow)
        try:
            return function(unit, **kwargs)
        finally:
            remove(unit.session, "do_orm_execute", narrow)

    def _check(self, unit: Unit, kwargs: dict[str, Any]) -> None:
        named = dict.fromkeys(self._named(kwargs))
        owners = [(kind, value, kind.whose(unit, value)) for kind, value in named]
        things = {thing for _, _, thing in owners if thing is not None}
        seen = unit.store(Grants).seen(things) if things else {}
        for kind, value, thing in owners:
            if thing is not None and thing not in seen:
                raise kind.hidden(value)
        if not all(seen.values()):
            unit.account_for(IN_AN_EMERGENCY)

    def _named(self, kwargs: dict[str, Any]) -> Iterator[tuple[Named, str]]:
        # The body first: what is hidden at the top is then refused like what is not there at all.
        waiting: list[Any] = [kwargs, kwargs.get("query"), kwargs.get("body")]
        while waiting:
            place = waiting.pop()
            if isinstance(place, list | tuple):
                waiting += place
            if isinstance(place, dict):
                waiting += place.values()
                yield from self._named_here(place)

    def _named_here(self, place: dict[str, Any]) -> Iterator[tuple[Named, str]]:
        """What one level names, also several in a list."""
        for name, value in place.items():
            if name in self.arguments:
                for one in value if isinstance(value, list | tuple) else [value]:
                    if isinstance(one, str):
                        yield self.arguments[name], one

    def _narrowing(self, unit: Unit, *, with_nobodys: bool) -> Callable[[ORMExecuteState], None]:
        """Return what adds to each question of a list that only the caller's own things count."""
        own = unit.store(Grants).own()

        def narrow(state: ORMExecuteState) -> None:
            if not state.is_select or state.is_column_load:
                return
            for mapper in state.all_mappers:
                column = mapper.columns.get(self.column)
                if column is not None:
                    mine = column.in_(own)
                    rule = or_(mine, column.is_(None)) if with_nobodys else mine
                    state.statement = state.statement.options(
                        with_loader_criteria(mapper.class_, rule, include_aliases=True)
                    )

        return narrow
