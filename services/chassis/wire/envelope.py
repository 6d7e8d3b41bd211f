"""CloudEvents 1.0 in structured mode: writing a fact as bytes, and reading one that came."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson

from services.chassis.errors import Invalid
from services.chassis.messages import Envelope, Event, unstorable

CONTENT_TYPE = "application/cloudevents+json"
# What is not JSON yet is a mistake of ours, also where orjson would know what to make of it.
STRICT = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
NEEDED = ("id", "source", "type", "time", "subject")


def write(envelope: Envelope, content: dict[str, Any]) -> bytes:
    """Return the JSON body of a fact or an order."""
    body: dict[str, Any] = {
        "specversion": "1.0",
        "id": envelope.id,
        "source": envelope.source,
        "type": envelope.type,
        "time": envelope.time.isoformat(),
        "subject": envelope.subject,
        "datacontenttype": "application/json",
        "correlationid": envelope.correlation_id,
        "causationid": envelope.causation_id,
        "sequence": envelope.sequence,
        "traceparent": envelope.trace_parent,
        "data": content,
    }
    return orjson.dumps(body, option=STRICT)


def correlation_of(event: Event, otherwise: str) -> str:
    """A fact about a case belongs to that case's thread; any other goes on with its cause's."""
    return getattr(event, "case_ref", None) or otherwise


def read(body: bytes) -> tuple[Envelope, dict[str, Any]]:
    """Return a message's envelope and content; refuse what is not a CloudEvent of ours."""
    try:
        message = orjson.loads(body)
    except ValueError as error:
        raise Invalid("unreadable", "The body is not JSON.") from error
    if not isinstance(message, dict):
        raise Invalid("unreadable", "The body is not a JSON object.")
    if next(unstorable(message, body), None) is not None:
        raise Invalid("unstorable", "A text in the body holds a character that cannot be kept.")
    missing = [name for name in NEEDED if not _is_text(message.get(name))]
    if missing:
        code = "no-id" if "id" in missing else "no-envelope"
        raise Invalid(code, f"The envelope lacks {', '.join(missing)}.")
    content = message.get("data")
    if message.get("specversion") != "1.0" or not isinstance(content, dict):
        raise Invalid(
            "no-envelope", "The body is not a CloudEvents 1.0 message with an object as data."
        )
    sequence = message.get("sequence", 0)
    if not isinstance(sequence, int):
        raise Invalid("no-envelope", "The sequence is not a whole number.")
    envelope = Envelope(
        id=message["id"],
        source=message["source"],
        type=message["type"],
        time=_time(message["time"]),
        subject=message["subject"],
        sequence=sequence,
        correlation_id=str(message.get("correlationid") or message["subject"]),
        causation_id=str(message.get("causationid") or ""),
        trace_parent=str(message.get("traceparent") or ""),
    )
    return envelope, content


def _is_text(value: Any) -> bool:
    return value.__class__ is str and value != ""


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError as error:
        raise Invalid("no-envelope", "The time is not ISO 8601.") from error
    return time if time.tzinfo else time.replace(tzinfo=UTC)
