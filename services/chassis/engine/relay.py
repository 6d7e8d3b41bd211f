"""The relay: sends the outbox's rows in order and forgets a row only when it was confirmed.

One relay per service and broker is active at a time. It holds an advisory lock, and reads rows only
over the connection that holds it: whoever has lost the lock cannot fetch anything to send.

Whoever commits rings the bell of the relay in its own process. One that does not hold the lock
passes that on with NOTIFY, after the commit and in a transaction that waits for no disk: a NOTIFY
inside of the commit would hold one lock of the whole cluster until the disk has it.
"""

from __future__ import annotations

import time
from typing import Any

import eventlet
import psycopg2
import structlog

from services.chassis.frame import Frame
from services.chassis.wire.bell import Bell
from services.chassis.wire.patience import patience
from services.chassis.wire.publisher import (
    BROKER_ERRORS,
    CONFIRM_SECONDS_MAX,
    Letter,
    WindowedPublisher,
)

# 500 rows per window: a window costs one fetch, one round trip of confirms and one delete.
WINDOW_ROWS = 500
POLL_SECONDS = 1.0
# A fact that comes alone is sent at once; those that follow it closely go together. A window for
# each cost a fetch, a confirm and a commit: a tenth of the service's time, more of PostgreSQL's.
GATHER_SECONDS = 0.03
RETURNED_AGAIN_SECONDS = 5
REFUSED_AGAIN_SECONDS = 1
BACKOFF_SECONDS_MAX = 5.0

FETCH = """
SELECT position, message_id, exchange, routing_key, body FROM outbox
WHERE broker = %s AND (again_at IS NULL OR again_at <= clock_timestamp())
ORDER BY position LIMIT %s
"""
POSTPONE = """
UPDATE outbox SET again_at = clock_timestamp() + make_interval(secs => %s) WHERE position = ANY(%s)
"""

log = structlog.get_logger(__name__)


class Relay:
    """Runs until it is stopped; survives the loss of the database and of the broker."""

    def __init__(self, frame: Frame, broker: str) -> None:
        self._frame = frame
        self._broker = broker
        self._bell = frame.bells.setdefault(broker, Bell())
        self._stopping = False
        self._database: Any = None
        self._publisher: WindowedPublisher | None = None
        self._locked = False

    def run(self) -> None:
        """Send what there is, wait for more; back off while a peer is away."""
        backoff_seconds = 0.1
        while not self._stopping:
            try:
                self._connect()
                sent = self._send_window()
                backoff_seconds = 0.1
                if not sent:
                    self._wait_for_rows()
                elif sent < WINDOW_ROWS:
                    eventlet.sleep(GATHER_SECONDS)
            except psycopg2.Error as error:
                self._drop_database()
                backoff_seconds = self._back_off("relay_database_away", error, backoff_seconds)
            except BROKER_ERRORS as error:
                self._drop_publisher()
                backoff_seconds = self._back_off("relay_broker_away", error, backoff_seconds)
        self._drop_publisher()
        self._drop_database()

    def stop(self) -> None:
        """Finish the window that is under way and take no other."""
        self._stopping = True

    def _connect(self) -> None:
        if self._database is None:
            uri = self._frame.settings.database_uri.replace("+psycopg2", "")
            database = psycopg2.connect(uri, connect_timeout=5, application_name="relay")
            database.autocommit = True
            self._database = database
            # A deletion that a crash of the server undoes is sent once more, under the same id.
            self._run("SET synchronous_commit = off")
        while not self._locked and not self._stopping:
            lock = self._run("SELECT pg_try_advisory_lock(hashtext(%s))", f"relay.{self._broker}")
            self._locked = lock[0][0]
            if self._locked:
                self._run("LISTEN outbox")
            elif self._wait_for_rows():
                self._run("NOTIFY outbox")
        if self._publisher is None:
            with patience():
                publisher = WindowedPublisher(self._frame.settings.broker(self._broker))
                self._publisher = publisher
                if self._broker == "internal":
                    publisher.declare_exchange(f"{self._frame.service}.events")

    def _send_window(self) -> int:
        """Send one window, and return how many rows were in it."""
        if self._stopping or self._publisher is None:
            return 0
        rows = self._run(FETCH, self._broker, WINDOW_ROWS)
        if not rows:
            return 0
        letters = [
            Letter(position, message_id, exchange, routing_key, bytes(body))
            for position, message_id, exchange, routing_key, body in rows
        ]
        try:
            with patience(2 * CONFIRM_SECONDS_MAX):
                self._publisher.send(letters)
        finally:
            self._settle()
        return len(rows)

    def _settle(self) -> None:
        outcome = self._publisher.outcome if self._publisher else None
        if outcome and outcome.confirmed:
            self._run("DELETE FROM outbox WHERE position = ANY(%s)", outcome.confirmed)
        if outcome and outcome.returned:
            self._frame.metrics.relay_returned_total.inc(len(outcome.returned))
            self._run(POSTPONE, RETURNED_AGAIN_SECONDS, outcome.returned)
            log.error("relay_returned", rows=len(outcome.returned), broker=self._broker)
        if outcome and outcome.refused:
            # Sent again at once, they would flood the other queues of the same facts with repeats.
            self._run(POSTPONE, REFUSED_AGAIN_SECONDS, outcome.refused)
            log.error("relay_refused", rows=len(outcome.refused), broker=self._broker)
            # A quorum queue may go on refusing a channel after it has room again.
            self._drop_publisher()

    def _run(self, query: str, *values: Any) -> list[Any]:
        with self._database.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def _wait_for_rows(self) -> bool:
        """Sleep until somebody wrote to the outbox or the poll is due; whether it was one of us."""
        self._database.poll()
        if not self._database.notifies:
            self._bell.wait(self._database, POLL_SECONDS)
            self._database.poll()
        self._database.notifies.clear()
        return self._bell.heard()

    def _back_off(self, what: str, error: Exception, seconds: float) -> float:
        log.warning(what, broker=self._broker, error=type(error).__name__)
        deadline = time.monotonic() + seconds
        while not self._stopping and time.monotonic() < deadline:
            eventlet.sleep(min(0.1, seconds))
        return min(seconds * 2, BACKOFF_SECONDS_MAX)

    def _drop_database(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database, self._locked = None, False

    def _drop_publisher(self) -> None:
        if self._publisher is not None:
            self._publisher.close()
            self._publisher = None
