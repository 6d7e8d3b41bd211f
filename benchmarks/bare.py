"""A windowed publisher with nothing to read from: the fastest that py-amqp sends confirmed."""

from __future__ import annotations

import json
import sys
import time

import amqp
from amqp.basic_message import Message

from benchmarks.hop import work
from benchmarks.hop.feeder import WINDOW_ROWS
from benchmarks.hop.limit import address


def main(uri: str, rows: int) -> float:
    """Return messages a second."""
    confirmed = 0

    def on_ack(tag: int, multiple: bool) -> None:  # noqa: FBT001 - py-amqp's signature
        nonlocal confirmed
        confirmed = tag if multiple else confirmed + 1

    body = json.dumps(work.a_fact()).encode()
    with amqp.Connection(**address(uri)) as connection:
        channel = connection.channel()
        channel.confirm_select()
        channel.events["basic_ack"].add(on_ack)
        started = time.perf_counter()
        for sent in range(1, rows + 1):
            message = Message(
                body, content_type="application/json", delivery_mode=2, message_id=str(sent)
            )
            channel.basic_publish(message, work.EXCHANGE, work.ROUTING_KEY, mandatory=True)
            if sent % WINDOW_ROWS == 0:
                while confirmed < sent:
                    connection.drain_events()
        while confirmed < rows:
            connection.drain_events()
        return rows / (time.perf_counter() - started)


if __name__ == "__main__":
    sys.stdout.write(str(main(sys.argv[1], int(sys.argv[2]))))
