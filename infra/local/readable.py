"""Reads what the databases keep as SQL shows it: unpacked, and a date as a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from infra.local.addresses import Addresses
from infra.local.leaks import Hit, Word, search
from infra.local.place import SERVICES

# Whatever else a column is, its text is read; numbers and true or false name nobody.
NAMELESS = ("smallint", "integer", "bigint", "numeric", "real", "double precision", "boolean")
COLUMNS = """
SELECT table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND data_type <> ALL (%s)
AND table_name IN (SELECT relname FROM pg_class WHERE relkind IN ('r', 'm') AND NOT relispartition
    OR relkind = 'p')
ORDER BY table_name, ordinal_position
"""
ROWS_AT_ONCE = 2000


def admin_of(where: Addresses, service: str) -> str:
    """The administrator's address of a service's database: the only one who sees every table."""
    return urlsplit(where.admin_database)._replace(path=f"/homeward_{service}").geturl()


def search_tables(where: Addresses, words: Iterable[Word]) -> Iterator[Hit]:
    """Look through every column of every table of every service."""
    words = list(words)
    for service in SERVICES:
        with closing(psycopg2.connect(admin_of(where, service))) as connection:
            with connection.cursor() as cursor:
                cursor.execute(COLUMNS, (list(NAMELESS),))
                columns = cursor.fetchall()
            for table, column, kind in columns:
                place = f"{service}.{table}.{column}"
                for values in _values(connection, table, column, kind):
                    yield from search_values(values, place, words)


def search_values(values: Iterable[bytes], place: str, words: Iterable[Word]) -> Iterator[Hit]:
    """Look for every word in what is text, and for a short one in nothing else.

    Four letters in a row turn up by chance in half a megabyte of ciphertext. Somebody's details
    that were not sealed are text, whatever the type of their column.
    """
    words, texts, sealed = list(words), [], []
    for value in values:
        (texts if _is_text(value) else sealed).append(value)
    yield from search(b"\n".join(texts), place, words)
    long = [word for word in words if word.is_for_any_file]
    yield from search(b"\n".join(sealed), place, long)


def _is_text(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


def _values(connection: Any, table: str, column: str, kind: str) -> Iterator[list[bytes]]:
    """The rows of a column, many at once."""
    shown = (
        sql.Identifier(column)
        if kind == "bytea"
        else sql.SQL("{}::text").format(sql.Identifier(column))
    )
    query = sql.SQL("SELECT {} FROM {} WHERE {} IS NOT NULL").format(
        shown, sql.Identifier(table), sql.Identifier(column)
    )
    with connection.cursor("every row of it") as cursor:
        cursor.itersize = ROWS_AT_ONCE
        cursor.execute(query)
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield [_bytes(value) for (value,) in rows]


def _bytes(value: str | memoryview) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value)
