"""One queue of one connection: what was delivered, and is not acknowledged yet."""

from __future__ import annotations

from collections import deque
from typing import Any

import amqp
from eventlet.queue import LightQueue

from services.chassis.wire.delivery import Subscription

BATCH_MAX = 100
PREFETCH = 200


class Inflow:
    """The queue's consumer on a channel of its own, and the messages that wait for its worker."""

    def __init__(self, channel: Any, subscription: Subscription, process: str) -> None:
        self.channel = channel
        self.subscription = subscription
        self.tag = f"{process}.{subscription.queue}"
        self._waiting: deque[Any] = deque()
        self._bell: LightQueue = LightQueue()
        self.open = True
        self.consuming = False
        self.idle = True
        # A message that kills the process takes with it whatever was prefetched. So a consumer
        # begins with one message at a time, until one was handled that had not come before.
        self.careful = True
        self.widen = False

    def consume(self, prefetch: int) -> None:
        """Begin to consume, with so many messages under way."""
        self.channel.basic_qos(0, prefetch, a_global=False)
        self.channel.basic_consume(
            self.subscription.queue,
            consumer_tag=self.tag,
            callback=self._came,
            on_cancel=self._cancelled,
        )
        self.consuming = True

    def consume_more(self) -> None:
        """Go on with the full prefetch; what is under way stays under way."""
        self.widen = False
        self.channel.basic_cancel(self.tag)
        # A new name: a quorum queue stumbles over one that it still has messages out to.
        self.tag += ".full"
        self.consume(PREFETCH)

    def handled(self, message: Any) -> None:
        """Take note that a message went well."""
        if self.careful and not message.delivery_info["redelivered"]:
            self.careful, self.widen = False, True

    def _cancelled(self, _: str) -> None:
        """The broker took our consumer away, for instance with the queue: begin anew."""
        self.consuming = False
        raise amqp.RecoverableConnectionError(f"consumer of {self.subscription.queue} cancelled")

    def batch(self) -> list[Any]:
        """Wait for a message, and take with it whatever else has come, up to BATCH_MAX."""
        while self.open and not self._waiting:
            self._bell.get()
        return [self._waiting.popleft() for _ in range(min(len(self._waiting), BATCH_MAX))]

    def wake(self) -> None:
        """Let whoever waits for a batch see that it is over."""
        self._bell.put(None)

    def _came(self, message: Any) -> None:
        # Rung only for the first: to ring takes longer than to put a message beside the others.
        if not self._waiting:
            self._bell.put(None)
        self._waiting.append(message)
