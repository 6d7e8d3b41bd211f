"""The listener: one connection per broker that reads every queue of the service.

One greenthread reads the socket; each queue has a worker of its own, so that a slow handler holds
up neither another queue nor the heartbeat. Acknowledgements are written under a lock, because two
greenthreads that write to one socket may mix their frames.
"""

from __future__ import annotations

import contextlib
import time
from typing import Any

import amqp
import eventlet
import structlog
from eventlet.semaphore import Semaphore
from kombu import Connection

from services.chassis.engine.desk import Desk
from services.chassis.frame import Frame
from services.chassis.wire.delivery import Delivery
from services.chassis.wire.gulps import drain, read_ahead
from services.chassis.wire.inflow import Inflow
from services.chassis.wire.patience import patience
from services.chassis.wire.publisher import BROKER_ERRORS, CONNECT_SECONDS_MAX, hang_up
from services.chassis.wire.topology import DEAD_LETTERED, declare_queue

HEARTBEAT_SECONDS = 10
# A queue takes half a dozen round trips; a service reads up to thirty of them.
CONSUME_SECONDS_MAX = 60.0
READ_SECONDS = 1.0
INSPECT_SECONDS = 5
SETTLE_SECONDS = 0.2
BACKOFF_SECONDS_MAX = 5.0

log = structlog.get_logger(__name__)


class Listener:
    """Reads until it is drained; survives the loss of the broker."""

    def __init__(
        self, frame: Frame, broker: str, subscriptions: list[Any], desk: Desk, spawn: Any
    ) -> None:
        self._frame = frame
        self._broker = broker
        self._subscriptions = subscriptions
        self._desk = desk
        self._spawn = spawn
        self._writes = Semaphore()
        self._inflows: list[Inflow] = []
        self._stopping = False
        self._inspected_at = 0.0
        frame.readiness.add(f"listener-{broker}", self._complaint)

    def run(self) -> None:
        """Connect, read, and begin anew whenever the connection breaks."""
        backoff_seconds = 0.1
        while not self._stopping:
            connection = None
            try:
                connection = Connection(
                    self._frame.settings.broker(self._broker),
                    heartbeat=HEARTBEAT_SECONDS,
                    connect_timeout=CONNECT_SECONDS_MAX,
                )
                with patience(CONSUME_SECONDS_MAX):
                    self._connect(connection)
                backoff_seconds = 0.1
                self._read(connection)
                self._finish(connection)
            except BROKER_ERRORS as error:
                log.warning("listener_broker_away", broker=self._broker, error=type(error).__name__)
                eventlet.sleep(backoff_seconds)
                backoff_seconds = min(backoff_seconds * 2, BACKOFF_SECONDS_MAX)
            finally:
                self._abandon(connection)

    def stop(self) -> None:
        """Take nothing new; `run` returns once what is held has been handled and acknowledged."""
        self._stopping = True

    def _connect(self, connection: Any) -> None:
        connection.ensure_connection(max_retries=1)
        read_ahead(connection)
        for subscription in self._subscriptions:
            self._inflows.append(self._consume(connection.channel(), subscription))
        self._inspected_at = time.monotonic()

    def _consume(self, channel: Any, subscription: Any) -> Inflow:
        declare_queue(channel, self._frame.service, subscription)
        inflow = Inflow(channel, subscription, self._frame.settings.process)
        inflow.consume(prefetch=1)
        self._gauge(inflow).set(1)
        self._spawn(lambda: self._work(inflow))
        return inflow

    def _read(self, connection: Any) -> None:
        while not self._stopping:
            self._read_once(connection, READ_SECONDS)
            for inflow in self._inflows:
                if inflow.widen:
                    with self._writes, patience():
                        inflow.consume_more()
            if time.monotonic() - self._inspected_at > INSPECT_SECONDS:
                self._inspect()

    def _read_once(self, connection: Any, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            drain(connection, seconds)
        with self._writes:
            connection.heartbeat_check()

    def _inspect(self) -> None:
        """Bind again what lost its binding; leave a connection that consumes nothing."""
        with self._writes, patience():
            for inflow in self._inflows:
                count = declare_queue(inflow.channel, self._frame.service, inflow.subscription)
                if count == 0:
                    inflow.consuming = False
                    raise amqp.RecoverableConnectionError(
                        f"{inflow.subscription.queue} has no consumer"
                    )
        self._inspected_at = time.monotonic()

    def _work(self, inflow: Inflow) -> None:
        while True:
            batch = inflow.batch()
            if not inflow.open or self._stopping:
                return
            inflow.idle = False
            try:
                self._desk.handle([_delivery(inflow, message) for message in batch])
                self._acknowledge(inflow, batch[-1].delivery_tag)
                inflow.handled(batch[-1])
            finally:
                inflow.idle = True

    def _acknowledge(self, inflow: Inflow, tag: int) -> None:
        if not inflow.open:
            return
        try:
            with self._writes:
                inflow.channel.basic_ack(tag, multiple=True)
        except BROKER_ERRORS as error:
            # Delivered again after the reconnect, and recognised by the inbox.
            log.info("acknowledgement_lost", queue=inflow.subscription.queue, error=str(error))

    def _finish(self, connection: Any) -> None:
        """Wait for the workers, who take nothing new, then leave once their acks have settled.

        The consumers are cancelled last: a quorum queue forgets an ack that comes after the
        cancellation, and one that comes just before the channel ends (trap 9).
        """
        while not all(inflow.idle for inflow in self._inflows):
            self._read_once(connection, 0.05)
        for step in (self._round_trip, self._cancel, self._round_trip):
            with self._writes, patience():
                for inflow in self._inflows:
                    step(inflow)
            self._read_once(connection, SETTLE_SECONDS)

    @staticmethod
    def _round_trip(inflow: Inflow) -> None:
        inflow.channel.basic_qos(0, 1, a_global=False)

    @staticmethod
    def _cancel(inflow: Inflow) -> None:
        inflow.channel.basic_cancel(inflow.tag)

    def _abandon(self, connection: Any) -> None:
        for inflow in self._inflows:
            inflow.open = inflow.consuming = False
            self._gauge(inflow).set(0)
            inflow.wake()
        self._inflows = []
        if connection is not None:
            hang_up(connection)

    def _gauge(self, inflow: Inflow) -> Any:
        return self._frame.metrics.listener_consuming.labels(queue=inflow.subscription.queue)

    def _complaint(self) -> str | None:
        if not self._inflows:
            return "No connection to the broker; every queue waits."
        consuming = {flow.subscription.queue for flow in self._inflows if flow.consuming}
        silent = [each.queue for each in self._subscriptions if each.queue not in consuming]
        return f"Not consuming {', '.join(silent)}." if silent else None


def _delivery(inflow: Inflow, message: Any) -> Delivery:
    properties = dict(message.properties)
    headers = properties.pop("application_headers", None) or {}
    queue = inflow.subscription.queue
    if inflow.subscription.dead:
        # Kept under the queue that it was for, so that a replay finds its handler.
        queue, headers = headers.get("x-first-death-queue", queue), {**headers, DEAD_LETTERED: True}
    return Delivery(
        queue=queue,
        body=message.body if isinstance(message.body, bytes) else message.body.encode(),
        headers=headers,
        properties=properties,
        routing_key=message.delivery_info["routing_key"],
    )
