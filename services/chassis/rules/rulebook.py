"""Rules that change with time: each service's dated tables, loaded from files into its database."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Table,
    Text,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.chassis.database import JsonOf, UtcDateTime, chassis_metadata
from services.chassis.errors import Invalid
from services.chassis.locks import hold
from services.chassis.rules import rulefile
from services.chassis.rules.rulefile import RuleRow, RuleTable
from services.chassis.schema import Command
from services.chassis.watch.disclosure import Vouched

__all__ = ["RuleRow", "RuleTable", "Rulebook", "from_file", "load_all", "load_file", "rule_table"]

SERVICES = Path(__file__).parents[2]

log = logging.getLogger(__name__)

# Every version that was ever in force stays, so that an old decision can be explained.
rule_tables = Table(
    "rule_tables",
    chassis_metadata,
    Column("name", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("rows", JsonOf, nullable=False),
    Column("in_force", Boolean, nullable=False),
    # Set where two people changed the table; a file no longer replaces it by itself then.
    Column("change_id", Text),
    Column("loaded_at", UtcDateTime, nullable=False, server_default=func.now()),
    Index("uq_rule_tables_in_force", "name", unique=True, postgresql_where=text("in_force")),
)


@dataclass(frozen=True)
class Declared:
    """A table that a service's schemas declare."""

    service: str
    name: str
    path: Path
    schema: type[Command]
    key: tuple[str, ...]


_declared: dict[tuple[str, str], Declared] = {}


def rule_table(
    service: str, name: str, filename: str, row_schema: type[Command], *, key: Sequence[str] = ()
) -> None:
    """Declare a table of services/<service>/rule_data; `key` tells one rule from another."""
    path = SERVICES / service / "rule_data" / filename
    _declared[service, name] = Declared(service, name, path, row_schema, tuple(key))


def names_of(service: str) -> list[str]:
    """Return the tables that a service has declared; its modules must have been imported."""
    return sorted(name for owner, name in _declared if owner == service)


def from_file(service: str, name: str, path: Path | None = None) -> RuleTable:
    """Read a declared table straight from its file, without a database."""
    declared = declaration(service, name)
    read = rulefile.read(path or declared.path, declared.schema, declared.key)
    return RuleTable(read.version, read.rows, name)


def load_all(session: Session, service: str) -> dict[str, str]:
    """Load every declared table at start, and return the version in force of each.

    A bad file is told in the log, and the old version stays; without one the start is refused.
    """
    return {name: _load_or_keep(session, service, name) for name in names_of(service)}


def load_file(session: Session, service: str, name: str, path: Path | None = None) -> str:
    """Put a file in force and return its version; a bad one is refused and changes nothing."""
    declared = declaration(service, name)
    read = rulefile.read(path or declared.path, declared.schema, declared.key)
    # Two processes of a service start at the same time and load the same files.
    hold(session, lock_of(name))
    session.execute(
        update(rule_tables)
        .where(rule_tables.c.name == name, rule_tables.c.version != read.version)
        .where(rule_tables.c.in_force)
        .values(in_force=False)
    )
    fresh = insert(rule_tables).values(
        name=name, version=read.version, rows=list(read.cells), in_force=True
    )
    session.execute(
        fresh.on_conflict_do_update(
            index_elements=["name", "version"], set_={"in_force": True, "change_id": None}
        )
    )
    return read.version


class Rulebook:
    """Reads the tables of one service; a version's rows are parsed once per process."""

    def __init__(self, service: str) -> None:
        self._service = service
        self._parsed: dict[tuple[str, str], RuleTable] = {}

    def table(self, session: Session, name: str, version: str | None = None) -> RuleTable:
        """Return the version in force, or the one that an old decision used."""
        declared = declaration(self._service, name)
        found = version or version_in_force(session, name)
        if found is None:
            raise LookupError(f"The rule table {name} of {self._service} was never loaded.")
        if (name, found) not in self._parsed:
            self._parsed[name, found] = self._read(session, declared, found)
        return self._parsed[name, found]

    @staticmethod
    def _read(session: Session, declared: Declared, version: str) -> RuleTable:
        rows: list[dict[str, Any]] | None = session.scalar(
            select(rule_tables.c.rows).where(
                rule_tables.c.name == declared.name, rule_tables.c.version == version
            )
        )
        if rows is None:
            raise LookupError(f"The rule table {declared.name} has no version {version}.")
        try:
            made = tuple(rulefile.make_row(declared.schema, cells) for cells in rows)
        except Invalid as error:
            # No refusal, which would park what a newer program can handle: what a column that we
            # do not know would change about a decision, we cannot know either (0022).
            said = f"Version {version} of the rule table {declared.name} is newer than we are."
            raise LookupError(said) from error
        return RuleTable(version, made, declared.name)


def version_in_force(session: Session, name: str) -> str | None:
    """Return the version that decisions are taken by now, if the table was ever loaded."""
    return session.scalar(
        select(rule_tables.c.version).where(rule_tables.c.name == name, rule_tables.c.in_force)
    )


def lock_of(name: str) -> str:
    """Return what to hold before asking which version is in force, if that is then changed."""
    return f"rule_tables {name}"


def _load_or_keep(session: Session, service: str, name: str) -> str:
    # Two people's change may come in force at this very moment, in another process.
    hold(session, lock_of(name))
    decided = session.execute(
        select(rule_tables.c.version, rule_tables.c.change_id).where(
            rule_tables.c.name == name, rule_tables.c.in_force
        )
    ).first()
    if decided and decided.change_id:
        # What two people decided is not undone by a start; `homeward rules load` would.
        log.info("rule_file_not_loaded table=%s kept=%s", name, decided.version)
        return str(decided.version)
    try:
        return load_file(session, service, name)
    except Invalid as refusal:
        old = version_in_force(session, name)
        if old is None:
            raise
        said = Vouched(refusal)
        log.error("rule_file_refused table=%s kept=%s reason=%s", name, old, said)  # noqa: TRY400
        return old


def declaration(service: str, name: str) -> Declared:
    """Return what a service has declared of a table."""
    try:
        return _declared[service, name]
    except KeyError:
        raise LookupError(f"{service} declares no rule table {name}.") from None
