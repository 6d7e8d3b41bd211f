"""A draft of a rule table: put together from what is in force, and read as strictly as a file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.chassis.errors import Invalid, NotFound, Problem
from services.chassis.locks import hold
from services.chassis.rules import rulefile
from services.chassis.rules.rulebook import declaration, lock_of, rule_tables, version_in_force
from services.chassis.rules.rulefile import Cells, RuleFile, rows_and_faults, version_of
from services.chassis.schema import Command


@dataclass(frozen=True)
class Draft:
    """What a table would say: the version it was drafted from, and what it would become."""

    base_version: str
    base_cells: Sequence[Cells]
    base_rows: Sequence[Any]
    file: RuleFile

    @property
    def changes(self) -> bool:
        """Whether it says anything else than what is in force, be it only by whom it is said."""
        return sorted(map(_line, self.base_cells)) != sorted(map(_line, self.file.cells))

    def changed_before(self, day: date) -> list[dict[str, Any]]:
        """Return the rows by which it differs on any day before `day`, whoever says so."""
        was, becomes = _past(self.base_rows, day), _past(self.file.rows, day)
        return [row for row in (*was, *becomes) if (row in was) != (row in becomes)]


def draft(
    session: Session,
    service: str,
    name: str,
    *,
    added: Sequence[Mapping[str, str]],
    without: Sequence[str],
) -> Draft:
    """Put a draft together from the version in force, by the rules of the table's file.

    `without` names what is left out by what tells one rule from another, such as a country.
    """
    declared = declaration(service, name)
    base = version_in_force(session, name) or ""
    cells = cells_of(session, name, base)
    out = set(without)
    gone = [one for one in cells if out & {one[column] for column in declared.key or one}]
    unknown = sorted(out - {one[c] for one in gone for c in declared.key or one})
    if unknown:
        sentence = f"Nothing of {name} is called {', '.join(unknown)}."
        raise Invalid("bad-rule-draft", sentence, [Problem(pointer="/without", detail=sentence)])
    kept = [one for one in cells if one not in gone]
    base_rows = tuple(rulefile.make_row(declared.schema, one) for one in cells)
    return Draft(base, tuple(cells), base_rows, compose(kept, added, declared.schema, declared.key))


def keep(session: Session, name: str, file: RuleFile, change_id: str) -> None:
    """Keep a version that is not in force yet, so that it can be read and tried."""
    fresh = insert(rule_tables).values(
        name=name,
        version=file.version,
        rows=list(file.cells),
        in_force=False,
        change_id=change_id,
    )
    session.execute(fresh.on_conflict_do_nothing())


def put_in_force(session: Session, name: str, version: str, change_id: str) -> None:
    """Have decisions taken by a version that was kept, from this transaction on."""
    hold(session, lock_of(name))
    named = rule_tables.c.name == name
    session.execute(update(rule_tables).where(named).values(in_force=False))
    session.execute(
        update(rule_tables)
        .where(named, rule_tables.c.version == version)
        .values(in_force=True, change_id=change_id)
    )


def cells_of(session: Session, name: str, version: str) -> list[dict[str, str]]:
    """Return the rows of a version as they are written in a file."""
    rows: list[dict[str, str]] | None = session.scalar(
        select(rule_tables.c.rows).where(
            rule_tables.c.name == name, rule_tables.c.version == version
        )
    )
    if rows is None:
        raise NotFound("no-such-version", f"The table {name} has no version {version or 'yet'}.")
    return rows


def compose(
    kept: Sequence[Cells],
    added: Sequence[Mapping[str, str]],
    schema: type[Command],
    key: Sequence[str] = (),
) -> RuleFile:
    """Put a draft together from rows that stay and rows that are new, by the rules of a file.

    It is refused with every fault that it has; each points into `/added`, or at the row that stays
    and clashes.
    """
    columns = list(kept[0]) if kept else list(schema().fields)
    faults = [
        (len(kept) + number, name, "No such column is known.")
        for number, cells in enumerate(added, 1)
        for name in cells
        if name not in columns
    ]
    whole = [
        dict.fromkeys(columns, "") | {name: text.strip() for name, text in cells.items()}
        for cells in added
    ]
    lines = list(enumerate([*kept, *whole], 1))
    if not lines:
        raise Invalid("bad-rule-draft", "Nothing would be left of the table.")
    rows: list[Any] = []
    if not faults:
        rows, faults = rows_and_faults(lines, schema, key)
    if faults:
        raise _refused_draft(len(kept), faults)
    cells = tuple(cells for _, cells in lines)
    return RuleFile(version_of(json.dumps(cells).encode()), cells, tuple(rows))


def _line(cells: Cells) -> list[tuple[str, str]]:
    """A row without its empty cells: a column that was added later changes nothing by itself."""
    return sorted((name, text) for name, text in cells.items() if text)


def _plain(row: Any) -> dict[str, Any]:
    """Return a row, which is a mapping or an object, as a dictionary."""
    return dict(row) if isinstance(row, Mapping) else dict(vars(row))


def _past(rows: Sequence[Any], day: date) -> list[dict[str, Any]]:
    """What a table said of the days before a day: each row without its source, and cut there."""
    last = day - timedelta(days=1)
    said = []
    for row in map(_plain, rows):
        if row["valid_from"] <= last:
            until = min(row["valid_to"] or last, last)
            said.append({**row, "valid_to": until, "source": ""})
    return said


def _refused_draft(kept: int, faults: Sequence[tuple[int, str, str]]) -> Invalid:
    errors = []
    for line, column, reason in faults:
        place = f"/added/{line - kept - 1}/{column}" if line > kept else "/without"
        what = f"row {line - kept} of the draft" if line > kept else f"row {line} of what stays"
        errors.append(
            Problem(
                pointer=place.rstrip("/"),
                detail=f"In {what}{', column ' + column if column else ''}: {reason}",
            )
        )
    return Invalid("bad-rule-draft", errors[0]["detail"], errors)
