"""The timer: carries out due reminders, tries held messages again, keeps the house tidy."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import eventlet
import structlog
from sqlalchemy import case, delete, func, select, text
from sqlalchemy.orm import Session

from services.chassis.audit.deeds import audit_deeds
from services.chassis.database import is_away
from services.chassis.engine import held
from services.chassis.engine.desk import Desk, report, trace_of
from services.chassis.frame import Frame
from services.chassis.tables import held_messages, idempotency, outbox, reminders
from services.chassis.wire.delivery import Delivery

LOOK_SECONDS = 0.25
MEASURE_SECONDS = 2.0
TIDY_SECONDS = 600.0
# The timer asks four times a second; what is shown of the database is as old as its last answer.
SILENCE_SECONDS_MAX = 20.0
IDEMPOTENCY_DAYS = 30
# A parked message waits for a person, and a discarded one for whoever asks why. After a year
# both are given up, loudly.
PARKED_DAYS = 365
# bus.md 3 asks for 30 days at least; whole months are dropped, so marks live 62 to 93 days.
INBOX_MONTHS = 2
REMINDER_QUEUE = "reminder"

log = structlog.get_logger(__name__)


class Timer:
    """Runs in every process of a service; each piece of work is locked by the one who does it."""

    def __init__(self, frame: Frame, desk: Desk) -> None:
        self._frame = frame
        self._desk = desk
        self._stopping = False
        self._answered_at = time.monotonic()
        frame.readiness.add("database", self._complaint)
        frame.metrics.database_silent_seconds.set_function(self._silent_seconds)

    def run(self) -> None:
        """Do what is due until stopped; wait out a database that is away."""
        rounds = {self._measure: MEASURE_SECONDS, self._tidy: TIDY_SECONDS}
        waited = dict.fromkeys(rounds, TIDY_SECONDS)
        while not self._stopping:
            try:
                while not self._stopping and self._do_one():
                    pass
                for round_, seconds in rounds.items():
                    waited[round_] += LOOK_SECONDS
                    if waited[round_] >= seconds:
                        waited[round_] = 0
                        round_()
            except Exception as error:
                if not is_away(error):
                    raise
                log.warning("timer_database_away")
            eventlet.sleep(LOOK_SECONDS)

    def stop(self) -> None:
        """Finish the piece of work that is under way."""
        self._stopping = True

    def _do_one(self) -> bool:
        done = self._remind_one() or self._retry_one()
        self._answered_at = time.monotonic()
        return done

    def _silent_seconds(self) -> float:
        return time.monotonic() - self._answered_at

    def _complaint(self) -> str | None:
        silent = self._silent_seconds()
        if silent <= SILENCE_SECONDS_MAX:
            return None
        return f"The database has not answered for {silent:.0f} seconds."

    def _remind_one(self) -> bool:
        """Carry out the next due reminder; whether there was one."""
        with self._frame.session() as session:
            row = session.execute(
                select(reminders)
                .where(reminders.c.due_at <= self._frame.clock.now())
                .order_by(reminders.c.due_at)
                .limit(1)
                .with_for_update(skip_locked=True)
            ).first()
            if row is None:
                return False
            delivery = _as_delivery(row.id, row.name, row.ids, row.correlation_id)
            session.execute(delete(reminders).where(reminders.c.id == row.id))
            error = self._try(session, delivery)
            if error:
                verdict = held.judge(error, 1, self._frame.settings.retry_seconds)
                held.put(session, delivery, verdict, trace_of(error))
                report(delivery.queue, row.name, verdict, error)
        return True

    def _retry_one(self) -> bool:
        """Try the next held message whose delay is over; whether there was one."""
        with self._frame.session() as session:
            row = held.next_due(session)
            if row is None:
                return False
            error = self._try(session, held.delivery_of(row))
            if error is None:
                held.let_go(session, row.id)
            else:
                seconds = self._frame.settings.retry_seconds
                verdict = held.judge(error, row.attempts + 1, seconds)
                held.put_back(session, row.id, verdict, trace_of(error))
                report(row.queue, row.headers["routing_key"], verdict, error)
        return True

    def _try(self, session: Session, delivery: Delivery) -> Exception | None:
        """Handle it inside the caller's transaction; undo only the attempt when it fails."""
        try:
            with session.begin_nested():
                self._desk.attempt(session, delivery)
        except Exception as error:
            if is_away(error):
                raise
            return error
        return None

    def _measure(self) -> None:
        metrics = self._frame.metrics
        with self._frame.session() as session:
            rows, oldest = session.execute(
                select(func.count(), _age(outbox.c.recorded_at)).select_from(outbox)
            ).one()
            deeds, first = session.execute(
                select(func.count(), _age(audit_deeds.c.recorded_at)).select_from(audit_deeds)
            ).one()
            overdue = session.scalar(
                select(func.count())
                .select_from(reminders)
                .where(reminders.c.due_at <= self._frame.clock.now() - timedelta(seconds=5))
            )
            parked, retrying = (
                session.execute(
                    select(held_messages.c.cause, func.count(), _age(held_messages.c.first_at))
                    .where(held_messages.c.state == state)
                    .group_by(held_messages.c.cause)
                ).all()
                for state in (held.PARKED, held.RETRYING)
            )
        metrics.outbox_rows.set(rows)
        metrics.outbox_oldest_seconds.set(oldest)
        metrics.audit_waiting_rows.set(deeds)
        metrics.audit_waiting_oldest_seconds.set(first)
        metrics.reminders_overdue.set(overdue or 0)
        for show, rows_of in ((metrics.show_parked, parked), (metrics.show_retrying, retrying)):
            show(
                {cause: count for cause, count, _ in rows_of},
                max((age for _, _, age in rows_of), default=0.0),
            )

    def _tidy(self) -> None:
        """Make the coming months' inbox partitions, and drop what is kept no longer."""
        with self._frame.session() as session:
            session.execute(text("SELECT inbox_keep(:months)"), {"months": INBOX_MONTHS})
            session.execute(
                delete(idempotency).where(
                    idempotency.c.created_at < datetime.now(UTC) - timedelta(days=IDEMPOTENCY_DAYS)
                )
            )
            given_up = session.execute(
                delete(held_messages).where(
                    held_messages.c.state != held.RETRYING,
                    held_messages.c.last_at < datetime.now(UTC) - timedelta(days=PARKED_DAYS),
                )
            )
        if given_up.rowcount:  # type: ignore[attr-defined]
            log.error("parked_given_up", rows=given_up.rowcount)  # type: ignore[attr-defined]


def _age(column: Any) -> Any:
    """The age in seconds of the oldest row, zero when there is none."""
    seconds = func.extract("epoch", func.clock_timestamp() - func.min(column))
    return case((func.count() == 0, 0.0), else_=seconds)


def _as_delivery(reminder_id: str, name: str, ids: dict[str, str], correlation: str) -> Delivery:
    """A reminder as a message, so that it is retried and parked exactly as one."""
    body = json.dumps({"id": reminder_id, "ids": ids, "subject": correlation}).encode()
    return Delivery(f"{REMINDER_QUEUE}.{name}", body, {}, {}, name)
