"""A dated rule table as a reviewed CSV file: read whole, or refused with file, line and reason."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from marshmallow import fields, validate

from services.chassis.errors import Invalid, Problem
from services.chassis.schema import Command

DATED = ("valid_from", "valid_to", "source")
VERSION_LENGTH = 12

Cells = dict[str, str]


class RuleRow(Command):
    """What every rule says beside its content: from when, until when (or open), and who says so."""

    valid_from = fields.Date(required=True)
    valid_to = fields.Date(load_default=None)
    source = fields.String(required=True, validate=validate.Length(min=1))


@dataclass(frozen=True)
class RuleTable:
    """One version of a table; a decision stores the version that it used."""

    version: str
    rows: Sequence[Any]
    name: str = ""

    def on(self, day: date) -> list[Any]:
        """Return the rows that were in force on a day, both ends included."""
        return [row for row in self.rows if _in_force(row, day)]


@dataclass(frozen=True)
class RuleFile:
    """The content of a file that was found good: its cells as text, and the rows they stand for."""

    version: str
    cells: tuple[Cells, ...]
    rows: tuple[Any, ...]


def read(path: Path, schema: type[Command], key: Sequence[str] = ()) -> RuleFile:
    """Read a file whole; refuse it with every fault that it has.

    `key` names the columns that tell one rule from another: two rows with the same key must not
    be in force on the same day. Without it, only rows with the same content must not.
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _refused(
            path, [(0, "", f"The file cannot be read: {type(error).__name__}.")]
        ) from error
    lines = list(_lines(path, text, schema))
    if not lines:
        raise _refused(path, [(1, "", "The file has no rows.")])
    rows, faults = rows_and_faults(lines, schema, key)
    if faults:
        raise _refused(path, faults)
    return RuleFile(version_of(content), tuple(cells for _, cells in lines), tuple(rows))


def make_row(schema: type[Command], cells: Mapping[str, str]) -> Any:
    """Turn cells into a row. An empty cell is None where that is allowed, and else absent."""
    known = schema()
    said: dict[str, str | None] = {}
    for name, text in cells.items():
        if text:
            said[name] = text
        elif name in known.fields and known.fields[name].allow_none:
            said[name] = None
    return known.load(said)


def rows_and_faults(
    lines: Sequence[tuple[int, Cells]], schema: type[Command], key: Sequence[str]
) -> tuple[list[Any], list[tuple[int, str, str]]]:
    """Turn lines into rows, and say what is wrong with any of them or between them."""
    faults: list[tuple[int, str, str]] = []
    rows: list[Any] = []
    for line, cells in lines:
        try:
            rows.append(make_row(schema, cells))
        except Invalid as refusal:
            faults += [(line, at["pointer"].strip("/"), at["detail"]) for at in refusal.errors]
    return rows, faults or list(_validity_faults(lines, rows, key))


def version_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:VERSION_LENGTH]


def _lines(path: Path, text: str, schema: type[Command]) -> Iterator[tuple[int, Cells]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = [name.strip() for name in next(reader, [])]
    _check_header(path, header, schema)
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                fault = f"{len(cells)} cells, where the header has {len(header)}."
                raise _refused(path, [(reader.line_num, "", fault)])
            named = zip(header, (cell.strip() for cell in cells), strict=True)
            yield reader.line_num, dict(named)
    except csv.Error as error:
        raise _refused(path, [(reader.line_num, "", f"Not CSV: {error}.")]) from error


def _check_header(path: Path, header: list[str], schema: type[Command]) -> None:
    known = schema().fields
    needed = {name for name, field in known.items() if field.required} | set(DATED)
    faults = [(1, name, "The column is missing.") for name in sorted(needed - set(header))]
    faults += [(1, name, "No such column is known.") for name in header if name not in known]
    faults += [
        (1, name, "The column is there twice.") for name in set(header) if header.count(name) > 1
    ]
    if faults:
        raise _refused(path, faults)


def _validity_faults(
    lines: Sequence[tuple[int, Cells]], rows: Sequence[Any], key: Sequence[str]
) -> Iterator[tuple[int, str, str]]:
    latest: dict[tuple[str, ...], tuple[date, int]] = {}
    dated = zip(lines, rows, strict=True)
    for (line, cells), row in sorted(
        dated, key=lambda pair: (_of(pair[1], "valid_from"), pair[0][0])
    ):
        start, end = _of(row, "valid_from"), _of(row, "valid_to") or date.max
        if end < start:
            yield line, "valid_to", "It ends before it begins."
            continue
        same = tuple(cells[name] for name in key or cells if key or name not in DATED)
        known = latest.get(same)
        if known and known[0] >= start:
            yield line, "valid_from", f"It overlaps the same rule in line {known[1]}."
        if not known or end > known[0]:
            latest[same] = (end, line)


def _in_force(row: Any, day: date) -> bool:
    until: date | None = _of(row, "valid_to")
    return bool(_of(row, "valid_from") <= day) and (until is None or day <= until)


def _of(row: Any, name: str) -> Any:
    """Read a field of a row, which is a mapping or, if its schema makes one, an object."""
    return row[name] if isinstance(row, Mapping) else getattr(row, name)


def _refused(path: Path, faults: Sequence[tuple[int, str, str]]) -> Invalid:
    """Say where and why, first in a sentence, then each fault with its place."""
    errors = [
        Problem(
            pointer=f"/{line}/{column}".rstrip("/"),
            detail=f"{path.name}, line {line}{', column ' + column if column else ''}: {reason}",
        )
        for line, column, reason in faults
    ]
    more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
    return Invalid("bad-rule-file", f"{errors[0]['detail']}{more}", errors)
