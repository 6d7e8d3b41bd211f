"""The work itself, as every contender must do it: one fact in, three rows, one fact out.

Standard library alone: the peers run on packages of their own.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

QUEUE_ARGUMENTS = {"x-queue-type": "quorum", "x-delivery-limit": 10}
EXCHANGE, ROUTING_KEY = "teller.events", "movement_booked.v1"
TYPE = f"teller.{ROUTING_KEY}"

# The domain row of every contender. Inbox and outbox are the chassis's own tables.
JOURNEYS = """
CREATE TABLE journeys (
    movement_id text PRIMARY KEY,
    case_ref text NOT NULL,
    booking_reference text NOT NULL,
    agent text NOT NULL,
    departs_at timestamptz NOT NULL,
    departs_on date NOT NULL,
    destination_airport text NOT NULL,
    travellers integer NOT NULL,
    version integer NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON journeys TO PUBLIC;
"""
INBOX = """
INSERT INTO inbox (queue, message_id, fact_month) VALUES %s
ON CONFLICT DO NOTHING RETURNING message_id
"""
OUTBOX = "INSERT INTO outbox (message_id, broker, exchange, routing_key, body) VALUES %s"
JOURNEY = """
INSERT INTO journeys (movement_id, case_ref, booking_reference, agent, departs_at, departs_on,
    destination_airport, travellers, version) VALUES %s
"""
# So many committed facts at once, as the service that tells them would have left them.
TELL = """
INSERT INTO outbox (message_id, broker, exchange, routing_key, body)
SELECT id, 'internal', %s, %s,
    convert_to(replace(replace(%s, '#ID#', id), '#N#', to_char(n, 'FM0000000')), 'UTF8')
FROM (SELECT n, gen_random_uuid()::text AS id FROM generate_series(%s, %s) AS n) AS facts
ORDER BY n
"""
# What a process says that does not hold the relay itself.
WAKE = "NOTIFY outbox"


@dataclass(frozen=True)
class Place:
    """Where a contender finds its broker, database and queue."""

    amqp: str
    database: str
    queue: str

    @classmethod
    def of_environment(cls) -> Place:
        env = os.environ
        return cls(env["BENCH_AMQP"], env["BENCH_DATABASE"], env["BENCH_QUEUE"])


def a_fact(id_: str = "#ID#", number: str = "#N#") -> dict[str, Any]:
    """Return a fact of travel's, with everything that ours carries."""
    return {
        "specversion": "1.0",
        "id": id_,
        "source": "/homeward/teller",
        "type": TYPE,
        "time": datetime.now(UTC).isoformat(),
        "subject": f"movement-{number}",
        "datacontenttype": "application/json",
        "correlationid": f"NL-2026-{number}-7",
        "causationid": "0199d3a2-5c44-7000-8000-000000000001",
        "sequence": 3,
        "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "data": {
            "movement_id": f"movement-{number}",
            "case_ref": f"NL-2026-{number}-7",
            "assignment_id": None,
            "person_ids": [
                "0199d3a2-5c44-7000-8000-00000000000a",
                "0199d3a2-5c44-7000-8000-00000000000b",
            ],
            "booking_reference": "PK7XQ2",
            "agent": "polder",
            "departs_at": "2026-12-02T09:40:00+00:00",
            "arrives_at": "2026-12-02T17:05:00+00:00",
            "departs_on": "2026-12-02",
            "destination_airport": "EBL",
        },
    }


def month_of(time: datetime) -> str:
    """The partition of the inbox that a fact of this time belongs to."""
    return time.astimezone(UTC).strftime("%Y-%m-01")


def an_answer(id_: str, cause: dict[str, Any], journey_id: str, case_ref: str) -> str:
    """Return the fact that follows, as a peer writes it: the same bytes, or nearly so."""
    return json.dumps(
        {
            "specversion": "1.0",
            "id": id_,
            "source": "/homeward/hearer",
            "type": "hearer.journey_noted.v1",
            "time": datetime.now(UTC).isoformat(),
            "subject": case_ref,
            "datacontenttype": "application/json",
            "correlationid": cause["correlationid"],
            "causationid": cause["id"],
            "sequence": 1,
            "traceparent": cause["traceparent"],
            "data": {"movement_id": journey_id, "case_ref": case_ref},
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
