"""Starts the two front doors, and asks at them."""

from __future__ import annotations

import json
import subprocess
import sys
import uuid
from dataclasses import dataclass, field
from typing import Any

import requests

from benchmarks.gateway.ours import EXAMPLE
from benchmarks.hop import work
from benchmarks.stand import Stand
from infra.local.bench import running
from infra.local.servers import listens
from infra.local.waiting import wait_until
from services.chassis.callers import tokens

ISSUER, AUDIENCE = "https://bench.example", "homeward"
LIMITLESS = "1000000"


@dataclass
class Door:
    """One gateway, where it listens and what its callers must say."""

    name: str
    port: int
    headers: dict[str, str] = field(default_factory=dict)
    processes: list[Any] = field(default_factory=list)

    def ask(self, kind: str, clients: int, seconds: float) -> dict[str, Any]:
        """Have so many clients ask for so long, in a process of their own."""
        request = {"headers": self.headers, "method": "POST", "path": "/v1/journeys", "body": ""}
        if kind == "commands":
            request["body"] = json.dumps(EXAMPLE)
        else:
            request |= {"method": "GET", "path": f"/v1/journeys/{self.known()}"}
        return self.call(request, clients, seconds)

    def call(self, request: dict[str, Any], clients: int, seconds: float) -> dict[str, Any]:
        words = [str(self.port), str(clients), str(seconds)]
        answer = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "benchmarks.gateway.callers", *words],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            check=True,
        )
        outcome: dict[str, Any] = json.loads(answer.stdout)
        if outcome["failures"]:
            raise RuntimeError(f"{self.name} refused {outcome['failures']}: {request['path']}")
        return outcome

    def known(self) -> str:
        """Note a journey, so that there is one to read."""
        answer = requests.post(
            f"http://127.0.0.1:{self.port}/v1/journeys",
            json=EXAMPLE,
            headers={**self.headers, "Idempotency-Key": str(uuid.uuid4())},
            timeout=30,
        )
        answer.raise_for_status()
        return str(answer.json()["movement_id"])

    def close(self) -> None:
        for process in self.processes:
            process.close()


def ours(stand: Stand) -> Door:
    """Our gateway under gunicorn, as `make up` runs it, before one service."""
    broker = stand.broker()
    clerk = stand.service(
        "clerk", stand.database(tables=work.JOURNEYS), broker, "benchmarks.gateway.clerk"
    )
    gateway = front(stand, broker.amqp_uri, "benchmarks.gateway.ours:front()")
    return Door("ours", gateway.port, {"Authorization": f"Bearer {token(stand)}"}, [gateway, clerk])


def front(stand: Stand, amqp: str, app: str) -> running.Running:
    """Start gunicorn with an application, and no limit on how often one person may ask."""
    port = running.free_port()
    env = {
        "HOMEWARD_AMQP_URI": amqp,
        "HOMEWARD_GATEWAY_PORT": str(port),
        "HOMEWARD_TOKEN_ISSUER": ISSUER,
        "HOMEWARD_TOKEN_AUDIENCE": AUDIENCE,
        "HOMEWARD_JWKS_FILE": str(stand.keys / tokens.JWKS_FILE),
        "HOMEWARD_GATEWAY_REQUESTS_PER_SECOND": LIMITLESS,
        "HOMEWARD_GATEWAY_REQUESTS_BURST": LIMITLESS,
    }
    gunicorn = [sys.executable, "-W", "ignore", "-m", "gunicorn", "-c", "python:gateway.gunicorn"]
    gateway = running.Running(stand.bench, [*gunicorn, app], env, port)
    stand.closing.callback(gateway.close)
    gateway.start()
    gateway.wait_until_ready()
    return gateway


def token(stand: Stand) -> str:
    key = tokens.load_signing_key(stand.keys)
    roles = ["counsellor"]
    return tokens.mint(key, issuer=ISSUER, audience=AUDIENCE, subject="bench", roles=roles)


def stock(stand: Stand) -> Door:
    """Nameko's own, on the peers' packages."""
    port = running.free_port()
    database = stand.database(tables=work.JOURNEYS)
    env = {
        "BENCH_AMQP": stand.broker().amqp_uri,
        "BENCH_DATABASE": database.uri,
        "BENCH_PORT": str(port),
    }
    module = "benchmarks.gateway.stock"
    processes = [stand.program("-m", module, which, **env) for which in ("journeys", "gateway")]
    door = Door("stock nameko", port, {}, processes)
    wait_until(lambda: listens(port), 30, "Stock nameko does not listen.")
    wait_until(lambda: _answers(door), 30, "Stock nameko does not answer.")
    return door


def _answers(door: Door) -> bool:
    try:
        return bool(door.known())
    except requests.RequestException:
        return False
