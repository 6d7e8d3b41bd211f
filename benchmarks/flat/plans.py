"""Reads the plans of intake's lists and look-ups: which of them look at every row."""

from __future__ import annotations

from typing import Any

import psycopg2

from infra.local.bench.database import Database

# Shapes that the stores ask in; the values are any, the plan is made for all (generic).
QUERIES = {
    "a case": "SELECT * FROM cases WHERE case_ref = $1",
    "the next cases": "SELECT * FROM cases WHERE case_ref > $1 ORDER BY case_ref LIMIT 50",
    "the first cases": "SELECT * FROM cases ORDER BY case_ref LIMIT 50",
    "cases in a state": (
        "SELECT * FROM cases WHERE status = $1 AND case_ref > $2 ORDER BY case_ref LIMIT 50"
    ),
    "persons of a case": "SELECT * FROM persons WHERE case_ref = $1 ORDER BY position",
    "persons by token": (
        "SELECT p.* FROM persons p JOIN person_tokens t USING (person_id) WHERE t.token = $1"
    ),
    "timeline of a case": (
        "SELECT * FROM timeline_entries WHERE about = $1 ORDER BY at, entry_id LIMIT 50"
    ),
    "safeguards of a case": "SELECT * FROM safeguards WHERE case_ref = $1",
    "consents of a case": "SELECT * FROM consents WHERE case_ref = $1",
    "clearances of a case": "SELECT * FROM clearances WHERE case_ref = $1",
    "decisions of a case": "SELECT * FROM eligibility_decisions WHERE case_ref = $1",
    "disclosures of a case": "SELECT * FROM disclosures WHERE case_ref = $1",
    "the outbox's head": (
        "SELECT * FROM outbox WHERE broker = $1 AND (again_at IS NULL OR again_at <= now()) "
        "ORDER BY position LIMIT 500"
    ),
    "a mark": "SELECT * FROM inbox WHERE queue = $1 AND message_id = $2 AND fact_month = $3",
    "a kept answer": "SELECT * FROM idempotency WHERE principal = $1 AND key = $2",
    "due reminders": "SELECT * FROM reminders WHERE due_at <= $1 ORDER BY due_at LIMIT 1",
    "held messages that are due": (
        "SELECT * FROM held_messages WHERE state = $1 AND due_at <= $2 ORDER BY due_at LIMIT 1"
    ),
    "a person's key": "SELECT * FROM person_keys WHERE person_id = $1",
}


def sequential_scans(database: Database) -> list[str]:
    """Return the questions whose plan reads a table from end to end.

    Small tables are read whole because that is quicker; forbidding it shows whether the planner
    could do otherwise, which is what matters once they have grown.
    """
    connection = psycopg2.connect(database.owner_uri)
    connection.autocommit = True
    scanning = []
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
        for name, query in QUERIES.items():
            cursor.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {query}")
            if _scans(cursor.fetchone()[0][0]["Plan"]):
                scanning.append(name)
    connection.close()
    return scanning


def _scans(plan: dict[str, Any]) -> bool:
    return plan["Node Type"] == "Seq Scan" or any(map(_scans, plan.get("Plans", [])))
