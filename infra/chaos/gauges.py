"""What the run looks like from second to second: how much is done, how old the oldest fact is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any

import psycopg2

EVERY_SECONDS = 1.0
WAITING = """
SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(recorded_at)), 0),
    (SELECT count(*) FROM held_messages WHERE state = 'retrying'),
    (SELECT count(*) FROM held_messages WHERE state = 'parked')
FROM outbox
"""


class Gauges:
    """Reads them once a second; a database that is away leaves a gap."""

    def __init__(
        self, databases: Mapping[str, str], counters: Mapping[str, Callable[[], int]]
    ) -> None:
        self._databases = databases
        self._counters = counters
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="gauges", daemon=True)
        self._started = 0.0
        self.samples: list[dict[str, Any]] = []

    def begin(self, started: float) -> None:
        self._started = started
        self._thread.start()

    def end(self) -> None:
        self._stop.set()
        self._thread.join(5)

    def _run(self) -> None:
        while not self._stop.wait(EVERY_SECONDS):
            self.samples.append(self._look())

    def _look(self) -> dict[str, Any]:
        sample: dict[str, Any] = {"at": round(time.monotonic() - self._started, 1)}
        sample |= {name: counter() for name, counter in self._counters.items()}
        try:
            rows = [self._waiting(dsn) for dsn in self._databases.values()]
        except psycopg2.Error:
            return {**sample, "away": True}
        outbox, ages, retrying, parked = zip(*rows, strict=True)
        return {
            **sample,
            "outbox": sum(outbox),
            "oldest_seconds": round(float(max(ages)), 2),
            "retrying": sum(retrying),
            "parked": sum(parked),
        }

    @staticmethod
    def _waiting(dsn: str) -> tuple[Any, ...]:
        with (
            closing(psycopg2.connect(dsn, connect_timeout=1)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(WAITING)
            found: tuple[Any, ...] = cursor.fetchone()
            return found
