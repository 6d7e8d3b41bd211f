"""Parked messages as an operator sees them: grouped by cause, masked, replayed or discarded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import structlog
from marshmallow import fields, validate
from sqlalchemy import Row, func, select, update
from sqlalchemy.sql import ColumnElement

from services.chassis.bus import rpc
from services.chassis.engine.held import PARKED, RETRYING
from services.chassis.errors import Invalid, NotFound
from services.chassis.schema import Command
from services.chassis.tables import held_messages
from services.chassis.unit import Unit
from services.chassis.watch.logs import Vouched
from services.chassis.wire.topology import DEAD_LETTERED

HELD = held_messages.c
LIMIT = 50
LIMIT_MAX = 200
# What may be shown of a message: our own ids, case references, full instants, and the words of
# the envelope. Anything else may be about a person.
HARMLESS = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|NL-[0-9]{4}-[0-9]{6}-[0-9]"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,18}(Z|[+-][0-9]{2}:[0-9]{2})|"
)
ENVELOPE = re.compile(
    r"(/homeward/)?[a-z_]{1,40}(\.[a-z_]{1,40}\.v[0-9]{1,3})?|application/json|1\.0"
)
ENVELOPE_MEMBERS = {"type", "source", "specversion", "datacontenttype"}
NUMBERS = re.compile(r"sequence|[a-z_]{1,40}_minor")
MEMBER = re.compile(r"[a-z][a-z0-9]{0,20}(_[a-z0-9]{1,20}){0,4}")
DISCARDED = "discarded"
MASK = "•••"

log = structlog.get_logger(__name__)


class Discarding(Command):
    """Why a person decides that a message need not be handled."""

    reason = fields.String(required=True, validate=validate.Length(min=3, max=500))


class Choice(Command):
    """Which parked messages are meant: of one cause, of one queue, or all."""

    cause = fields.String()
    queue = fields.String()
    everything = fields.Boolean(load_default=False)


class ParkedMessages:
    """Every service answers these; the scope is its own, such as `intake:parked:write`."""

    @rpc("{service}:parked:read")
    def parked_list(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return the groups by cause and a page of messages, oldest first."""
        wanted = [HELD.state == PARKED, *_filters(query)]
        groups = unit.session.execute(
            select(HELD.cause, HELD.queue, func.count().label("count"), func.min(HELD.first_at))
            .where(HELD.state == PARKED)
            .group_by(HELD.cause, HELD.queue)
            .order_by(HELD.cause, HELD.queue)
        )
        if query.get("after"):
            wanted.append(HELD.id > query["after"])
        limit = min(int(query.get("limit") or LIMIT), LIMIT_MAX)
        page = select(held_messages).where(*wanted).order_by(HELD.id).limit(limit + 1)
        rows = unit.session.execute(page).all()
        return {
            "groups": [
                {"cause": cause, "queue": queue, "count": count, "first_at": first_at}
                for cause, queue, count, first_at in groups
            ],
            "retrying": _retrying(unit),
            "items": [_summary(row) for row in rows[:limit]],
            "next": rows[limit - 1].id if len(rows) > limit else None,
        }

    @rpc("{service}:parked:read")
    def parked_show(self, unit: Unit, *, held_id: str) -> dict[str, Any]:
        """Return one message with its reason, its traceback and its masked content."""
        row = _find(unit, held_id)
        return {**_summary(row), "traceback": row.traceback, "content": masked(bytes(row.body))}

    @rpc("{service}:parked:write")
    def parked_replay(self, unit: Unit, *, held_id: str) -> dict[str, Any]:
        """Have one message handled again, now. What is already done stays done."""
        _find(unit, held_id)
        return {"replaying": _replay(unit, [HELD.id == held_id])}

    @rpc("{service}:parked:write")
    def parked_replay_all(self, unit: Unit, *, body: dict[str, Any]) -> dict[str, Any]:
        """Have a group of messages, or all of them, handled again."""
        choice = Choice().load(body)
        wanted = _filters(choice)
        if not wanted and not choice["everything"]:
            raise Invalid("no-choice", "Name a cause or a queue, or say everything.")
        return {"replaying": _replay(unit, wanted)}

    @rpc("{service}:parked:write")
    def parked_discard(self, unit: Unit, *, held_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Give a message up; it is kept for a year with who did so and why."""
        reason = Discarding().load(body)["reason"]
        row = _find(unit, held_id)
        decision = {"by": unit.principal.subject, "why": reason, "at": unit.now().isoformat()}
        given_up = unit.session.execute(
            update(held_messages)
            .where(HELD.id == held_id, HELD.state == PARKED)
            .values(state=DISCARDED, headers={**row.headers, DISCARDED: decision})
        )
        if not given_up.rowcount:  # type: ignore[attr-defined]
            raise _no_such()
        log.warning("parked_discarded", held_id=held_id, by=Vouched(unit.principal.subject))
        return {"discarded": held_id}


def masked(body: bytes) -> Any:
    """Return a message's content with every value hidden that could be about a person."""
    try:
        return _mask(json.loads(body))
    except (ValueError, RecursionError):
        return f"{len(body)} bytes that are not JSON"


def _mask(value: Any, member: str = "") -> Any:
    if isinstance(value, dict):
        return {
            key if MEMBER.fullmatch(key) else MASK: _mask(inner, key)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_mask(inner) for inner in value]
    if isinstance(value, str):
        told = member in ENVELOPE_MEMBERS and ENVELOPE.fullmatch(value)
        return value if told or HARMLESS.fullmatch(value) else MASK
    if value is None or isinstance(value, bool) or NUMBERS.fullmatch(member):
        return value
    return MASK


def _retrying(unit: Unit) -> list[dict[str, Any]]:
    """What is tried again by itself now: why, since when, how often so far, and when next."""
    rows = unit.session.execute(
        select(
            HELD.cause,
            HELD.queue,
            HELD.reason,
            func.count().label("count"),
            func.min(HELD.first_at).label("first_at"),
            func.max(HELD.attempts).label("attempts"),
            func.min(HELD.due_at).label("next_at"),
        )
        .where(HELD.state == RETRYING)
        .group_by(HELD.cause, HELD.queue, HELD.reason)
        .order_by(HELD.cause, HELD.queue, HELD.reason)
        .limit(LIMIT_MAX)
    )
    return [dict(row) for row in rows.mappings()]


def _find(unit: Unit, held_id: str) -> Row[Any]:
    query = select(held_messages).where(HELD.id == held_id, HELD.state == PARKED)
    row = unit.session.execute(query).first()
    if row is None:
        raise _no_such()
    return row


def _no_such() -> NotFound:
    return NotFound("no-such-message", "There is no parked message with this id.")


def _replay(unit: Unit, wanted: Iterable[ColumnElement[bool]]) -> int:
    changed = unit.session.execute(
        update(held_messages)
        .where(HELD.state == PARKED, *wanted)
        .values(
            state=RETRYING,
            attempts=0,
            due_at=func.clock_timestamp(),
            # A message that the broker took aside gets another chance at its own handler.
            headers=HELD.headers.op("#-")(f"{{headers,{DEAD_LETTERED}}}"),
        )
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]


def _filters(query: dict[str, Any]) -> list[ColumnElement[bool]]:
    return [HELD[name] == query[name] for name in ("cause", "queue") if query.get(name)]


def _summary(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "queue": row.queue,
        "cause": row.cause,
        "reason": row.reason,
        "subject": _mask(row.subject),
        "attempts": row.attempts,
        "first_at": row.first_at,
        "last_at": row.last_at,
    }
