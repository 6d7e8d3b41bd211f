"""Plants a word in the broker, a database and a log, so that a search can prove that it sees."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from psycopg2 import sql

from infra.local.addresses import Addresses
from infra.local.broker import HOUSE_VHOST
from infra.local.leaks import Word


@contextmanager
def planted(where: Addresses) -> Iterator[Word]:
    """A word that stands in each kind of place while the search runs, and is gone afterwards."""
    word = Word("planted word", f"Planted{secrets.token_hex(8)}")
    queue = f"planted-{secrets.token_hex(4)}"
    log = where.place.log_file("planted")
    where.api.add_quorum_queue(HOUSE_VHOST, queue)
    try:
        where.api.publish(HOUSE_VHOST, queue, word.text)
        _put_in_table(where, word.text)
        log.write_text(word.text + "\n")
        yield word
    finally:
        where.api.remove_queue(HOUSE_VHOST, queue)
        _statement(where, sql.SQL("DROP TABLE IF EXISTS planted"))
        log.unlink(missing_ok=True)


def checkpoint(where: Addresses) -> None:
    """Have every service's database write what it holds in memory."""
    connection = psycopg2.connect(where.admin_database)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
    finally:
        connection.close()


def _put_in_table(where: Addresses, text: str) -> None:
    _statement(where, sql.SQL("CREATE TABLE IF NOT EXISTS planted (word text)"))
    _statement(where, sql.SQL("INSERT INTO planted VALUES ({})").format(sql.Literal(text)))


def _statement(where: Addresses, statement: sql.Composable) -> None:
    """In a service's own database: that is where a leak would be."""
    connection = psycopg2.connect(where.databases["intake"])
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
