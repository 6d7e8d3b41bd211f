"""The limit: a loop by hand over py-amqp and psycopg2, a hundred messages to a transaction.

Nothing is general here: the fields are checked one by one, the rows are written three statements
to a batch, and nobody retries, parks, measures or logs.
"""

from __future__ import annotations

import json
import sys
import uuid
from datetime import date, datetime
from typing import Any

import amqp
import psycopg2
from psycopg2.extras import execute_values

from benchmarks.hop import work

PREFETCH = 200


class Limit:
    """One channel, one transaction at a time."""

    def __init__(self, place: work.Place, batch_max: int) -> None:
        self._place, self._batch_max = place, batch_max
        self._database = psycopg2.connect(place.database)
        self._connection = amqp.Connection(**address(place.amqp))
        self._connection.connect()
        self._channel = self._connection.channel()
        self._waiting: list[Any] = []

    def run(self) -> None:
        channel, queue = self._channel, self._place.queue
        channel.exchange_declare(work.EXCHANGE, "topic", durable=True, auto_delete=False)
        channel.queue_declare(
            queue, durable=True, auto_delete=False, arguments=work.QUEUE_ARGUMENTS
        )
        channel.queue_bind(queue, work.EXCHANGE, work.ROUTING_KEY)
        channel.basic_qos(0, PREFETCH, a_global=False)
        channel.basic_consume(queue, callback=self._waiting.append)
        while True:
            while not self._waiting:
                self._connection.drain_events()
            self._take_what_has_come()
            batch = self._waiting[: self._batch_max]
            del self._waiting[: self._batch_max]
            self._handle(batch)
            channel.basic_ack(batch[-1].delivery_tag, multiple=True)

    def _take_what_has_come(self) -> None:
        while len(self._waiting) < self._batch_max:
            try:
                self._connection.drain_events(timeout=0.0001)
            except TimeoutError:
                return

    def _handle(self, batch: list[Any]) -> None:
        facts = {fact["id"]: fact for fact in (read(message.body) for message in batch)}
        with self._database, self._database.cursor() as cursor:
            marks = [
                (self._place.queue, id_, work.month_of(datetime.fromisoformat(fact["time"])))
                for id_, fact in facts.items()
            ]
            fresh = [facts[row[0]] for row in execute_values(cursor, work.INBOX, marks, fetch=True)]
            if not fresh:
                return
            execute_values(cursor, work.JOURNEY, [journey_row(fact["data"]) for fact in fresh])
            execute_values(cursor, work.OUTBOX, [outbox_row(fact) for fact in fresh])


def read(body: bytes | str) -> dict[str, Any]:
    """Decode and check, as far as a person would write it out."""
    fact: dict[str, Any] = json.loads(body)
    if fact["specversion"] != "1.0" or fact["type"] != work.TYPE:
        raise ValueError("not ours")
    content = fact["data"]
    for name in ("movement_id", "case_ref", "booking_reference", "agent", "destination_airport"):
        if not isinstance(content[name], str) or not content[name]:
            raise ValueError(name)
    if not content["person_ids"] or not all(isinstance(one, str) for one in content["person_ids"]):
        raise ValueError("person_ids")
    if datetime.fromisoformat(content["departs_at"]).tzinfo is None:
        raise ValueError("departs_at")
    date.fromisoformat(content["departs_on"])
    return fact


def journey_row(content: dict[str, Any]) -> tuple[Any, ...]:
    names = ("movement_id", "case_ref", "booking_reference", "agent", "departs_at", "departs_on")
    row = [content[name] for name in (*names, "destination_airport")]
    return (*row, len(content["person_ids"]), 1)


def outbox_row(fact: dict[str, Any]) -> tuple[Any, ...]:
    id_, content = str(uuid.uuid4()), fact["data"]
    body = work.an_answer(id_, fact, content["movement_id"], content["case_ref"])
    return (id_, "internal", "hearer.events", "journey_noted.v1", body.encode())


def address(uri: str) -> dict[str, Any]:
    """Take an amqp:// address apart, as py-amqp wants it."""
    user, _, rest = uri.removeprefix("amqp://").partition(":")
    password, _, rest = rest.partition("@")
    host, _, vhost = rest.partition("/")
    return {"host": host, "userid": user, "password": password, "virtual_host": vhost}


if __name__ == "__main__":
    Limit(work.Place.of_environment(), int(sys.argv[1])).run()
