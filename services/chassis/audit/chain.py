"""Who read or wrote what, why and when: a chain, in which each entry holds the hash before it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Row,
    Table,
    Text,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from services.chassis.audit.deeds import audit_deeds, line_of, seal_fits, seal_key
from services.chassis.database import READ_ONLY, UtcDateTime, chassis_metadata

# The entry before the first one.
NOTHING = "0" * 64
FETCHED_AT_ONCE = 1000
FAULTS_MAX = 20
# A batch holds up the process that links for some five milliseconds.
LINKED_AT_ONCE = 200
# Deeds are linked four times a second while any process of the service runs.
WAITING_SECONDS_MAX = 60

# A trigger refuses to change or remove an entry; whoever takes the trigger away breaks the chain.
# Entries come in by `audit_link` alone, which runs with the rights of the tables' owner.
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
    # None in entries of the time when a deed was put in the chain at once.
    Column("series", Text),
    Column("number", BigInteger),
    Column("seal", Text),
    Index("ix_audit_entries_about", "about", postgresql_using="gin"),
    info=READ_ONLY,
)
ENTRY = audit_entries.c

LOCK = text("SELECT pg_advisory_xact_lock(hashtext('audit_entries'))")
TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtext('audit_entries'))")
LINK = text("SELECT audit_link(:deeds, :hashes)").bindparams(
    bindparam("deeds", type_=ARRAY(BigInteger)), bindparam("hashes", type_=ARRAY(Text))
)


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """How long the chain was at a time, and its last hash, as kept outside of the database."""

    position: int
    hash: str


@dataclass(frozen=True)
class Verdict:
    """How many entries there are and how many deeds wait to be one, and what is wrong with them."""

    entries: int
    faults: tuple[str, ...]
    waiting: int = 0
    waiting_since: datetime | None = None


class Chain:
    """The chain of one service. Its hashes are keyed, so that a forged entry does not fit."""

    def __init__(self, session: Session, index_key: bytes) -> None:
        self._session = session
        self._key = hmac.new(index_key, b"audit chain", hashlib.sha256).digest()
        self._index_key = index_key

    def link_all(self) -> None:
        """Put every deed that is committed by now in the chain; wait for whoever links."""
        self._session.execute(LOCK)
        while self._link() == LINKED_AT_ONCE:
            pass

    def link_some(self) -> int:
        """Put the next deeds in the chain, and return how many; none while another does it."""
        return self._link() if self._session.scalar(TRY_LOCK) else 0

    def _link(self) -> int:
        """Link in the order in which deeds were written, so each series in its own."""
        query = select(audit_deeds).order_by(audit_deeds.c.id).limit(LINKED_AT_ONCE)
        deeds = self._session.execute(query).mappings().all()
        if not deeds:
            return 0
        last, hashes = self.head(), []
        for deed in deeds:
            entry = {**deed, "position": last.position + 1, "hash_before": last.hash}
            last = Anchor(position=entry["position"], hash=self._hash(entry))
            hashes.append(last.hash)
        self._session.execute(LINK, {"deeds": [deed["id"] for deed in deeds], "hashes": hashes})
        return len(deeds)

    def head(self) -> Anchor:
        """Return the last entry's position and hash."""
        query = select(ENTRY.position, ENTRY.hash).order_by(ENTRY.position.desc()).limit(1)
        row = self._session.execute(query).first()
        return Anchor(position=row.position, hash=row.hash) if row else FIRST

    def about(
        self, id_: str, *, after: int, limit: int, apart: Sequence[str] = ()
    ) -> Sequence[Row[Any]]:
        """Return the next entries that name an id, oldest first.

        Without those under a scope that begins as one of `apart`, unless they were not allowed:
        that somebody tried tells nothing of what there is.
        """
        tried = and_(ENTRY.act == "refused", ENTRY.why.endswith(" not-allowed"))
        told = [or_(tried, not_(ENTRY.why.startswith(scope, autoescape=True))) for scope in apart]
        query = (
            select(audit_entries)
            .where(ENTRY.about.contains([id_]), ENTRY.position > after, *told)
            .order_by(ENTRY.position)
            .limit(limit)
        )
        return self._session.execute(query).all()

    def was_done(self, what: Iterable[str], id_: str, since: datetime) -> bool:
        """Whether one of these calls was carried out, not refused, about an id since an instant."""
        query = (
            select(ENTRY.position)
            .where(ENTRY.about.contains([id_]), ENTRY.what.in_(sorted(what)), ENTRY.at >= since)
            .where(ENTRY.act != "refused")
            .limit(1)
        )
        return self._session.scalar(query) is not None

    def verify(self, anchors: Iterable[Anchor]) -> Verdict:
        """Walk the whole chain and what waits, and name what was changed, removed or put in.

        First of all in its transaction: both must be seen as they were at one moment.
        """
        self._session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        walk = _Walk(seal_key(self._index_key))
        expected = {anchor.position: anchor.hash for anchor in anchors}
        last = FIRST
        for row in self._rows(select(audit_entries).order_by(ENTRY.position)):
            walk.past(row, f"Entry {row.position}", list(self._faults(row, last)))
            if expected.pop(row.position, row.hash) != row.hash:
                walk.faults.append(f"Entry {row.position} is not the one that was anchored.")
            last = Anchor(position=row.position, hash=row.hash)
            if len(walk.faults) >= FAULTS_MAX:
                return Verdict(last.position, tuple(walk.faults))
        walk.faults += [
            f"Entry {position} was anchored and is gone."
            for position in sorted(expected)
            if position > last.position
        ]
        for row in self._rows(select(audit_deeds).order_by(audit_deeds.c.id)):
            walk.past(row, f"Deed {row.id}, which waits to be linked,")
        waiting, since, seconds = self._waiting()
        if seconds > WAITING_SECONDS_MAX:
            walk.faults.append(f"Nobody links the {waiting} deeds that wait.")
        return Verdict(last.position, tuple(walk.faults), waiting, since)

    def _rows(self, query: Any) -> Iterator[Row[Any]]:
        return iter(self._session.execute(query.execution_options(yield_per=FETCHED_AT_ONCE)))

    def _waiting(self) -> tuple[int, datetime | None, float]:
        first = func.min(audit_deeds.c.recorded_at)
        age = func.extract("epoch", func.clock_timestamp() - first)
        row = self._session.execute(select(func.count(), first, func.coalesce(age, 0))).one()
        return row[0], row[1], float(row[2])

    def _faults(self, row: Row[Any], last: Anchor) -> Iterator[str]:
        if row.position != last.position + 1:
            yield f"Between entries {last.position} and {row.position} some are missing."
        elif row.hash_before != last.hash:
            yield f"Entry {row.position} does not follow the one before it."
        if not hmac.compare_digest(row.hash, self._hash(row._asdict())):
            yield f"Entry {row.position} was changed, or not written by the service."

    def _hash(self, entry: dict[str, Any]) -> str:
        said = {name: entry[name] for name in HASHED if entry[name] is not None}
        return hmac.new(self._key, line_of(said).encode(), hashlib.sha256).hexdigest()


@dataclass
class _Walk:
    """Goes past deeds, linked or not, and notices what is wrong with their seals and numbers."""

    key: bytes
    faults: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def past(self, row: Row[Any], name: str, known: Sequence[str] = ()) -> None:
        """Go past one; what is known to be wrong with it explains what else would be found."""
        self.faults += known or self._found(row, name)
        if row.series is not None:
            self.numbers[row.series] = row.number

    def _found(self, row: Row[Any], name: str) -> Iterator[str]:
        if row.series is None:
            return
        if not seal_fits(self.key, row._asdict()):
            yield f"{name} was changed before it was linked, or not written by the service."
        before = self.numbers.get(row.series, 0)
        if row.number != before + 1:
            yield f"{name} is number {row.number} of a series, and the one before is {before}."


HASHED = [column.name for column in audit_entries.c if column.name != "hash"]
FIRST = Anchor(position=0, hash=NOTHING)
