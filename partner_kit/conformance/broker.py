"""The line over RabbitMQ: publishes as Homeward does, and listens in on what the agent sends."""

from collections import deque
from contextlib import suppress
from typing import Any
from uuid import uuid4

from kombu import Connection, Consumer, Exchange, Producer, Queue
from kombu.message import Message

from partner_kit.conformance.talk import Arrival

TO_AGENTS, FROM_AGENTS = "travel.to-agents", "travel.from-agents"


class BrokerLine:
    """One connection. Its queue is its own, and goes when the connection does."""

    def __init__(self, uri: str, agent: str) -> None:
        self._connection = Connection(uri, transport_options={"confirm_publish": True})
        self._arrivals: deque[Arrival] = deque()
        exchange = Exchange(FROM_AGENTS, type="topic", no_declare=True)
        queue = Queue(
            f"travel.conformance.{uuid4().hex[:8]}",
            exchange,
            f"{agent}.#",
            durable=False,
            exclusive=True,
            auto_delete=True,
        )
        channel = self._connection.channel()
        self._consumer = Consumer(channel, [queue], on_message=self._take, no_ack=True)
        self._consumer.consume()
        self._producer = Producer(self._connection.channel(), auto_declare=False)

    def send(self, body: bytes, routing_key: str) -> None:
        """Publish to the agent's queue."""
        self._producer.publish(
            body,
            exchange=Exchange(TO_AGENTS, type="topic", no_declare=True),
            routing_key=routing_key,
            content_type="application/cloudevents+json",
            content_encoding="utf-8",
            delivery_mode=2,
            mandatory=True,
        )

    def receive(self, seconds: float) -> Arrival | None:
        """Return what came next, or nothing within the time."""
        if not self._arrivals:
            with suppress(TimeoutError):
                self._connection.drain_events(timeout=seconds)
        return self._arrivals.popleft() if self._arrivals else None

    def close(self) -> None:
        """Let go of the broker."""
        self._connection.release()

    def _take(self, message: Message) -> None:
        body: Any = message.body
        self._arrivals.append(
            Arrival(
                body=body.encode() if isinstance(body, str) else bytes(body),
                routing_key=str(message.delivery_info.get("routing_key")),
                user_id=str(message.properties.get("user_id", "")),
            )
        )


def prepare(uri: str, agent: str) -> None:
    """Declare on a broker of the agent's own what Homeward declares on the real one."""
    with Connection(uri) as connection:
        channel = connection.channel()
        for name in (TO_AGENTS, FROM_AGENTS):
            Exchange(name, type="topic", channel=channel).declare()
        exchange = Exchange(TO_AGENTS, type="topic", no_declare=True)
        arguments = {"x-queue-type": "quorum"}
        queue = Queue(f"agent.{agent}", exchange, f"{agent}.#", queue_arguments=arguments)
        queue(channel).declare()
