"""Reading an agent's message: whose it is, whether it may be, and what a refusal means to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from services.chassis.errors import Conflict, Forbidden, Invalid, NotFound, Problem, Refusal
from services.chassis.messages import unstorable

BODY_BYTES_MAX = 262_144
ID_LENGTH_MAX = 128
ATTRIBUTES = ("id", "source", "type", "time")
CONTENT_TYPE = "application/cloudevents+json"
# What a refusal of ours is called in the contract with the agents.
CODES = {
    Invalid: "invalid",
    NotFound: "unknown_reference",
    Conflict: "wrong_state",
    Forbidden: "unauthorised",
}
UNKNOWN = "unknown"
OWN_CODES = ("unreadable", "unknown-type", "too-large", "id-reused")


@dataclass(frozen=True)
class Incoming:
    """A message that could be read: still to be believed, but whole."""

    agent: str
    message_id: str
    kind: str
    content: dict[str, Any]


@dataclass(frozen=True)
class Rejection:
    """What we tell the sender of a message that we did not act on."""

    code: str
    pointer: str
    sentence: str


def read_message(body: bytes, sender: str, routing_key: str, content_type: str | None) -> Incoming:
    """Read a message of the sender whom the broker vouches for, or refuse it."""
    if len(body) > BODY_BYTES_MAX:
        raise Invalid("too-large", f"A message may have {BODY_BYTES_MAX} bytes.")
    event = _event(body)
    for place in unstorable(event, body):
        raise _invalid(place, "A text here holds a character that cannot be kept.")
    _check_attributes(event)
    if len(event["id"]) > ID_LENGTH_MAX or not event["id"].isprintable():
        raise _invalid("/id", f"An id has at most {ID_LENGTH_MAX} signs, all printable.")
    if event.get("specversion") != "1.0":
        raise _invalid("/specversion", "Only CloudEvents 1.0 is read.")
    if content_type is not None and content_type.partition(";")[0] != CONTENT_TYPE:
        raise Invalid("unreadable", f"The content type is {CONTENT_TYPE}.")
    if event["source"] != f"/agents/{sender}":
        raise Forbidden("not-yours", "The source is not the sender.", [_at("/source")])
    if routing_key != f"{sender}.{event['type']}":
        raise Forbidden("not-yours", "The routing key is not the sender's own and the type's.")
    if not isinstance(event.get("data"), dict):
        raise _invalid("/data", "The message needs `data`, an object.")
    return Incoming(sender, event["id"], event["type"], event["data"])


def _check_attributes(event: dict[str, Any]) -> None:
    for name in ATTRIBUTES:
        if not isinstance(event.get(name), str) or not event[name]:
            raise _invalid(f"/{name}", f"The message needs `{name}`, a text.")


def id_of(body: bytes) -> str | None:
    """Return the id of a message that may be broken otherwise."""
    try:
        found = _event(body).get("id")
    except Invalid:
        return None
    good = isinstance(found, str) and 0 < len(found) <= ID_LENGTH_MAX and found.isprintable()
    return found if good else None


def kind_of(routing_key: str, sender: str, known: Container[str]) -> str:
    """Return the type that a routing key names, if it is one of ours: it is kept in clear."""
    name, _, kind = routing_key.partition(".")
    return kind if name == sender and kind in known else UNKNOWN


def hash_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def rejection(refusal: Refusal, prefix: str = "") -> Rejection:
    """Put a refusal in the contract's words, with a pointer into the agent's own message."""
    code = refusal.code.replace("-", "_") if refusal.code in OWN_CODES else CODES[type(refusal)]
    pointer, sentence = "", refusal.sentence
    if refusal.errors:
        problem = refusal.errors[0]
        pointer = f"{prefix}{problem['pointer'].removesuffix('/')}"[:300]
        sentence = f"{refusal.sentence} {problem['detail']}"
    return Rejection(code, pointer, sentence[:500])


def _event(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Invalid("unreadable", "The message is not JSON.") from error
    if not isinstance(event, dict):
        raise Invalid("unreadable", "The message is not a JSON object.")
    return event


def _invalid(pointer: str, sentence: str) -> Invalid:
    return Invalid("invalid", sentence, [Problem(pointer=pointer, detail="")])


def _at(pointer: str) -> Problem:
    return Problem(pointer=pointer, detail="")
