"""CloudEvents in structured mode: how a message is read, and how an answer is written."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

CONTENT_TYPE = "application/cloudevents+json"
HOMEWARD = "/homeward/travel"
BODY_BYTES_MAX = 1_000_000


class Rejected(Exception):  # noqa: N818 - it is the message that is rejected
    """What came cannot be acted on: a code of the contract, where, and why."""

    def __init__(self, code: str, pointer: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.pointer = pointer
        self.sentence = sentence


@dataclass(frozen=True)
class Message:
    """What came from Homeward."""

    id: str
    type: str
    subject: str
    content: Mapping[str, Any]
    fingerprint: str


@dataclass(frozen=True)
class Answer:
    """What goes to Homeward: `due_seconds` from now, or once the domain's time is `due_at`."""

    id: str
    type: str
    subject: str
    body: str
    due_seconds: float = 0.0
    due_at: datetime | None = None
    content_type: str = CONTENT_TYPE


def read(body: bytes) -> Message:
    """Read a message, or say why it is none."""
    if len(body) > BODY_BYTES_MAX:
        raise Rejected("too_large", "", "The message is longer than a million bytes.")
    try:
        event = json.loads(body)
    except ValueError as fault:
        raise Rejected("unreadable", "", "The message is not JSON.") from fault
    if not isinstance(event, dict):
        raise Rejected("unreadable", "", "The message is not a JSON object.")
    for name in ("id", "source", "type", "time"):
        if not isinstance(event.get(name), str) or not event[name]:
            raise Rejected("invalid", f"/{name}", f"The message needs `{name}`, a text.")
    if event.get("specversion") != "1.0":
        raise Rejected("invalid", "/specversion", "Only CloudEvents 1.0 is read.")
    if event["source"] != HOMEWARD:
        raise Rejected("unauthorised", "/source", f"Only {HOMEWARD} gives orders.")
    if not isinstance(event.get("data"), dict):
        raise Rejected("invalid", "/data", "The message needs `data`, an object.")
    return Message(
        id=event["id"],
        type=event["type"],
        subject=str(event.get("subject", "")),
        content=event["data"],
        fingerprint=_fingerprint(event),
    )


def _fingerprint(event: Mapping[str, Any]) -> str:
    # What is said makes a message the same; when it was written and traced does not.
    said = [event[name] for name in ("source", "type", "data")]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def id_of(body: bytes) -> str | None:
    """Return the id of a message that may be broken."""
    try:
        event = json.loads(body)
    except ValueError:
        return None
    found = event.get("id") if isinstance(event, dict) else None
    return found[:128] if isinstance(found, str) else None


def answer(
    agent: str,
    name: str,
    content: Mapping[str, Any],
    *,
    now: datetime,
    subject: str = "",
    due_at: datetime | None = None,
) -> Answer:
    """Write a message of the contract under an id of its own."""
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": f"/agents/{agent}",
        "type": f"{name}.v1",
        "time": (due_at or now).isoformat(),
        "datacontenttype": "application/json",
        "data": content,
    }
    if subject:
        event["subject"] = subject
    return Answer(event["id"], event["type"], subject, json.dumps(event), due_at=due_at)


def rejection(agent: str, rejected_id: str | None, fault: Rejected, now: datetime) -> Answer:
    """Tell Homeward that its message was not acted on."""
    content = {
        "rejected_id": rejected_id,
        "code": fault.code,
        "pointer": fault.pointer,
        "sentence": fault.sentence,
    }
    return answer(agent, "message_rejected", content, now=now)
