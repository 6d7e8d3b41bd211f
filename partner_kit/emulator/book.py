"""The agent's book: what came, what was answered, what was offered, booked and cancelled.

It holds no passenger: a booking knows references, a count and a keyed hash.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from partner_kit.emulator.envelope import Answer

TABLES = """
CREATE TABLE IF NOT EXISTS received (
    id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, type TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS answers (
    position INTEGER PRIMARY KEY, received_id TEXT, about TEXT, type TEXT NOT NULL,
    id TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, content_type TEXT NOT NULL,
    due_epoch REAL NOT NULL, due_at TEXT, sent INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS unsent ON answers (position) WHERE sent = 0;
CREATE INDEX IF NOT EXISTS answers_of ON answers (received_id);
CREATE TABLE IF NOT EXISTS papers (
    kind TEXT NOT NULL, reference TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, reference)
);
CREATE TABLE IF NOT EXISTS serials (name TEXT PRIMARY KEY, last INTEGER NOT NULL);
"""


@dataclass(frozen=True)
class Unsent:
    """An answer that is due and not yet with the broker."""

    position: int
    id: str
    type: str
    subject: str
    body: str
    content_type: str


class Book:
    """One SQLite file. What one message changes is written at once or not at all."""

    def __init__(self, path: Path) -> None:
        self._rows = sqlite3.connect(path, isolation_level=None)
        self._rows.execute("PRAGMA journal_mode = WAL")
        self._rows.execute("PRAGMA synchronous = FULL")
        self._rows.executescript(TABLES)

    @contextmanager
    def page(self) -> Iterator[None]:
        """Write everything inside, or nothing when it fails."""
        self._rows.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._rows.execute("ROLLBACK")
            raise
        self._rows.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._rows.close()

    def fingerprint(self, message_id: str) -> str | None:
        """Return the fingerprint of the message that came under this id, if one did."""
        query = "SELECT fingerprint FROM received WHERE id = ?"
        found = self._rows.execute(query, (message_id,)).fetchone()
        return found[0] if found else None

    def receive(self, message_id: str, fingerprint: str, name: str) -> None:
        """Note that a message came."""
        self._rows.execute("INSERT INTO received VALUES (?, ?, ?)", (message_id, fingerprint, name))

    def answer(
        self, answers: Iterable[Answer], *, to: str | None, about: str = "", epoch: float
    ) -> None:
        """Keep answers until they are sent. `about` names the booking of news that may lapse."""
        for one in answers:
            due_at = one.due_at.astimezone(UTC).isoformat() if one.due_at else None
            row = (to, about, one.type, one.id, one.subject, one.body, one.content_type)
            self._rows.execute(
                "INSERT INTO answers (received_id, about, type, id, subject, body, content_type,"
                " due_epoch, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, epoch + one.due_seconds, due_at),
            )

    def answer_again(self, message_id: str) -> None:
        """Send the answers to a message once more, as they were the first time."""
        query = "UPDATE answers SET sent = 0 WHERE received_id = ? AND due_at IS NULL"
        self._rows.execute(query, (message_id,))

    def due(self, epoch: float, now: datetime) -> list[Unsent]:
        """Return the answers that are to be sent now, in the order in which they were made."""
        query = (
            "SELECT position, id, type, subject, body, content_type FROM answers WHERE sent = 0"
            " AND due_epoch <= ? AND (due_at IS NULL OR due_at <= ?) ORDER BY position LIMIT 100"
        )
        rows = self._rows.execute(query, (epoch, now.astimezone(UTC).isoformat()))
        return [Unsent(*row) for row in rows]

    def sent(self, position: int) -> None:
        """Note that the broker has an answer."""
        self._rows.execute("UPDATE answers SET sent = 1 WHERE position = ?", (position,))

    def lapse(self, about: str) -> None:
        """Forget the news about a booking that is not yet sent."""
        self._rows.execute("DELETE FROM answers WHERE sent = 0 AND about = ?", (about,))

    def unsent_count(self) -> int:
        """Return how many answers wait."""
        found = self._rows.execute("SELECT count(*) FROM answers WHERE sent = 0").fetchone()
        return int(found[0])

    def paper(self, kind: str, reference: str) -> dict[str, Any] | None:
        """Return an offer, a booking, a change or a cancellation."""
        query = "SELECT body FROM papers WHERE kind = ? AND reference = ?"
        found = self._rows.execute(query, (kind, reference)).fetchone()
        return json.loads(found[0]) if found else None

    def file(self, kind: str, reference: str, body: dict[str, Any]) -> None:
        """Keep a paper, in the place of the one before."""
        query = "INSERT OR REPLACE INTO papers VALUES (?, ?, ?)"
        self._rows.execute(query, (kind, reference, json.dumps(body)))

    def serial(self, name: str) -> int:
        """Return the next number of a series."""
        query = (
            "INSERT INTO serials VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET last = last + 1"
            " RETURNING last"
        )
        return int(self._rows.execute(query, (name,)).fetchone()[0])
