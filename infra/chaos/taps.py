"""Listens at every exchange, and says everything a second time, shuffled.

The tap is a durable queue bound to everything, so it outlives the broker and tells the checker
what was really published. What it hears it publishes once more, a little later and in another
order: so every message comes twice, and late ones overtake.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import amqp
from amqp.basic_message import Message
from kombu import Connection
from kombu.exceptions import OperationalError

from infra.chaos.checker.evidence import Published

BROKEN = (amqp.AMQPError, OperationalError, OSError)
TAP = "chaos.tap"
COPY, POISON = "chaos-copy", "chaos-poison"
LISTEN_SECONDS = 0.2
COPIES_EVERY_SECONDS = 1.5
PREFETCH = 500


class Tap:
    """One vhost's tap, in a thread of its own."""

    def __init__(
        self,
        uri: str,
        exchanges: tuple[str, ...],
        dice: Random,
        on_heard: Callable[[Published], None] | None = None,
    ) -> None:
        self._uri = uri
        self._exchanges = exchanges
        self._dice = dice
        self._on_heard = on_heard or (lambda _: None)
        self._stop = threading.Event()
        self._quiet = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tap", daemon=True)
        self._copies: list[tuple[Any, ...]] = []
        self._copied: set[str] = set()
        self.heard: list[Published] = []
        self.counts: Counter[str] = Counter()

    def begin(self) -> None:
        self._thread.start()
        self._ready.wait(20)

    def stop_copying(self) -> None:
        """Say nothing more twice, once what is in hand has gone out."""
        self._quiet.set()

    @property
    def copies_in_hand(self) -> int:
        return len(self._copies)

    def end(self) -> None:
        self._stop.set()
        self._thread.join(10)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                with Connection(self._uri, heartbeat=10, connect_timeout=5) as connection:
                    self._listen(connection)
            except BROKEN:
                self._stop.wait(0.5)

    def _listen(self, connection: Any) -> None:
        channel, speaking = connection.channel(), connection.channel()
        channel.queue_declare(
            TAP, durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"}
        )
        for exchange in self._exchanges:
            channel.exchange_declare(exchange, "topic", durable=True, auto_delete=False)
            channel.queue_bind(TAP, exchange, "#")
        channel.basic_qos(0, PREFETCH, a_global=False)
        channel.basic_consume(TAP, callback=lambda message: self._take(channel, message))
        speaking.confirm_select()
        self._ready.set()
        said_at = time.monotonic()
        while not self._stop.is_set():
            try:
                connection.drain_events(timeout=LISTEN_SECONDS)
            except TimeoutError:
                connection.heartbeat_check()
            if time.monotonic() - said_at > COPIES_EVERY_SECONDS:
                self._say_again(speaking)
                said_at = time.monotonic()

    def _take(self, channel: Any, message: Any) -> None:
        headers = message.properties.get("application_headers") or {}
        info = message.delivery_info
        if COPY in headers:
            self.counts["copies"] += 1
        elif POISON in headers:
            self.counts["poison"] += 1
        else:
            self._note(message, info)
        channel.basic_ack(message.delivery_tag)

    def _note(self, message: Any, info: dict[str, Any]) -> None:
        body = message.body if isinstance(message.body, bytes) else message.body.encode()
        heard = _heard(body, info)
        self.heard.append(heard)
        self.counts["heard"] += 1
        # Once each: an answer to a copy comes again as itself, and would never end.
        if heard.id not in self._copied and not self._quiet.is_set():
            self._copied.add(heard.id)
            self._copies.append((body, dict(message.properties), info))
        self._on_heard(heard)

    def _say_again(self, channel: Any) -> None:
        self._dice.shuffle(self._copies)
        while self._copies:
            body, properties, info = self._copies[-1]
            headers = {**(properties.get("application_headers") or {}), COPY: "1"}
            copy = Message(body, **{**properties, "application_headers": headers})
            channel.basic_publish_confirm(copy, info["exchange"], info["routing_key"])
            self._copies.pop()


def _heard(body: bytes, info: dict[str, Any]) -> Published:
    try:
        said = json.loads(body)
        said = said if isinstance(said, dict) else {}
    except ValueError:
        said = {}
    content = said.get("data") if isinstance(said.get("data"), dict) else {}
    return Published(
        id=str(said.get("id", "")),
        exchange=info["exchange"],
        routing_key=info["routing_key"],
        digest=hashlib.sha256(body).hexdigest(),
        subject=str(said.get("subject", "")),
        sequence=int(said.get("sequence") or 0),
        case_ref=str(content.get("case_ref") or ""),
    )
