"""The part `flat`: requests and facts through intake with few cases loaded, and with very many."""

from __future__ import annotations

import json
import statistics
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import psycopg2
import requests
from kombu import Connection

from benchmarks import measure
from benchmarks.flat import fill, load, plans
from benchmarks.gateway import doors
from benchmarks.size import Size
from benchmarks.stand import Stand
from gateway.resources.intake import OPENING
from infra.local.bench.database import Database
from infra.local.place import SERVICES

FEW, MANY = 1_000, 1_000_000
REQUESTS = 100
FACTS = 100
OPEN = "open a case"
DONE = "SELECT 1 FROM inbox WHERE message_id = %s AND queue = %s"


@dataclass
class House:
    """Intake and its front door over one database."""

    cases: int
    database: Database
    broker: Any
    door: doors.Door
    ref: str = ""
    load_rows_per_second: float = 0.0
    seconds: dict[str, list[float]] = field(default_factory=dict)
    session: requests.Session = field(default_factory=requests.Session)


def run(stand: Stand, size: Size) -> None:
    """Build both houses, then ask at each in turn."""
    houses = [_house(stand, count) for count in (FEW, size.of(MANY, least=20_000))]
    for house in houses:
        size.say(f"flat: {house.cases} cases loaded, {house.load_rows_per_second:,.0f} rows/s")
    _ask_both(houses, 20)
    for house in houses:
        house.seconds.clear()
    for _ in range(size.rounds):
        _ask_both(houses, size.of(REQUESTS, least=40))
    few, many = houses
    compared = {name: _compare(few.seconds[name], many.seconds[name]) for name in few.seconds}
    figures = {
        "cases": [house.cases for house in houses],
        "loaded_rows_per_second": round(many.load_rows_per_second),
        "kinds": compared,
        "sequential_scans": _scanning(stand),
    }
    worst = statistics.median(each["p99_ratio"] for each in compared.values())
    goals = [
        measure.at_most("flat: p99 with many cases to few (median of the kinds)", worst, 1.2),
        measure.at_most("flat: lists and look-ups that scan", len(figures["sequential_scans"]), 0),
    ]
    measure.keep("flat", figures, goals)
    for house in houses:
        house.door.close()


def _compare(few: list[float], many: list[float]) -> dict[str, Any]:
    before, after = measure.times(few), measure.times(many)
    return {
        "few": before,
        "many": after,
        "p50_ratio": round(after["p50_ms"] / before["p50_ms"], 2),
        "p99_ratio": round(after["p99_ms"] / before["p99_ms"], 2),
    }


def _scanning(stand: Stand) -> list[str]:
    """Of every service, with thousands of rows in each of its tables."""
    found = []
    for service in SERVICES:
        database = stand.database(service)
        fill.fill(database)
        found += plans.scanning(database)
    return found


def _house(stand: Stand, cases: int) -> House:
    broker, database = stand.broker(), stand.database("intake")
    intake = stand.service("intake", database, broker)
    gateway = doors.front(stand, broker.amqp_uri, "gateway.wsgi:app")
    headers = {"Authorization": f"Bearer {doors.token(stand)}"}
    door = doors.Door(f"{cases} cases", gateway.port, headers, [gateway, intake])
    house = House(cases, database, broker, door)
    house.ref = _open(house)
    house.load_rows_per_second = load.load(database, house.ref, cases)
    return house


def _open(house: House) -> str:
    answer = requests.post(
        f"http://127.0.0.1:{house.door.port}/v1/cases",
        json=OPENING,
        headers={**house.door.headers, "Idempotency-Key": str(uuid.uuid4())},
        timeout=30,
    )
    answer.raise_for_status()
    return str(answer.json()["case_ref"])


def _ask_both(houses: list[House], count: int) -> None:
    paths = {
        "list of cases": "/v1/cases?limit=50",
        "list of open cases": "/v1/cases?status=open&limit=50",
        "list from the middle": f"/v1/cases?limit=50&after={load.case_reference(2016, 500)}",
        "timeline of a case": "/v1/cases/{ref}/timeline",
        "waits of a case": "/v1/cases/{ref}/waits",
    }
    for _ in range(count):
        for name, path in paths.items():
            for house in houses:
                _ask(house, name, {"method": "GET", "path": path.format(ref=house.ref)})
        for house in houses:
            _ask(house, OPEN, {"method": "POST", "path": "/v1/cases", "body": OPENING})
    for _ in range(min(count, FACTS)):
        for house in houses:
            house.seconds.setdefault("a fact of reintegration's", []).append(_tell(house))


def _ask(house: House, name: str, request: dict[str, Any]) -> None:
    """One client, and both houses in turn: what the machine does meanwhile meets both."""
    headers = {"Idempotency-Key": str(uuid.uuid4())} if "body" in request else {}
    started = time.perf_counter()
    answer = house.session.request(
        request["method"],
        f"http://127.0.0.1:{house.door.port}{request['path']}",
        json=request.get("body"),
        headers={**house.door.headers, **headers},
        timeout=30,
    )
    house.seconds.setdefault(name, []).append(time.perf_counter() - started)
    answer.raise_for_status()


def _tell(house: House) -> float:
    """Publish a fact, and wait until intake has committed what it did with it."""
    id_, content = str(uuid.uuid4()), {"plan_id": "p", "case_ref": house.ref, "person_id": "p"}
    fact = {
        "specversion": "1.0",
        "id": id_,
        "source": "/homeward/reintegration",
        "type": "reintegration.plan_agreed.v1",
        "time": datetime.now(UTC).isoformat(),
        "subject": house.ref,
        "sequence": 1,
        "correlationid": house.ref,
        "data": content,
    }
    watching = psycopg2.connect(house.database.uri)
    watching.autocommit = True
    with Connection(house.broker.amqp_uri) as connection, watching.cursor() as cursor:
        channel = connection.default_channel
        message = channel.prepare_message(json.dumps(fact).encode())
        started = time.perf_counter()
        channel.basic_publish(message, "reintegration.events", "plan_agreed.v1")
        while time.perf_counter() - started < 20:  # noqa: PLR2004 - a deadline
            cursor.execute(DONE, (id_, "intake.reintegration.plan_agreed.v1"))
            if cursor.fetchone():
                watching.close()
                return time.perf_counter() - started
            time.sleep(0.0005)
    raise TimeoutError("intake did not handle the fact")
