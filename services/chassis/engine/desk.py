"""The desk: what came is handled once in effect, held for later, or parked for a person."""

from __future__ import annotations

import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import eventlet
import structlog
from sqlalchemy import Date, Text, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from services.chassis.database import is_away, is_worth_another_try
from services.chassis.engine import held
from services.chassis.errors import NotYet, Refusal
from services.chassis.frame import Frame
from services.chassis.messages import Envelope
from services.chassis.unit import Circumstances, Unit, write_down
from services.chassis.watch import logs, tracing
from services.chassis.wire.delivery import Delivery

# One constant statement for a batch of any size: nothing is compiled, and arrays go as they are.
MARK = text(
    "INSERT INTO inbox (queue, message_id, fact_month) "
    "SELECT * FROM unnest(:queues, :ids, :months) "
    "ON CONFLICT DO NOTHING RETURNING message_id"
).bindparams(
    bindparam("queues", type_=ARRAY(Text)),
    bindparam("ids", type_=ARRAY(Text)),
    bindparam("months", type_=ARRAY(Date)),
)
AWAY_PAUSE_SECONDS = 0.5
TRIES_AT_ONCE_MAX = 3

log = structlog.get_logger(__name__)


class Work(NamedTuple):
    """A delivery that can be handled: which method, with what, and its mark in the inbox."""

    delivery: Delivery
    call: Callable[[Unit], None]
    event: str
    message: Envelope | None

    @property
    def mark(self) -> tuple[str, str, date] | None:
        """The inbox row of this message; none for a raw one, whose handler knows repeats itself."""
        if self.message is None:
            return None
        return self.delivery.queue, self.message.id, _month(self.message.time)


class Desk:
    """Handles deliveries of every queue of one service."""

    def __init__(self, frame: Frame, prepare: Callable[[Delivery], Work]) -> None:
        self._frame = frame
        self._prepare = prepare

    def handle(self, deliveries: list[Delivery]) -> None:
        """Bring each delivery to an end that is safe to acknowledge.

        All in one transaction when that works, which is 2.5 times as fast as one each. When one of
        them fails, each half by itself: one poison among a hundred costs fourteen transactions
        more and not a hundred. Returns only when every one is handled, held or parked.
        """
        if len(deliveries) == 1:
            self.handle_one(deliveries[0])
        elif not self._handle_together(deliveries):
            middle = len(deliveries) // 2
            self.handle(deliveries[:middle])
            self.handle(deliveries[middle:])

    def handle_one(self, delivery: Delivery) -> None:
        """Handle one delivery, however long the database is away."""
        while True:
            try:
                self._handle_or_hold(delivery)
            except Exception as error:
                if not is_away(error):
                    raise
                log.warning("database_away", queue=delivery.queue)
                eventlet.sleep(AWAY_PAUSE_SECONDS)
            else:
                return

    def attempt(self, session: Session, delivery: Delivery) -> None:
        """Handle one delivery inside the caller's transaction; raise what its handler raises."""
        self._handle_in(session, [self._prepare(delivery)])

    def _handle_together(self, deliveries: list[Delivery]) -> bool:
        try:
            with self._frame.session() as session:
                self._handle_in(session, [self._prepare(delivery) for delivery in deliveries])
        except Exception as error:  # noqa: BLE001 - whichever failed is found one by one
            log.info("batch_split", size=len(deliveries), error=type(error).__name__)
            return False
        return True

    def _handle_or_hold(self, delivery: Delivery) -> None:
        for attempt in range(1, TRIES_AT_ONCE_MAX + 1):
            try:
                work = self._prepare(delivery)
                with self._frame.session() as session:
                    self._handle_in(session, [work])
            except Exception as error:
                if is_away(error):
                    raise
                if is_worth_another_try(error) and attempt < TRIES_AT_ONCE_MAX:
                    continue
                self._hold(delivery, error)
            return

    def _handle_in(self, session: Session, works: list[Work]) -> None:
        fresh = self._mark(session, works)
        took: dict[str, list[float]] = {}
        units = [self._call(session, work, took.setdefault(work.event, [])) for work in fresh]
        write_down(session, units)
        self._measure(works, fresh, took)

    def _mark(self, session: Session, works: list[Work]) -> list[Work]:
        """Write the inbox marks in one statement; return the works that were not done before."""
        # Sorted, so that two processes with the same messages lock them in the same order.
        marks = sorted({mark for mark in (work.mark for work in works) if mark})
        if not marks:
            return works
        queues, ids, months = map(list, zip(*marks, strict=True))
        written = set(session.scalars(MARK, {"queues": queues, "ids": ids, "months": months}))
        fresh = []
        for work in works:
            if work.message is None:
                fresh.append(work)
            elif work.message.id in written:
                written.discard(work.message.id)
                fresh.append(work)
        return fresh

    def _call(self, session: Session, work: Work, took: list[float]) -> Unit:
        unit = Unit(self._frame, session, self._circumstances(work.message))
        started = time.monotonic()
        with self._thread_of(work.message):
            work.call(unit)
        took.append(time.monotonic() - started)
        return unit

    def _measure(self, works: list[Work], fresh: list[Work], took: dict[str, list[float]]) -> None:
        """Count once for the whole batch: for each message it would cost more than its mark."""
        metrics, now = self._frame.metrics, self._frame.clock.now()
        outcomes = Counter((work.event, "handled") for work in fresh)
        outcomes += Counter((work.event, "repeated") for work in works) - Counter(
            (work.event, "repeated") for work in fresh
        )
        for (event, outcome), count in outcomes.items():
            metrics.inbox_handled_total.labels(event=event, outcome=outcome).inc(count)
        ages: dict[str, list[float]] = {}
        for work in fresh:
            if work.message:
                age = (now - work.message.time).total_seconds()
                ages.setdefault(work.event, []).append(max(age, 0))
        for event, seconds in took.items():
            metrics.handling_seconds.labels(event=event).observe_all(seconds)
        for event, seconds in ages.items():
            metrics.message_age_seconds.labels(event=event).observe_all(seconds)

    @staticmethod
    def _thread_of(message: Envelope | None) -> AbstractContextManager[Any]:
        if message is None:
            return nullcontext()
        return logs.bound(
            correlation_id=message.correlation_id,
            causation_id=message.id,
            trace_id=tracing.trace_id_of(message.trace_parent),
        )

    def _circumstances(self, message: Envelope | None) -> Circumstances:
        if message is None:
            return Circumstances(principal=self._frame.itself)
        return Circumstances(
            principal=self._frame.itself,
            correlation_id=message.correlation_id,
            causation_id=message.causation_id,
            trace_parent=message.trace_parent,
            message=message,
        )

    def _hold(self, delivery: Delivery, error: Exception) -> None:
        with self._frame.session() as session:
            verdict = held.judge(error, 1, self._frame.settings.retry_seconds)
            held.put(session, delivery, verdict, trace_of(error))
        label = self._frame.metrics.inbox_handled_total
        label.labels(event=delivery.routing_key, outcome=verdict.state).inc()
        report(delivery.queue, delivery.routing_key, verdict, error)


def report(queue: str, event: str, verdict: held.Verdict, error: Exception) -> None:
    """Say what was done with a message that could not be handled: a crash is our fault."""
    expected = isinstance(error, Refusal | NotYet)
    speak = log.warning if expected else log.error
    speak(
        "message_held",
        queue=queue,
        routing_key=event,
        state=verdict.state,
        cause=verdict.cause,
        exc_info=None if expected else error,
    )


def _month(time_: datetime) -> date:
    return time_.astimezone(UTC).date().replace(day=1)


def trace_of(error: Exception) -> str:
    """Where it went wrong, without the values: they are about people."""
    frames = traceback.extract_tb(error.__traceback__)
    return "".join(f"{frame.filename}:{frame.lineno} {frame.name}\n" for frame in frames)
