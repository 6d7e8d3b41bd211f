"""Reads the plans of every list and look-up of a service: which of them look at every row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg2

from benchmarks.flat import questions
from infra.local.bench.database import Database

# What the chassis asks of the tables that every service has.
CHASSIS = {
    "the outbox's head": (
        "SELECT * FROM outbox WHERE broker = 'internal' AND (again_at IS NULL OR again_at <= now())"
        " ORDER BY position LIMIT 500"
    ),
    "a mark": (
        "SELECT * FROM inbox WHERE queue = 'r7' AND message_id = 'r7' AND fact_month = '2026-01-01'"
    ),
    "a kept answer": "SELECT * FROM idempotency WHERE principal = 'r7' AND key = 'r7'",
    "old answers": "SELECT * FROM idempotency WHERE created_at < '2020-01-01'",
    "due reminders": "SELECT * FROM reminders WHERE due_at <= now() ORDER BY due_at LIMIT 1",
    "held messages that are due": (
        "SELECT * FROM held_messages WHERE state = 'retrying' AND due_at <= now() "
        "ORDER BY due_at LIMIT 1"
    ),
    "parked messages of a cause": (
        "SELECT * FROM held_messages WHERE state = 'parked' AND cause = 'crash' "
        "ORDER BY id LIMIT 50"
    ),
    "a person's key": "SELECT * FROM person_keys WHERE person_id = 'r7'",
}
# What may read everything, because there is little of it, or because everything is what it asks.
MAY_SCAN = {
    "AgentStore.active 0": "A handful of agents, as many as there are contracts.",
    "AgentStore.all 0": "A handful of agents, as many as there are contracts.",
    "LedgerStore.totals 0": "The trial balance is the sum of the whole ledger.",
}


def scanning(database: Database) -> list[str]:
    """Return the questions whose plan reads a table, or an index, from end to end.

    Small tables are read whole because that is quicker; forbidding it shows whether the planner
    could do otherwise, which is what matters once they have grown.
    """
    found = []
    asked = {name: [query] for name, query in CHASSIS.items()} | questions.asked(database)
    connection = psycopg2.connect(database.owner_uri)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        for name, statements in asked.items():
            if name not in MAY_SCAN and any(_plan_scans(cursor, each) for each in statements):
                found.append(f"{database.service}: {name}")
    connection.close()
    return found


def _plan_scans(cursor: Any, statement: str) -> bool:
    cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}")
    return any(map(_scans, _nodes(cursor.fetchone()[0][0]["Plan"])))


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from _nodes(inner)


def _scans(node: dict[str, Any]) -> bool:
    """An index that is walked for its order alone, and filtered, is read like a table."""
    walked = "Index" in node["Node Type"] and "Filter" in node and "Index Cond" not in node
    return node["Node Type"] == "Seq Scan" or walked
