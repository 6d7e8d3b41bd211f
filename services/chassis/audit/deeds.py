"""What was read or written, by whom and why: sealed and numbered by the process that did it.

A deed is written where nobody waits for anybody: no lock, no place in the chain (audit.py gives it
one a moment later). Until then its seal, under a key that is not in the database, tells whether it
was changed, and its number, in a series without gaps, whether one before it was removed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Identity, Table, Text, bindparam, func, text
from sqlalchemy.dialects.postgresql import ARRAY

from services.chassis.database import UtcDateTime, chassis_metadata
from services.chassis.ids import new_id

# An answer that names more is a page of a list; a page holds 200 at most.
IDS_MAX = 1000
# Ids of ours and references with a check digit: nothing of that shape says who somebody is.
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Z]{2}-\d{4}-\d{6}-\d", re.ASCII)
SAID = ("at", "who", "act", "what", "about", "why", "series", "number")

# Deeds that are not in the chain yet. The service's role adds them; only `audit_link`, which puts
# them in the chain, takes them away.
audit_deeds = Table(
    "audit_deeds",
    chassis_metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("series", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("who", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("about", ARRAY(Text), nullable=False),
    Column("why", Text, nullable=False),
    Column("seal", Text, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False, server_default=func.clock_timestamp()),
    info={"rights": "SELECT, INSERT"},
)
# Any number of deeds of one series, in the JSON that was sealed: it is encoded once.
WRITTEN = (
    "INSERT INTO audit_deeds (at, who, act, what, about, why, series, number, seal) "
    "SELECT * FROM json_to_recordset(CAST(:deeds AS json)) AS said (at timestamptz, who text, "
    "act text, what text, about text[], why text, series text, number bigint, seal text) "
    "ORDER BY number"
)
WRITE = text(WRITTEN).bindparams(bindparam("deeds", type_=Text))


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One read or write: by whom, what it was, the ids it was about, and on which ground."""

    at: datetime
    who: str
    act: str
    what: str
    about: Sequence[str]
    why: str


@dataclass
class Series:
    """Numbers deeds 1, 2, 3, …; a number is given when the one before it is on the disk."""

    id: str = field(default_factory=new_id)
    given: int = 0
    committed: int = 0


class DeedBook:
    """The pen of one process: it seals deeds and numbers them."""

    def __init__(self, index_key: bytes) -> None:
        self._key = seal_key(index_key)
        self._free: deque[Series] = deque()
        # Whether a deed was committed since the linker looked last.
        self.fresh = False

    @contextmanager
    def series(self) -> Iterator[Series]:
        """Lend a series for one transaction, which is committed when the block ends.

        Nobody else has it meanwhile, so a number that was undone is given again, and no crash
        leaves a gap. When nobody knows whether the commit was made, the series ends there. They
        take turns, so that a removed last deed is soon followed by one that shows the gap.
        """
        series = self._free.popleft() if self._free else Series()
        try:
            yield series
        except BaseException:
            if series.given == series.committed:
                self._free.append(series)
            raise
        self.fresh = self.fresh or series.given > series.committed
        series.committed = series.given
        self._free.append(series)

    def written(self, series: Series, deeds: Iterable[Deed]) -> str:
        """Return what `WRITE` is given: each deed with its number and its seal."""
        return f"[{','.join(self._sealed(series, deed) for deed in deeds)}]"

    def _sealed(self, series: Series, deed: Deed) -> str:
        series.given += 1
        line = line_of(
            {
                "at": deed.at,
                "who": deed.who,
                "act": deed.act,
                "what": deed.what,
                "about": sorted(set(deed.about))[:IDS_MAX],
                "why": deed.why,
                "series": series.id,
                "number": series.given,
            }
        )
        return f'{line[:-1]},"seal":"{_seal(self._key, line)}"}}'


def seal_key(index_key: bytes) -> bytes:
    """Derive the key of the seals, so that it is of no use for anything else."""
    return hmac.new(index_key, b"audit deed", hashlib.sha256).digest()


def seal_fits(key: bytes, row: Mapping[str, Any]) -> bool:
    """Whether a deed, or the entry that was made of it, says what was sealed."""
    line = line_of({name: row[name] for name in SAID})
    return hmac.compare_digest(row["seal"] or "", _seal(key, line))


def line_of(said: Mapping[str, Any]) -> str:
    """Return the one JSON text of this content."""
    at = said["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps({**said, "at": at}, sort_keys=True, separators=(",", ":"))


def _seal(key: bytes, line: str) -> str:
    return hmac.new(key, line.encode(), hashlib.sha256).hexdigest()


def ids_in(said: Any) -> set[str]:
    """Find the ids in what was asked or answered, wherever they stand."""
    if isinstance(said, str):
        return {said} if ID.fullmatch(said) else set()
    if isinstance(said, dict):
        return set().union(*map(ids_in, said), *map(ids_in, said.values()))
    if isinstance(said, list | tuple | set | frozenset):
        return set().union(*map(ids_in, said))
    return set()
