"""The gateway under gunicorn, in front of a service that counts, on real servers."""

import sys
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from infra.local.bench.running import free_port
from services.chassis.callers import tokens
from services.chassis.privacy.keys import ensure_keys

ISSUER, AUDIENCE = "https://issuer.example", "homeward"
TABLE = """
CREATE TABLE IF NOT EXISTS counter (version integer, count integer);
TRUNCATE counter; TRUNCATE idempotency; INSERT INTO counter VALUES (1, 0);
"""


@dataclass
class Desk:
    """The gateway's process, and how somebody with a token speaks to it."""

    process: Any
    token: str
    database: Any

    @property
    def url(self):
        return self.process.url

    def ask(self, method, path, body=None, *, key="k", version=None, **headers):
        sent = {"Authorization": f"Bearer {self.token}"}
        if method == "POST":
            sent["Idempotency-Key"] = key
        if version is not None:
            sent["If-Match"] = f'"{version}"'
        return requests.request(
            method, self.url + path, json=body, headers=sent | headers, timeout=30
        )

    def add(self, amount=1, **more):
        return self.ask("POST", "/v1/counter/additions", {"amount": amount}, **more)

    def count(self):
        return self.database.value("SELECT count FROM counter")


@pytest.fixture(scope="module")
def counter_database(database):
    return database("chassis")


@pytest.fixture(scope="module")
def keys_folder(tmp_path_factory):
    """Live as long as the database, in which things are sealed with these keys."""
    folder = tmp_path_factory.mktemp("keys")
    ensure_keys(folder, ["counter"])
    return folder


@pytest.fixture
def counter(service, counter_database, broker, keys_folder):
    """Start the counting service, with nothing counted."""

    def start():
        counter_database.rows(TABLE)
        return service(
            "counter",
            database=counter_database,
            broker=broker,
            HOMEWARD_MODULE="tests.integration.gateway.counting",
            HOMEWARD_KEYS_DIR=keys_folder,
        )

    return start


@pytest.fixture
def desk(service, counter_database, broker, keys_folder):
    """Start the gateway."""

    def start(*, through=None, **env):
        port = free_port()
        process = service(
            "gateway",
            database=counter_database,
            broker=through or broker,
            ready=False,
            command=[
                *(
                    sys.executable,
                    "-W",
                    "ignore",
                    "-m",
                    "gunicorn",
                    "-c",
                    "python:gateway.gunicorn",
                ),
                "tests.integration.gateway.counter:front()",
            ],
            HOMEWARD_GATEWAY_PORT=port,
            HOMEWARD_TOKEN_ISSUER=ISSUER,
            HOMEWARD_TOKEN_AUDIENCE=AUDIENCE,
            HOMEWARD_JWKS_FILE=keys_folder / tokens.JWKS_FILE,
            **env,
        )
        process.url = f"http://127.0.0.1:{port}"
        process.wait_until_ready()
        token = tokens.mint(
            tokens.load_signing_key(keys_folder),
            issuer=ISSUER,
            audience=AUDIENCE,
            subject="anna",
            roles=["counsellor"],
        )
        return Desk(process, token, counter_database)

    return start
