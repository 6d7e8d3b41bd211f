"""Messages that could not be handled: when they are tried again, and when a person must look."""

from __future__ import annotations

import base64
import hashlib
import json
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from typing import Any

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.chassis.errors import NotYet, Refusal
from services.chassis.ids import new_id
from services.chassis.messages import UNSTORABLE
from services.chassis.settings import RETRY_SECONDS
from services.chassis.tables import held_messages
from services.chassis.wire.delivery import Delivery

# bus.md section 4: a crash is tried again after these delays, with jitter, and then parked.
RETRY_DELAYS_SECONDS = (1, 5, 30, 120, 600)
# A gap in a sequence closes by itself in moments; one that lasts ten minutes is a loss to look at.
GAP_DELAY_SECONDS = 1
GAP_ATTEMPTS_MAX = 600
RETRYING, PARKED = "retrying", "parked"
HELD = held_messages.c


@dataclass(frozen=True)
class Verdict:
    """What becomes of a message that failed: its state, the cause to group by, and a sentence."""

    state: str
    cause: str
    reason: str
    attempts: int
    delay_seconds: float | None


def delays_within(seconds: float) -> list[float]:
    """Return the delays that fit in so many seconds; in more than all take, the last again."""
    delays: list[float] = []
    for delay in chain(RETRY_DELAYS_SECONDS, repeat(RETRY_DELAYS_SECONDS[-1])):
        seconds -= delay
        if seconds < 0:
            break
        delays.append(delay)
    return delays


def judge(error: BaseException, attempts: int, seconds: float = RETRY_SECONDS) -> Verdict:
    """Decide: a refusal is parked at once, a gap comes back soon, a crash with growing delay."""
    if isinstance(error, Refusal):
        return Verdict(PARKED, error.code, error.sentence, attempts, None)
    if isinstance(error, NotYet):
        if attempts >= GAP_ATTEMPTS_MAX:
            return Verdict(PARKED, "gap", str(error), attempts, None)
        return Verdict(RETRYING, "gap", str(error), attempts, GAP_DELAY_SECONDS)
    cause, reason = "crash", f"{type(error).__name__} in the handler."
    delays = delays_within(seconds)
    if attempts > len(delays):
        return Verdict(PARKED, cause, reason, attempts, None)
    delay = delays[attempts - 1] * random.uniform(0.8, 1.2)  # noqa: S311 - jitter
    return Verdict(RETRYING, cause, reason, attempts, delay)


def put(session: Session, delivery: Delivery, verdict: Verdict, trace: str) -> None:
    """Keep a message with everything that is needed to replay it; a repeat is kept once."""
    query = insert(held_messages).values(
        id=new_id(),
        queue=delivery.queue,
        identity=_identity(delivery),
        body=delivery.body,
        headers=_headers(delivery),
        state=verdict.state,
        cause=verdict.cause,
        reason=_kept(verdict.reason),
        traceback=trace,
        subject=_subject(delivery.body),
        attempts=verdict.attempts,
        due_at=_due(verdict),
    )
    session.execute(query.on_conflict_do_nothing(index_elements=["queue", "identity"]))


def next_due(session: Session) -> Row[Any] | None:
    """Lock the next message whose delay is over, skipping those that others work on."""
    query = (
        select(held_messages)
        .where(HELD.state == RETRYING, HELD.due_at <= func.clock_timestamp())
        .order_by(HELD.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return session.execute(query).first()


def put_back(session: Session, held_id: str, verdict: Verdict, trace: str) -> None:
    """Keep a message that failed once more."""
    session.execute(
        update(held_messages)
        .where(HELD.id == held_id)
        .values(
            state=verdict.state,
            cause=verdict.cause,
            reason=_kept(verdict.reason),
            traceback=trace,
            attempts=verdict.attempts,
            due_at=_due(verdict),
            last_at=func.clock_timestamp(),
        )
    )


def let_go(session: Session, held_id: str) -> None:
    """Forget a message that was handled, or that a person has discarded."""
    session.execute(delete(held_messages).where(HELD.id == held_id))


def delivery_of(row: Row[Any]) -> Delivery:
    """Turn a held row back into what the broker once handed over."""
    kept = row.headers
    return Delivery(
        queue=row.queue,
        body=bytes(row.body),
        headers=kept["headers"],
        properties=kept["properties"],
        routing_key=kept["routing_key"],
    )


def _due(verdict: Verdict) -> datetime | None:
    if verdict.delay_seconds is None:
        return None
    return datetime.now(UTC) + timedelta(seconds=verdict.delay_seconds)


def _identity(delivery: Delivery) -> str:
    """By what a second delivery of the same message is known, even when it carries no id."""
    # The broker takes halves of characters, too.
    key = delivery.routing_key.encode("utf-8", "surrogatepass")
    return hashlib.sha256(key + b"\0" + delivery.body).hexdigest()


def _headers(delivery: Delivery) -> dict[str, Any]:
    kept = {
        "headers": delivery.headers,
        "properties": delivery.properties,
        "routing_key": delivery.routing_key,
    }
    text = json.dumps(kept, default=_as_text, ensure_ascii=False)
    return json.loads(_kept(text.replace(r"\u0000", "\0")))


def _kept(text: str) -> str:
    """The text as the database can keep it, or the message itself could not be put aside."""
    return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value)


def _subject(body: bytes) -> str:
    """The aggregate that the message is about, as far as that can be read."""
    try:
        return _kept(str(json.loads(body).get("subject", ""))[:200])
    except (ValueError, AttributeError, RecursionError):
        return ""
