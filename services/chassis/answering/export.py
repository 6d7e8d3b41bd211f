"""Everything a service's tables hold about a person, read for the person who asks for it."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Mapping
from dataclasses import asdict, is_dataclass
from typing import Any

from sqlalchemy import Column, MetaData, or_, select
from sqlalchemy.sql import ColumnElement

from services.chassis.errors import NotFound
from services.chassis.messages import as_json
from services.chassis.privacy.vault import Vault
from services.chassis.unit import Unit

PERSON = "person_id"
NOT_THEIRS = "sealed, and not under this person's key"
DEEDS_MAX = 1000

Ids = Mapping[str, Collection[str]]
NO_KEYS: Mapping[str, str] = {}


def rows_about(
    unit: Unit,
    metadata: MetaData,
    person_id: str,
    ids: Ids,
    *,
    without: Collection[str] = (),
    keys: Mapping[str, str] = NO_KEYS,
) -> dict[str, list[dict[str, Any]]]:
    """Return every row that belongs to a person, by table, with what is sealed opened.

    A table that names persons gives only the rows of this one. Any other gives those that `ids`
    allows: column name, or `table.column`, to the values that are this person's. So a new table
    is exported without anybody having to think of it. `keys` names, by table, the column that says
    under which key its rows are sealed, where that is not the person's own.
    """
    allowed = {PERSON: [person_id], **ids}
    found = {}
    for table in metadata.sorted_tables:
        matching = None if table.name in without else _matching(table.c, allowed)
        if matching is None:
            continue
        own = table.name in keys
        rows = unit.session.execute(select(table).where(matching).order_by(*table.primary_key))
        read = [
            {
                name: _shown(unit.vault, row[keys[table.name]] if own else person_id, name, value)
                for name, value in row.items()
            }
            for row in rows.mappings()
        ]
        if read:
            found[table.name] = read
    return found


def named_in(rows: Mapping[str, list[dict[str, Any]]], column: str) -> list[str]:
    """Return what a column says in rows that were found, by which further rows are found."""
    found = (row[column] for table in rows.values() for row in table if row.get(column))
    return sorted(set(found))


def deeds_about(unit: Unit, person_id: str) -> list[dict[str, Any]]:
    """Return who looked at or changed what is kept of a person."""
    rows = unit.audit.about(person_id, after=0, limit=DEEDS_MAX)
    return [
        {"at": as_json(row.at), "who": row.who, "act": row.act, "what": row.what, "why": row.why}
        for row in rows
    ]


def _matching(columns: Any, ids: Ids) -> ColumnElement[bool] | None:
    named: list[Column[Any]] = [*columns]
    if PERSON in columns:
        return columns[PERSON].in_(ids[PERSON])
    found = [
        column.in_(list(values))
        for column in named
        for values in [ids.get(f"{column.table}.{column.name}", ids.get(column.name))]
        if values is not None
    ]
    return or_(*found) if found else None


def _shown(vault: Vault, person_id: str, key: str, value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return _opened(vault, person_id, bytes(value))
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, dict):
        return {name: _shown(vault, person_id, name, inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(vault, person_id, key, inner) for inner in value]
    if isinstance(value, str) and key.startswith("sealed"):
        try:
            return _opened(vault, person_id, base64.b64decode(value, validate=True))
        except binascii.Error:
            # Sealed for another organisation: it is a letter of theirs by now.
            return NOT_THEIRS
    shown = as_json(value)
    return shown if isinstance(shown, str | int | float | bool | None) else str(shown)


def _opened(vault: Vault, person_id: str, sealed: bytes) -> Any:
    try:
        return vault.open(person_id, sealed)
    except (NotFound, ValueError):
        return NOT_THEIRS
