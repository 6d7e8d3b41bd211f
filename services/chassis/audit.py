"""Who read or wrote what, why and when: a chain, in which each entry holds the hash before it."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Row, Table, Text, insert, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from services.chassis.database import UtcDateTime, chassis_metadata

# The entry before the first one.
NOTHING = "0" * 64
# An answer that names more is a page of a list; a page holds 200 at most.
IDS_MAX = 1000
FETCHED_AT_ONCE = 1000
FAULTS_MAX = 20
# Ids of ours and references with a check digit: nothing of that shape says who somebody is.
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Z]{2}-\d{4}-\d{6}-\d", re.ASCII)

# A trigger refuses to change or remove an entry; whoever takes the trigger away breaks the chain.
audit_entries = Table(
    "audit_entries",
    chassis_metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("about", ARRAY(Text), nullable=False),
    Column("why", Text, nullable=False),
    Column("hash_before", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("ix_audit_entries_about", "about", postgresql_using="gin"),
    # What the service's own role may do here, where tables belong to another.
    info={"rights": "SELECT, INSERT"},
)
ENTRY = audit_entries.c


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One read or write: by whom, what it was, the ids it was about, and on which ground."""

    at: datetime
    who: str
    act: str
    what: str
    about: Sequence[str]
    why: str


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """How long the chain was at a time, and its last hash, as kept outside of the database."""

    position: int
    hash: str


@dataclass(frozen=True)
class Verdict:
    """How many entries there are, and what is wrong with them."""

    entries: int
    faults: tuple[str, ...]


class Chain:
    """The chain of one service. Its hashes are keyed, so that a forged entry does not fit."""

    def __init__(self, session: Session, index_key: bytes) -> None:
        self._session = session
        self._key = hmac.new(index_key, b"audit chain", hashlib.sha256).digest()

    def add(self, deed: Deed) -> None:
        """Write an entry, last of all in its transaction: the next one waits for the commit."""
        self._session.execute(text("SELECT pg_advisory_xact_lock(hashtext('audit_entries'))"))
        head = self.head()
        entry = {
            "position": head.position + 1,
            "at": deed.at,
            "who": deed.who,
            "act": deed.act,
            "what": deed.what,
            "about": sorted(set(deed.about))[:IDS_MAX],
            "why": deed.why,
            "hash_before": head.hash,
        }
        self._session.execute(insert(audit_entries).values(**entry, hash=self._hash(entry)))

    def head(self) -> Anchor:
        """Return the last entry's position and hash."""
        query = select(ENTRY.position, ENTRY.hash).order_by(ENTRY.position.desc()).limit(1)
        row = self._session.execute(query).first()
        return Anchor(position=row.position, hash=row.hash) if row else FIRST

    def about(self, id_: str, *, after: int, limit: int) -> Sequence[Row[Any]]:
        """Return the next entries that name an id, oldest first."""
        query = (
            select(audit_entries)
            .where(ENTRY.about.contains([id_]), ENTRY.position > after)
            .order_by(ENTRY.position)
            .limit(limit)
        )
        return self._session.execute(query).all()

    def verify(self, anchors: Iterable[Anchor]) -> Verdict:
        """Walk the whole chain, and name what was changed, removed or put in."""
        expected = {anchor.position: anchor.hash for anchor in anchors}
        faults: list[str] = []
        last = FIRST
        for row in self._walk():
            faults += self._faults(row, last)
            known = expected.pop(row.position, row.hash)
            if known != row.hash:
                faults.append(f"Entry {row.position} is not the one that was anchored.")
            last = Anchor(position=row.position, hash=row.hash)
            if len(faults) >= FAULTS_MAX:
                break
        else:
            faults += [
                f"Entry {position} was anchored and is gone."
                for position in sorted(expected)
                if position > last.position
            ]
        return Verdict(last.position, tuple(faults))

    def _walk(self) -> Iterator[Row[Any]]:
        query = select(audit_entries).order_by(ENTRY.position)
        return iter(self._session.execute(query.execution_options(yield_per=FETCHED_AT_ONCE)))

    def _faults(self, row: Row[Any], last: Anchor) -> Iterator[str]:
        if row.position != last.position + 1:
            yield f"Between entries {last.position} and {row.position} some are missing."
        elif row.hash_before != last.hash:
            yield f"Entry {row.position} does not follow the one before it."
        if not hmac.compare_digest(row.hash, self._hash(row._asdict())):
            yield f"Entry {row.position} was changed, or not written by the service."

    def _hash(self, entry: dict[str, Any]) -> str:
        said = {key: value for key, value in entry.items() if key != "hash"}
        said["at"] = said["at"].astimezone(UTC).isoformat(timespec="microseconds")
        line = json.dumps(said, sort_keys=True, separators=(",", ":"))
        return hmac.new(self._key, line.encode(), hashlib.sha256).hexdigest()


FIRST = Anchor(position=0, hash=NOTHING)


def ids_in(said: Any) -> set[str]:
    """Find the ids in what was asked or answered, wherever they stand."""
    if isinstance(said, str):
        return {said} if ID.fullmatch(said) else set()
    if isinstance(said, dict):
        return set().union(*map(ids_in, said), *map(ids_in, said.values()))
    if isinstance(said, list | tuple | set | frozenset):
        return set().union(*map(ids_in, said))
    return set()
