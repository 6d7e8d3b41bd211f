"""Stock nameko: its HTTP entrypoint and its RPC, as its documentation shows them.

No validation, no identity, no idempotency, no outbox, no deadline. Argument: gateway or journeys.
"""

from __future__ import annotations

import eventlet

eventlet.monkey_patch()

import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
import uuid  # noqa: E402
from datetime import date, datetime  # noqa: E402
from typing import Any  # noqa: E402

import psycopg2.extensions  # noqa: E402
from nameko.rpc import RpcProxy, rpc  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402
from nameko.web.handlers import http  # noqa: E402
from sqlalchemy import create_engine  # noqa: E402
from sqlalchemy.orm import sessionmaker  # noqa: E402

from benchmarks.hop.nameko_wait import wait  # noqa: E402
from benchmarks.hop.peer_tables import Journey  # noqa: E402

WORKERS_MAX = 24
NAMES = ("movement_id", "case_ref", "booking_reference", "agent", "destination_airport")


class Gateway:
    """Passes on what it is asked."""

    name = "gateway"
    journeys = RpcProxy("journeys")

    @http("GET", "/v1/journeys/<string:ref>")
    def journey(self, _request: Any, ref: str) -> str:
        return json.dumps(self.journeys.journey(ref))

    @http("POST", "/v1/journeys")
    def note(self, request: Any) -> tuple[int, str]:
        return 201, json.dumps(self.journeys.note(json.loads(request.get_data(as_text=True))))


class Journeys:
    """Notes and shows."""

    name = "journeys"
    sessions: Any = None

    @rpc
    def journey(self, ref: str) -> dict[str, Any] | None:
        with self.sessions() as session:
            journey = session.get(Journey, ref)
            return shown(journey) if journey else None

    @rpc
    def note(self, body: dict[str, Any]) -> dict[str, Any]:
        times = {
            "departs_at": datetime.fromisoformat(body["departs_at"]),
            "departs_on": date.fromisoformat(body["departs_on"]),
        }
        with self.sessions.begin() as session:
            journey = Journey(movement_id=str(uuid.uuid4()), version=1, **{**body, **times})
            session.add(journey)
        return shown(journey)


def shown(journey: Journey) -> dict[str, Any]:
    return {name: getattr(journey, name) for name in NAMES} | {
        "departs_at": journey.departs_at.isoformat(),
        "departs_on": journey.departs_on.isoformat(),
        "travellers": journey.travellers,
        "version": journey.version,
    }


def main(which: str) -> None:
    """Serve until killed."""
    config = {"AMQP_URI": os.environ["BENCH_AMQP"], "max_workers": WORKERS_MAX}
    if which == "gateway":
        config["WEB_SERVER_ADDRESS"] = f"127.0.0.1:{os.environ['BENCH_PORT']}"
        service: type = Gateway
    else:
        psycopg2.extensions.set_wait_callback(wait)
        uri = os.environ["BENCH_DATABASE"].replace("postgresql://", "postgresql+psycopg2://")
        engine = create_engine(uri, pool_size=WORKERS_MAX)
        Journeys.sessions = sessionmaker(engine, expire_on_commit=False)
        service = Journeys
    runner = ServiceRunner(config)
    runner.add_service(service)
    runner.start()
    runner.wait()


if __name__ == "__main__":
    main(sys.argv[1])
