"""Plants words of each kind where people could be, so that a search can prove that it sees."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import psycopg2
from psycopg2 import sql

from infra.local.addresses import Addresses
from infra.local.broker import HOUSE_VHOST
from infra.local.leaks import Word
from infra.local.readable import admin_of

# Long enough to be kept apart and packed (TOAST), as a long remark would be.
LONG = 2000
# Nobody was born then, and it is written as an airline writes it.
BORN, BORN_ON_A_TICKET = "1871-03-05", "05MAR71"
TABLE = """
CREATE TABLE {} (word text, capitals text, long text, said jsonb, packed bytea, born date)
"""
INSERT = "INSERT INTO {} VALUES (%s, %s, %s, jsonb_build_object('name', %s::text), %s, %s)"


@dataclass(frozen=True)
class Proof:
    """One word per kind; each must be found in the places that can hold that kind."""

    table: str
    plain: Word
    capitals: Word
    long: Word
    said: Word
    packed: Word
    born: Word

    @property
    def in_tables(self) -> tuple[Word, ...]:
        return (self.plain, self.capitals, self.long, self.said, self.packed, self.born)

    @property
    def in_files(self) -> tuple[Word, ...]:
        return (self.plain, self.capitals, self.born)

    @property
    def in_database_files(self) -> tuple[Word, ...]:
        return (self.plain, self.capitals)

    @property
    def line(self) -> str:
        return f"{self.plain.text} {self.capitals.text.upper()} {BORN_ON_A_TICKET}\n"


@contextmanager
def planted(where: Addresses) -> Iterator[Proof]:
    """Words that stand in each kind of place while the search runs, and are gone afterwards."""
    # Several may look at the same time, each for what it planted itself.
    name = f"planted_{secrets.token_hex(4)}"
    words = (_word(kind) for kind in ("plain", "capitals", "long", "json", "binary"))
    proof = Proof(name, *words, Word("planted birth date", BORN))
    files = (where.place.log_file(name), where.place.folder("agents") / name)
    where.api.add_quorum_queue(HOUSE_VHOST, name)
    try:
        where.api.publish(HOUSE_VHOST, name, proof.line)
        _put_in_table(where, proof)
        for file in files:
            file.write_text(proof.line)
        yield proof
    finally:
        where.api.remove_queue(HOUSE_VHOST, name)
        _statement(where, _about("DROP TABLE IF EXISTS {}", proof))
        for file in files:
            file.unlink(missing_ok=True)


def checkpoint(where: Addresses) -> None:
    """Have every service's database write what it holds in memory."""
    _statement(where, sql.SQL("CHECKPOINT"))


def _word(kind: str) -> Word:
    return Word(f"planted {kind} word", f"Planted{secrets.token_hex(8)}")


def _about(statement: str, proof: Proof) -> sql.Composed:
    return sql.SQL(statement).format(sql.Identifier(proof.table))


def _put_in_table(where: Addresses, proof: Proof) -> None:
    _statement(where, _about(TABLE, proof))
    _statement(
        where,
        _about(INSERT, proof),
        proof.plain.text,
        proof.capitals.text.upper(),
        f"{'A long remark. ' * LONG}{proof.long.text}{' And so on.' * LONG}",
        proof.said.text,
        proof.packed.text.encode(),
        BORN,
    )


def _statement(where: Addresses, statement: sql.Composable, *values: object) -> None:
    """In a service's own database: that is where a leak would be."""
    with closing(psycopg2.connect(admin_of(where, "intake"))) as connection:
        connection.autocommit = True
        connection.cursor().execute(statement, values or None)
