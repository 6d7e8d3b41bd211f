"""The chassis's two small services, here with a witness in each database and a tap on the bus."""

import sys
from random import Random

import pytest

from infra.chaos import witness
from infra.chaos.checker import demands
from infra.chaos.checker.evidence import Evidence
from infra.chaos.taps import TAP, Tap
from tests.integration.chassis.conftest import (  # noqa: F401 - pytest finds them here
    database_pair,
    twin_keys,
    twins,
)

EXCHANGES = ("alpha.events", "beta.events")


class Watched:
    """The twins while somebody takes notes of everything."""

    def __init__(self, pair, tap, wait_for):
        self.twins = pair
        self.tap = tap
        self.calls = []
        self._wait_for = wait_for

    def start(self, name, switched_off="nothing", **how):
        command = [sys.executable, "-m", "tests.chaos.sabotage", switched_off, name]
        return self.twins.start(name, command=command, **how)

    def say(self, word, key, **more):
        """Ask alpha to say a word, and note the answer as the front door would."""
        answer = self.twins.ask("alpha", "say", key=key, body={"words": [word], **more})
        call = {"method": "POST", "path": "/words", "subject": "tester", "key": key}
        self.calls.append({**call, "status": 200, "answer": answer})

    def wait_until_quiet(self, *, heard, queue="beta.alpha.said.v1"):
        """Everything that was said has come to beta, and nothing is on its way."""
        pair = self.twins
        self._wait_for(lambda: len(set(pair.heard())) >= heard, 20)
        self._wait_for(lambda: pair.alpha.value("SELECT count(*) FROM outbox") == 0, 20)
        self._wait_for(lambda: self._waiting_in(queue) == 0, 20)

    def _waiting_in(self, queue):
        found = self.twins.broker.api.queue(self.twins.broker.vhost, queue)
        return found.get("messages", 1)

    def violations(self, *wanted, **more):
        """What the checker finds, by the name of the demand."""
        pair = self.twins
        evidence = Evidence(
            databases={"alpha": pair.alpha.owner_uri, "beta": pair.beta.owner_uri},
            broker_url=pair.broker.api.url,
            broker_auth=(pair.broker.api.user, pair.broker.api.password),
            vhost=pair.broker.vhost,
            facts=self.tap.heard,
            calls=self.calls,
            **more,
        )
        table = demands.check(evidence, wanted)
        assert table, wanted
        return {row["name"]: row["violations"] for row in table if row["violations"]}


@pytest.fixture
def watched(twins, wait_for):  # noqa: F811
    for database in (twins.alpha, twins.beta):
        witness.call_in(database.owner_uri)
        database.rows("TRUNCATE chaos_recorded; TRUNCATE idempotency")
    tap = Tap(twins.broker.amqp_uri, EXCHANGES, Random(1))  # noqa: S311 - dice
    tap.begin()
    tap.stop_copying()
    yield Watched(twins, tap, wait_for)
    tap.end()
    twins.broker.api.remove_queue(twins.broker.vhost, TAP)
