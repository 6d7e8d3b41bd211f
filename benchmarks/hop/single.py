"""The time of one fact through an idle system, beside what no system could do without."""

from __future__ import annotations

import json
import select
import time
import uuid
from datetime import UTC, datetime
from typing import Any

import amqp
import psycopg2
from amqp.basic_message import Message

from benchmarks import measure
from benchmarks.hop import work
from benchmarks.hop.limit import address
from benchmarks.hop.race import Contender
from benchmarks.stand import Stand

WAIT_SECONDS_MAX = 10
EFFECT = """
CREATE FUNCTION effect() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('effect', ''); RETURN NULL; END $$;
CREATE TRIGGER effect AFTER INSERT ON journeys FOR EACH STATEMENT EXECUTE FUNCTION effect();
"""
NO_EFFECT = "DROP TRIGGER effect ON journeys; DROP FUNCTION effect()"


def measured(stand: Stand, ours: Contender, facts: int) -> dict[str, Any]:
    """Return milliseconds from before the commit to after the effect's commit, and the parts."""
    ours.heard.rows(EFFECT)
    through = [_one(ours, number) for number in range(facts)]
    ours.heard.rows(NO_EFFECT)
    parts = {
        "commit of one row": measure.times([_commit(ours, rows=1) for _ in range(facts)]),
        "confirmed publish and delivery": measure.times(_bounces(stand, facts)),
        "commit of three rows": measure.times([_commit(ours, rows=3) for _ in range(facts)]),
    }
    return {
        "through": measure.times(through),
        "parts": parts,
        "sum_of_parts_p50_ms": round(sum(part["p50_ms"] for part in parts.values()), 2),
    }


def _one(ours: Contender, number: int) -> float:
    """A trigger says when the hearer's transaction has committed."""
    watching = psycopg2.connect(ours.heard.uri)
    watching.autocommit = True
    telling = psycopg2.connect(ours.told.uri)
    telling.autocommit = True
    with watching.cursor() as cursor, telling.cursor() as teller:
        cursor.execute("LISTEN effect")
        body = json.dumps(work.a_fact(str(uuid.uuid4()), f"single-{number}"))
        started = time.perf_counter()
        teller.execute(
            "INSERT INTO outbox (message_id, broker, exchange, routing_key, body) "
            "VALUES (%s, 'internal', %s, %s, convert_to(%s, 'UTF8'))",
            (str(number), work.EXCHANGE, work.ROUTING_KEY, body),
        )
        teller.execute(work.WAKE)
        while not watching.notifies:
            if not select.select([watching], [], [], WAIT_SECONDS_MAX)[0]:
                raise TimeoutError("a single fact had no effect")
            watching.poll()
        seconds = time.perf_counter() - started
    watching.close()
    telling.close()
    return seconds


_DATABASE: dict[str, Any] = {}


def _commit(ours: Contender, *, rows: int) -> float:
    database = _DATABASE.get(ours.heard.uri)
    if database is None:
        database = _DATABASE[ours.heard.uri] = psycopg2.connect(ours.heard.uri)
    month = work.month_of(datetime.now(UTC))
    started = time.perf_counter()
    with database, database.cursor() as cursor:
        for _ in range(rows):
            cursor.execute(
                "INSERT INTO inbox (queue, message_id, fact_month) VALUES ('bare', %s, %s)",
                (str(uuid.uuid4()), month),
            )
    return time.perf_counter() - started


def _bounces(stand: Stand, count: int) -> list[float]:
    """A bare publisher and a bare consumer on one connection, one message under way."""
    came: list[Any] = []
    seconds = []
    with amqp.Connection(**address(stand.broker().amqp_uri)) as connection:
        channel = connection.channel()
        channel.queue_declare(
            "bounce", durable=True, auto_delete=False, arguments=work.QUEUE_ARGUMENTS
        )
        channel.confirm_select()
        channel.basic_consume("bounce", callback=came.append)
        body = json.dumps(work.a_fact())
        for _ in range(count):
            started = time.perf_counter()
            channel.basic_publish_confirm(Message(body, delivery_mode=2), "", "bounce")
            while not came:
                connection.drain_events()
            seconds.append(time.perf_counter() - started)
            channel.basic_ack(came.pop().delivery_tag)
    return seconds
