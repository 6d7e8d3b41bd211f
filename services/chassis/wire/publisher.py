"""A connection that only publishes, with confirms in a window instead of one round trip each."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, NamedTuple

import amqp
from amqp import spec
from amqp.basic_message import Message
from kombu import Connection
from kombu.exceptions import OperationalError

from services.chassis.wire.envelope import CONTENT_TYPE
from services.chassis.wire.gulps import drain, read_ahead, written_together

CONNECT_SECONDS_MAX = 5
CONFIRM_SECONDS_MAX = 10
PERSISTENT = 2

# What a broken or refused connection raises, wherever we are in using it.
# kombu wraps what happens while it connects, amqp and the socket do not afterwards.
BROKER_ERRORS = (amqp.AMQPError, OperationalError, OSError)


class Letter(NamedTuple):
    """One message on its way out, known by its position in the outbox."""

    position: int
    message_id: str
    exchange: str
    routing_key: str
    body: bytes


@dataclass
class Outcome:
    """What the broker said of a window: confirmed, returned as unroutable, or refused."""

    confirmed: list[int] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)


def hang_up(connection: Connection) -> None:
    """Close the socket without a farewell: the other side may not listen any more."""
    inner = connection._connection  # noqa: SLF001 - the public name would connect anew
    if inner is not None:
        inner.collect()


class WindowedPublisher:
    """Sends a window of letters and waits until the broker has answered for each of them."""

    def __init__(self, uri: str) -> None:
        # No heartbeat: nobody reads this connection while it idles. A dead one is found by the
        # confirm that does not come.
        self._connection = Connection(
            uri, heartbeat=0, connect_timeout=CONNECT_SECONDS_MAX, transport_options={}
        )
        self._connection.ensure_connection(max_retries=1)
        read_ahead(self._connection)
        self._user = self._connection.userid
        self._channel = self._connection.channel()
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        self._channel.events["basic_return"].add(self._on_return)
        self._tag = 0
        self._waiting: dict[int, Letter] = {}
        self._returned: Counter[str] = Counter()
        self._outcome = Outcome()

    def declare_exchange(self, name: str) -> None:
        """Make sure that a topic exchange is there."""
        self._channel.exchange_declare(name, "topic", durable=True, auto_delete=False)

    def send(self, letters: Iterable[Letter]) -> Outcome:
        """Publish the letters in order; return once each is confirmed or returned.

        Raises one of BROKER_ERRORS when the broker does not answer for all of them in time; what
        it did confirm until then is in `outcome`.
        """
        self._outcome = Outcome()
        with written_together(self._connection):
            for letter in letters:
                self._tag += 1
                self._waiting[self._tag] = letter
                # Not basic_publish: it reads from the socket before each message, in case the
                # broker has said that it is short of memory, which the confirms tell as well.
                self._channel.send_method(
                    spec.Basic.Publish,
                    "Bssbb",
                    (0, letter.exchange, letter.routing_key, True, False),
                    self._message(letter),
                )
        deadline = time.monotonic() + CONFIRM_SECONDS_MAX
        while self._waiting:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError("the broker did not confirm in time")
            drain(self._connection, left)
        return self._outcome

    @property
    def outcome(self) -> Outcome:
        return self._outcome

    def close(self) -> None:
        """Leave, without caring whether the other side still listens."""
        hang_up(self._connection)

    def _message(self, letter: Letter) -> Message:
        return Message(
            letter.body,
            content_type=CONTENT_TYPE,
            delivery_mode=PERSISTENT,
            message_id=letter.message_id,
            user_id=self._user,
        )

    def _on_ack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001 - py-amqp's signature
        for done in self._settled(tag, multiple):
            letter = self._waiting.pop(done)
            # The broker returns an unroutable message and then confirms it all the same. Two
            # letters of a window may carry one id, when an answer is said again.
            if self._returned[letter.message_id]:
                self._returned[letter.message_id] -= 1
                self._outcome.returned.append(letter.position)
            else:
                self._outcome.confirmed.append(letter.position)

    def _on_nack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001 - py-amqp's signature
        """Take note of what a full queue did not take, which others of its queues may have."""
        for done in self._settled(tag, multiple):
            letter = self._waiting.pop(done)
            self._returned.pop(letter.message_id, None)
            self._outcome.refused.append(letter.position)

    def _on_return(self, _: Any, __: str, ___: str, message: Any) -> None:
        self._returned[message.properties.get("message_id", "")] += 1

    def _settled(self, tag: int, multiple: bool) -> list[int]:  # noqa: FBT001 - py-amqp's own
        if multiple:
            return list(takewhile(lambda waiting: waiting <= tag, self._waiting))
        return [tag] if tag in self._waiting else []
