"""Alpha and beta as real processes on real servers, and a client that asks them."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from kombu import Connection

from services.chassis.callers.vouching import FILE, Voucher
from services.chassis.privacy.keys import ensure_keys
from services.chassis.wire.rpc import RpcClient
from tests.integration.chassis.talk import TESTER

TABLES = """
CREATE TABLE IF NOT EXISTS words (id bigserial PRIMARY KEY, word text);
CREATE TABLE IF NOT EXISTS mended (at timestamptz DEFAULT now());
TRUNCATE words; TRUNCATE mended; TRUNCATE outbox; TRUNCATE held_messages; TRUNCATE inbox;
"""


@dataclass
class Twins:
    """The databases of both, ways to start them, and ways to speak to them."""

    alpha: Any
    beta: Any
    broker: Any
    start: Any
    client: RpcClient
    keys: Any

    def say(self, *words, behaviour="", **more):
        return self.ask("alpha", "say", body={"words": list(words), "behaviour": behaviour} | more)

    def ask(self, service, method, *, key=None, **kwargs):
        answer, _ = self.client.call(
            service, method, kwargs, principal=TESTER, deadline_seconds=30, idempotency_key=key
        )
        return answer

    def heard(self, database=None):
        """The words that were written down, in order."""
        rows = (database or self.beta).rows("SELECT word FROM words ORDER BY id")
        return [word for (word,) in rows]

    def send(self, body, *, routing_key="said.v1", exchange="alpha.events", **properties):
        """Put raw bytes on an exchange, as a broken or repeated sender would."""
        with Connection(self.broker.amqp_uri) as connection:
            channel = connection.default_channel
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            message = channel.prepare_message(content, content_type="text/plain", **properties)
            channel.basic_publish_confirm(message, exchange, routing_key)


@pytest.fixture
def twins(database_pair, broker, service, twin_keys):
    alpha, beta = database_pair
    for each in (alpha, beta):
        each.rows(TABLES)
    with Connection(broker.amqp_uri) as connection:
        for queue in broker.queues():
            connection.default_channel.queue_purge(queue["name"])

    def start(name, *, database=None, through=None, **env):
        return service(
            name,
            database=database or {"alpha": alpha, "beta": beta}[name],
            broker=through or broker,
            HOMEWARD_MODULE="tests.integration.chassis.twins",
            HOMEWARD_KEYS_DIR=twin_keys,
            **env,
        )

    client = RpcClient(broker.amqp_uri, Voucher.of(twin_keys / FILE))
    yield Twins(alpha, beta, broker, start, client, twin_keys)
    client.close()


@pytest.fixture(scope="session")
def twin_keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("twins") / "keys"
    ensure_keys(folder, ["alpha", "beta"])
    return folder


@pytest.fixture(scope="module")
def database_pair(database):
    return database("chassis"), database("chassis")
