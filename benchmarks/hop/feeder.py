"""A bare windowed publisher: sends an outbox's rows and forgets what was confirmed.

Feeds every contender but ours, and is the yardstick of our relay. Fast on purpose.
"""

from __future__ import annotations

import json
import select
import sys
from typing import Any

import amqp
import psycopg2
from amqp.basic_message import Message

from benchmarks.hop import work
from benchmarks.hop.limit import address

WINDOW_ROWS = 500


class Feeder:
    """One table, one channel, as many confirms under way as a window has rows."""

    def __init__(self, place: work.Place, form: str) -> None:
        self._place, self._form = place, form
        self._database = psycopg2.connect(place.database)
        self._database.autocommit = True
        self._connection = amqp.Connection(**address(place.amqp))
        self._connection.connect()
        self._channel = self._connection.channel()
        self._channel.confirm_select()
        self._channel.exchange_declare(work.EXCHANGE, "topic", durable=True, auto_delete=False)
        self._channel.events["basic_ack"].add(self._on_ack)
        self._sent = self._confirmed = 0

    def run(self) -> None:
        with self._database.cursor() as cursor:
            cursor.execute("LISTEN outbox")
            while True:
                cursor.execute(
                    "SELECT position, message_id, exchange, routing_key, body FROM outbox "
                    "ORDER BY position LIMIT %s",
                    (WINDOW_ROWS,),
                )
                rows = cursor.fetchall()
                if rows:
                    self._send(rows)
                    positions = [row[0] for row in rows]
                    cursor.execute("DELETE FROM outbox WHERE position = ANY(%s)", (positions,))
                else:
                    self._wait()

    def _send(self, rows: list[Any]) -> None:
        for _, id_, exchange, routing_key, body in rows:
            self._channel.basic_publish(self._message(id_, bytes(body)), exchange, routing_key)
        self._sent += len(rows)
        while self._confirmed < self._sent:
            self._connection.drain_events()

    def _message(self, id_: str, body: bytes) -> Message:
        if self._form == "celery":
            return celery_message(id_, body.decode())
        # By plain JSON's name: FastStream and nameko read no other without being taught.
        return Message(body, content_type="application/json", delivery_mode=2, message_id=id_)

    def _on_ack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001 - py-amqp's signature
        self._confirmed = tag if multiple else self._confirmed + 1

    def _wait(self) -> None:
        self._database.poll()
        if not self._database.notifies:
            select.select([self._database], [], [], 1.0)
            self._database.poll()
        self._database.notifies.clear()


def celery_message(id_: str, text: str) -> Message:
    """Dress a fact as Celery's protocol wants a task to look."""
    nothing = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}
    return Message(
        json.dumps([[text], {}, nothing]).encode(),
        content_type="application/json",
        content_encoding="utf-8",
        delivery_mode=2,
        correlation_id=id_,
        application_headers={"lang": "py", "task": "bench.on_movement_booked", "id": id_},
    )


if __name__ == "__main__":
    Feeder(work.Place.of_environment(), sys.argv[1]).run()
