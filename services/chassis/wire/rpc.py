"""Asking a service: a call with a deadline, and what can come back instead of an answer."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

from amqp.basic_message import Message
from kombu import Connection

from services.chassis import errors
from services.chassis.callers import identity
from services.chassis.callers.vouching import Voucher
from services.chassis.errors import Refusal
from services.chassis.ids import new_id
from services.chassis.wire.publisher import BROKER_ERRORS, CONNECT_SECONDS_MAX, hang_up

DEADLINE_SECONDS = 5.0
REPLY_QUEUE = "amq.rabbitmq.reply-to"
REFUSALS = {kind.__name__: kind for kind in Refusal.__subclasses__()}


class ServiceAway(Exception):  # noqa: N818 - it names what is so, not what went wrong
    """Nobody answers for that service now, or the broker is away; ask again later."""


class DeadlinePassed(Exception):  # noqa: N818
    """No answer came in time. The request is dropped if it has not been begun."""


class RemoteCrash(Exception):  # noqa: N818
    """The service failed in a way that is its own fault; it has logged why."""


class RpcClient:
    """Asks services over RabbitMQ. Safe to share between threads: each has its own connection."""

    def __init__(self, uri: str, voucher: Voucher) -> None:
        self._uri = uri
        self._voucher = voucher
        self._mine = threading.local()

    def call(
        self,
        service: str,
        method: str,
        kwargs: dict[str, Any],
        *,
        principal: identity.Principal,
        deadline_seconds: float = DEADLINE_SECONDS,
        idempotency_key: str | None = None,
        expected_version: int | None = None,
        trace_parent: str | None = None,
    ) -> tuple[Any, bool]:
        """Return the answer, and whether it is the replay of an earlier one.

        Raises the service's refusal as itself, `ServiceAway`, `DeadlinePassed` or `RemoteCrash`.
        """
        deadline = time.time() + deadline_seconds
        said = {
            "service": service,
            "method": method,
            "deadline": repr(deadline),
            "principal": json.dumps(principal.as_headers()),
            "idempotency-key": idempotency_key or "",
            "expected-version": "" if expected_version is None else str(expected_version),
            "traceparent": trace_parent or "",
        }
        body = json.dumps(kwargs, ensure_ascii=False).encode()
        headers = self._voucher.sign(said, body)
        try:
            reply = self._ask_twice(service, headers, body, deadline)
        except TimeoutError as error:
            self.close()
            raise DeadlinePassed(f"{service} did not answer in time.") from error
        except BROKER_ERRORS as error:
            self.close()
            raise ServiceAway("The message broker cannot be reached.") from error
        return _open(reply)

    def close(self) -> None:
        """Drop this thread's connection; the next call opens a new one."""
        connection = getattr(self._mine, "connection", None)
        self._mine.connection = None
        if connection is not None:
            hang_up(connection)

    def _ask_twice(
        self, service: str, headers: dict[str, str], body: bytes, deadline: float
    ) -> dict[str, Any]:
        """Ask once more over a fresh connection: an idle one may have died unnoticed.

        That is safe, because every write carries an idempotency key or an expected version.
        """
        try:
            return self._ask(service, headers, body, deadline)
        except TimeoutError:
            raise
        except BROKER_ERRORS:
            self.close()
            return self._ask(service, headers, body, deadline)

    def _ask(
        self, service: str, headers: dict[str, str], body: bytes, deadline: float
    ) -> dict[str, Any]:
        channel = self._channel()
        call_id = new_id()
        message = Message(
            body,
            content_type="application/json",
            correlation_id=call_id,
            reply_to=REPLY_QUEUE,
            # The broker drops it when the deadline has passed, so it never runs late.
            expiration=str(max(1, int((deadline - time.time()) * 1000))),
            application_headers=headers,
        )
        channel.basic_publish(message, "", f"rpc.{service}", mandatory=True)
        self._mine.replies = {}
        self._mine.returned = False
        while call_id not in self._mine.replies:
            if self._mine.returned:
                raise ServiceAway(f"{service} is not running.")
            left = deadline - time.time()
            if left <= 0:
                raise TimeoutError
            self._mine.connection.drain_events(timeout=left)
        return self._mine.replies[call_id]

    def _channel(self) -> Any:
        if getattr(self._mine, "connection", None) is None:
            connection = Connection(
                self._uri,
                heartbeat=0,
                connect_timeout=CONNECT_SECONDS_MAX,
                # py-amqp itself waits without any limit for the answer to what is asked here.
                transport_options={
                    "read_timeout": CONNECT_SECONDS_MAX,
                    "write_timeout": CONNECT_SECONDS_MAX,
                },
            )
            # A person is waiting: no pause between the two tries.
            connection.ensure_connection(max_retries=1, interval_start=0)
            channel = connection.channel()
            channel.events["basic_return"].add(self._on_return)
            channel.basic_consume(REPLY_QUEUE, no_ack=True, callback=self._on_reply)
            self._mine.connection, self._mine.channel = connection, channel
        return self._mine.channel

    def _on_reply(self, message: Any) -> None:
        # A reply to a call that was given up on is left behind here.
        self._mine.replies[message.properties["correlation_id"]] = json.loads(message.body)

    def _on_return(self, *_: Any) -> None:
        self._mine.returned = True


def _open(reply: dict[str, Any]) -> tuple[Any, bool]:
    if "refusal" in reply:
        refusal = reply["refusal"]
        kind = REFUSALS.get(refusal["kind"], errors.Conflict)
        raise kind(refusal["code"], refusal["sentence"], refusal["errors"])
    if "crash" in reply:
        raise RemoteCrash(reply["crash"])
    return reply["answer"], bool(reply["replayed"])
