"""Fills every table of a service with rows that fit their columns, and mean nothing."""

from __future__ import annotations

from typing import Any

import psycopg2
from sqlalchemy import Boolean, Date, DateTime, Integer, LargeBinary, Table
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from benchmarks.flat import questions
from infra.local.bench.database import Database
from services.chassis.database import EnumText, mapping_of

ROWS = 3_000
# What a row must be like is the service's business; here there shall be many of them.
UNBOUND = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
FROM pg_constraint WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace
AND conparentid = 0 AND conrelid <> 0
"""
TEXT = "'r' || n"
BY_TYPE: tuple[tuple[type, str], ...] = (
    (Boolean, "n % 2 = 0"),
    (Integer, "n"),
    (Date, "date '2025-01-01' + n % 700"),
    (DateTime, "timestamptz '2025-01-01 00:00Z' + n * interval '3 hours'"),
    (JSONB, "'{}'::jsonb"),
    (LargeBinary, "'\\x00'::bytea"),
)


def fill(database: Database, rows: int = ROWS) -> None:
    """Put so many rows into each table of the service's own, and let the planner know."""
    for _ in questions.stores(database.service):
        pass  # Asked for, so that their tables are known.
    connection = psycopg2.connect(database.owner_uri)
    with connection, connection.cursor() as cursor:
        cursor.execute(UNBOUND)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        for table in mapping_of(database.service).metadata.tables.values():
            cursor.execute(f"ALTER TABLE {table.name} DISABLE TRIGGER USER")
            cursor.execute(_insert(table), {"rows": rows})
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()


def _insert(table: Table) -> str:
    columns = [each for each in table.columns if each.identity is None and each.computed is None]
    names = ", ".join(f'"{each.name}"' for each in columns)
    values = ", ".join(_value(each.type) for each in columns)
    return (
        f"INSERT INTO {table.name} ({names}) SELECT {values} "  # noqa: S608 - of our own tables
        "FROM generate_series(1, %(rows)s) AS n ON CONFLICT DO NOTHING"
    ).replace("n % ", "n %% ")


def _value(kind: Any) -> str:
    if isinstance(kind, EnumText):
        words = ", ".join(f"'{one}'" for one in kind.kind)
        return f"(ARRAY[{words}])[1 + n % {len(kind.kind)}]"
    if isinstance(kind, ARRAY):
        return f"ARRAY[{_value(kind.item_type)}]"
    inner = getattr(kind, "impl_instance", kind)
    return next((value for type_, value in BY_TYPE if isinstance(inner, type_)), TEXT)
