"""Queues and exchanges as we declare them; declaring again is how a lost binding comes back."""

from __future__ import annotations

from typing import Any

# A message that kills the process comes back; after this many times the broker takes it aside.
DELIVERY_LIMIT = 10
# Set on a delivery that came by way of the dead letters; it is parked, whatever its handler says.
DEAD_LETTERED = "homeward-dead-lettered"


def dead_letter_queue(service: str) -> str:
    """The queue in which the broker puts what was delivered too often."""
    return f"{service}.dead-letters"


def declare_dead_letters(channel: Any, service: str) -> int:
    """Declare where messages go that the broker gave up on."""
    name = dead_letter_queue(service)
    channel.exchange_declare("dead-letters", "direct", durable=True, auto_delete=False)
    answer = channel.queue_declare(
        name, durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"}
    )
    channel.queue_bind(name, "dead-letters", name)
    return int(answer.consumer_count)


def declare_queue(channel: Any, service: str, subscription: Any) -> int:
    """Declare and bind a queue; return how many consumers it has."""
    if subscription.dead:
        return declare_dead_letters(channel, service)
    channel.exchange_declare(subscription.exchange, "topic", durable=True, auto_delete=False)
    answer = channel.queue_declare(
        subscription.queue,
        durable=True,
        auto_delete=False,
        arguments={
            "x-queue-type": "quorum",
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": "dead-letters",
            "x-dead-letter-routing-key": dead_letter_queue(service),
        },
    )
    channel.queue_bind(subscription.queue, subscription.exchange, subscription.routing_key)
    return int(answer.consumer_count)
