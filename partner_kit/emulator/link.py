"""The line to the broker: takes from the agent's queue and sends from its book, with confirms."""

from collections import deque
from contextlib import suppress
from datetime import UTC, datetime
from threading import Event
from typing import Any

from amqp.exceptions import MessageNacked
from kombu import Connection, Consumer, Exchange, Producer, Queue
from kombu.message import Message as Delivery

from partner_kit.emulator.agent import Agent
from partner_kit.emulator.book import Unsent
from partner_kit.emulator.clock import Clock
from partner_kit.emulator.journal import log
from partner_kit.emulator.ops import Counters

TO_HOMEWARD = "travel.from-agents"
PREFETCH = 20
LOOK_EVERY_SECONDS = 0.1
RECONNECT_SECONDS = 1.0
HEARTBEAT_SECONDS = 10
CONFIRM_TIMEOUT_SECONDS = 10


class Link:
    """One connection, one thread. What is taken is acknowledged once it stands in the book."""

    def __init__(self, uri: str, agent: Agent, clock: Clock, counters: Counters) -> None:
        self._uri = uri
        self._agent = agent
        self._clock = clock
        self._counters = counters
        self._taken: deque[Delivery] = deque()
        self._stopping = Event()

    def stop(self) -> None:
        """Finish what is in hand and take nothing new."""
        self._stopping.set()

    def run(self) -> None:
        """Work until told to stop, through every absence of the broker."""
        while not self._stopping.is_set():
            options = {"confirm_publish": True}
            connection = Connection(
                self._uri, transport_options=options, heartbeat=HEARTBEAT_SECONDS
            )
            try:
                self._work(connection)
                connection.release()
            except (
                *connection.connection_errors,
                *connection.channel_errors,
                MessageNacked,
            ) as fault:
                log(self._agent.name, "away", reason=type(fault).__name__)
                _hang_up(connection)
            self._counters.connected = False
            self._taken.clear()
            self._stopping.wait(RECONNECT_SECONDS)

    def _work(self, connection: Connection) -> None:
        # The queue is Homeward's: the agent has no right to declare it, and need not.
        queue = Queue(f"agent.{self._agent.name}", no_declare=True, durable=True)
        channel = connection.channel()
        channel.basic_qos(0, PREFETCH, False)
        consumer = Consumer(channel, [queue], on_message=self._taken.append, auto_declare=False)
        # Confirms on a channel of their own: waiting for one must not be mixed with deliveries.
        producer = Producer(connection.channel(), auto_declare=False)
        with consumer:
            self._counters.connected = True
            log(self._agent.name, "ready")
            while not self._stopping.is_set():
                self._look(connection)
                self._handle_taken()
                self._send_due(producer)
        self._handle_taken()
        self._send_due(producer)

    def _look(self, connection: Connection) -> None:
        connection.heartbeat_check()
        with suppress(TimeoutError):
            connection.drain_events(timeout=LOOK_EVERY_SECONDS)

    def _handle_taken(self) -> None:
        while self._taken:
            delivery = self._taken.popleft()
            redelivered = bool(delivery.delivery_info.get("redelivered"))
            outcome = self._agent.receive(_bytes(delivery.body), redelivered=redelivered)
            delivery.ack()
            key = str(delivery.delivery_info.get("routing_key"))
            self._counters.count("received", key)
            log(self._agent.name, "received", key=key, outcome=outcome)

    def _send_due(self, producer: Producer) -> None:
        for unsent in self._agent.book.due(datetime.now(UTC).timestamp(), self._clock.now()):
            self._send(producer, unsent)
            self._agent.book.sent(unsent.position)
            self._counters.count("sent", unsent.type)
            log(self._agent.name, "sent", type=unsent.type, id=unsent.id, subject=unsent.subject)

    def _send(self, producer: Producer, unsent: Unsent) -> None:
        producer.publish(
            unsent.body.encode(),
            exchange=Exchange(TO_HOMEWARD, type="topic", no_declare=True),
            routing_key=f"{self._agent.name}.{unsent.type}",
            content_type=unsent.content_type,
            content_encoding="utf-8",
            delivery_mode=2,
            message_id=unsent.id,
            user_id=self._agent.name,
            confirm_timeout=CONFIRM_TIMEOUT_SECONDS,
        )


def _hang_up(connection: Connection) -> None:
    """Close the socket without a farewell: who is gone would let us wait for its answer forever."""
    inner = connection._connection  # noqa: SLF001 - the public name would connect anew
    if inner is not None:
        inner.collect()


def _bytes(body: Any) -> bytes:
    return bytes(body) if isinstance(body, bytes | bytearray | memoryview) else str(body).encode()
