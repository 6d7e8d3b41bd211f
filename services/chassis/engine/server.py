"""Answering the gateway: in time or not at all, each command once, the answer after the commit."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import eventlet
import structlog
from amqp import spec
from amqp.basic_message import Message
from amqp.exceptions import RecoverableConnectionError
from eventlet.semaphore import Semaphore
from kombu import Connection

from services.chassis.callers import identity
from services.chassis.database import is_away, is_worth_another_try
from services.chassis.engine.command import Command, KeptMeanwhile
from services.chassis.errors import NotFound, Refusal
from services.chassis.frame import Frame
from services.chassis.messages import as_json
from services.chassis.unit import Circumstances
from services.chassis.watch import logs, tracing
from services.chassis.wire.patience import patience
from services.chassis.wire.publisher import BROKER_ERRORS, CONNECT_SECONDS_MAX, hang_up

CALLS_AT_ONCE_MAX = 20
TRIES_MAX = 3
AWAY_PAUSE_SECONDS = 0.2
HEARTBEAT_SECONDS = 10

log = structlog.get_logger(__name__)

Methods = dict[str, tuple[str, Callable[..., Any]]]


class TooLate(Exception):  # noqa: N818 - it names what is so
    """The database did not come back before the caller stopped waiting."""


class RpcServer:
    """Reads this service's calls and answers each in a greenthread of its own."""

    def __init__(self, frame: Frame, methods: Methods) -> None:
        self._frame = frame
        self._methods = methods
        self._stopping = False
        self._consuming = False
        self._pool = eventlet.GreenPool(CALLS_AT_ONCE_MAX)
        self._writes = Semaphore()
        frame.readiness.add("rpc", lambda: None if self._consuming else "Not answering calls.")

    def run(self) -> None:
        """Answer until stopped; reconnect when the broker comes back."""
        while not self._stopping:
            connection = None
            try:
                connection = Connection(
                    self._frame.settings.amqp_uri,
                    heartbeat=HEARTBEAT_SECONDS,
                    connect_timeout=CONNECT_SECONDS_MAX,
                )
                connection.ensure_connection(max_retries=1)
                self._serve(connection)
            except BROKER_ERRORS as error:
                log.warning("rpc_broker_away", error=type(error).__name__)
                eventlet.sleep(0.5)
            finally:
                self._consuming = False
                if connection is not None:
                    hang_up(connection)

    def stop(self) -> None:
        """Take no new call; `run` returns when those under way are answered."""
        self._stopping = True

    def _serve(self, connection: Any) -> None:
        with patience():
            channel, replies = connection.channel(), connection.channel()
            self._consume(channel, replies)
        self._consuming = True
        while not self._stopping:
            self._read_once(connection, 1.0)
        with self._writes, patience():
            channel.basic_cancel("rpc")
        self._consuming = False
        while self._pool.running():
            self._read_once(connection, 0.05)
        with self._writes, patience():
            replies.basic_qos(0, 1, a_global=False)

    def _consume(self, channel: Any, replies: Any) -> None:
        queue = f"rpc.{self._frame.service}"
        # Gone with its last consumer, so that a call to an absent service returns at once.
        classic = {"x-queue-type": "classic"}
        channel.queue_declare(queue, durable=False, auto_delete=True, arguments=classic)
        channel.basic_qos(0, CALLS_AT_ONCE_MAX, a_global=False)
        channel.basic_consume(
            queue,
            consumer_tag="rpc",
            callback=lambda message: self._pool.spawn(self._take, channel, replies, message),
        )

    def _read_once(self, connection: Any, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            connection.drain_events(timeout=seconds)
        with self._writes:
            connection.heartbeat_check()

    def _take(self, channel: Any, replies: Any, message: Any) -> None:
        """Answer one call, and acknowledge it whatever it was: a bad one must not hold a place."""
        headers = message.properties.get("application_headers") or {}
        try:
            reply = self._reply_to(headers, message.body)
            with self._writes, _at_once(channel):
                if reply is not None and message.properties.get("reply_to"):
                    # Not basic_publish: that would first read from the socket, which belongs to
                    # the greenthread that serves.
                    _publish(replies, message.properties, reply)
                channel.basic_ack(message.delivery_tag)
        except BROKER_ERRORS as error:
            log.warning("reply_lost", method=headers.get("method"), error=type(error).__name__)

    def _reply_to(self, headers: dict[str, Any], body: bytes) -> dict[str, Any] | None:
        """Return the reply; nothing for a call whose caller has stopped waiting."""
        method = str(headers.get("method", ""))
        # A name that nobody answers must not become a series of its own.
        label = method if method in self._methods else "unknown"
        started = time.monotonic()
        try:
            self._frame.voucher.check(headers, body)
            if _deadline(headers) < time.time():
                self._count(label, "expired", started)
                return None
            answer, replayed = self._answer(method, headers, json.loads(body))
        except Refusal as refusal:
            self._count(label, type(refusal).__name__.lower(), started)
            return {"refusal": _as_reply(refusal)}
        except TooLate:
            # Whether a commit that was cut off was made, nobody knows: say neither yes nor no.
            log.warning("rpc_database_away", method=label)
            self._count(label, "expired", started)
            return None
        except Exception:
            self._count(label, "crash", started)
            log.exception("rpc_crashed", method=label)
            return {"crash": f"{self._frame.service} failed; it was logged."}
        self._count(label, "answered", started)
        return {"answer": as_json(answer), "replayed": replayed}

    def _answer(self, method: str, headers: dict[str, Any], kwargs: Any) -> tuple[Any, bool]:
        if method not in self._methods or headers.get("service") != self._frame.service:
            raise NotFound("no-such-method", f"{self._frame.service} does not answer {method}.")
        scope, function = self._methods[method]
        principal = identity.from_headers(json.loads(headers.get("principal", "null")))
        version = headers.get("expected-version") or ""
        circumstances = Circumstances(
            principal=principal,
            correlation_id=str(kwargs.get("ref", "")) if isinstance(kwargs, dict) else "",
            trace_parent=str(headers.get("traceparent", "")),
            expected_version=int(version) if version else None,
        )
        trace = tracing.trace_id_of(circumstances.trace_parent)
        key = headers.get("idempotency-key") or ""
        command = Command(method, scope, function, kwargs, key)
        with logs.bound(correlation_id=circumstances.correlation_id, trace_id=trace):
            return self._carry_out_in_time(command, circumstances, _deadline(headers))

    def _carry_out_in_time(
        self, command: Command, circumstances: Circumstances, deadline: float
    ) -> tuple[Any, bool]:
        """Try again what merely got in another's way, and wait for a database that is away."""
        tries = 0
        while True:
            tries += 1
            try:
                return command.carry_out(self._frame, circumstances)
            except KeptMeanwhile:
                if tries >= TRIES_MAX:
                    raise
            except Exception as error:
                if is_away(error):
                    if time.time() + AWAY_PAUSE_SECONDS > deadline:
                        raise TooLate(command.method) from error
                    eventlet.sleep(AWAY_PAUSE_SECONDS)
                elif tries >= TRIES_MAX or not is_worth_another_try(error):
                    raise

    def _count(self, method: str, outcome: str, started: float) -> None:
        seconds = self._frame.metrics.rpc_seconds.labels(method=method, outcome=outcome)
        seconds.observe(time.monotonic() - started)


def _as_reply(refusal: Refusal) -> dict[str, Any]:
    return {
        "kind": type(refusal).__name__,
        "code": refusal.code,
        "sentence": refusal.sentence,
        "errors": list(refusal.errors),
    }


def _deadline(headers: dict[str, Any]) -> float:
    """When the caller stops waiting, in seconds since 1970."""
    return float(headers["deadline"])


@contextlib.contextmanager
def _at_once(channel: Any) -> Iterator[None]:
    """Send what is written in the block in one go: each time wakes the broker, 100 µs a call."""
    if channel.connection is None:
        raise RecoverableConnectionError("The connection is gone.")
    transport = channel.connection.transport
    parts: list[bytes] = []
    send = transport._write  # noqa: SLF001
    # The library uses the memory of a frame again for the next one.
    transport._write = lambda frame: parts.append(bytes(frame))  # noqa: SLF001
    try:
        yield
    finally:
        transport._write = send  # noqa: SLF001
    transport.write(b"".join(parts))


def _publish(channel: Any, request: dict[str, Any], reply: dict[str, Any]) -> None:
    body = json.dumps(reply, ensure_ascii=False, separators=(",", ":")).encode()
    message = Message(
        body,
        content_type="application/json",
        correlation_id=str(request.get("correlation_id", "")),
    )
    channel.send_method(
        spec.Basic.Publish, "Bssbb", (0, "", request["reply_to"], False, False), message
    )
