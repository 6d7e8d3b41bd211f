"""A message as the broker handed it over, before anybody has understood it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from services.chassis.errors import Invalid
from services.chassis.messages import Envelope
from services.chassis.wire import envelope


class Delivery(NamedTuple):
    """One message: the queue it came by, its bytes, and what the broker says of it."""

    queue: str
    body: bytes
    headers: dict[str, Any]
    properties: dict[str, Any]
    routing_key: str


@dataclass(frozen=True)
class Subscription:
    """One queue that this service reads, and the method that handles what comes."""

    queue: str
    broker: str
    exchange: str
    routing_key: str
    method: str
    raw: bool = False
    dead: bool = False


@dataclass(frozen=True)
class Received:
    """A message from another organisation, as raw as it came."""

    body: bytes
    headers: dict[str, Any]
    properties: dict[str, Any]
    routing_key: str


def read_fact(delivery: Delivery) -> tuple[Envelope, dict[str, Any]]:
    """Read a fact whose type must be the one that its queue is for."""
    message, content = envelope.read(delivery.body)
    _, owner, event = delivery.queue.split(".", 2)
    if message.type != f"{owner}.{event}":
        raise Invalid("unknown-type", f"This queue is for {owner}.{event}, not for {message.type}.")
    return message, content
