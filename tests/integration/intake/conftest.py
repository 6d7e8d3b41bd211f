"""Intake as a running process, a client that asks it, and the words of the other services."""

import json
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from kombu import Connection, Exchange, Queue

from gateway.roles import ROLES
from services.chassis.calendar import AMSTERDAM
from services.chassis.callers.identity import Principal
from services.chassis.callers.vouching import FILE, Voucher
from services.chassis.clock import set_offset
from services.chassis.ids import new_id
from services.chassis.messages import Envelope
from services.chassis.wire import envelope
from services.chassis.wire.rpc import RpcClient
from tests import templates

# As at the office, where the next day begins an hour or two before it does in UTC.
TODAY = datetime.now(AMSTERDAM).date()
HEARD = ("travel", "reintegration", "expert_deployment")
FACTS = {
    "means_minor": 10000,
    "journey_cost_minor": 65000,
    "intends_permanent": True,
    "remigration_claim": "none",
    "guarantor": {"exists": False},
    "false_pretences": False,
    "cooperates": True,
    "consents_to_termination": True,
    "government_objection": False,
    "dublin": {"claimant": False},
}


def days(number):
    return (TODAY + timedelta(days=number)).isoformat()


def a_person(**changes):
    usual = {
        "relation": "applicant",
        "given_names": f"Nêrgiz{new_id()[-8:]}",
        "family_name": f"Testname{new_id()[-8:]}",
        "birth_date": "1990-02-03",
        "sex": "F",
        "nationalities": ["IQ"],
        "document": {
            "kind": "passport",
            "number": f"PN{new_id()[-10:]}",
            "issuing_country": "IQ",
            "expires_on": days(2000),
        },
        "previous_departures": [],
        "permits": [],
    }
    return usual | changes


def a_body(*persons, **changes):
    usual = {
        "destination_country": "IQ",
        "destination_airport": "BGW",
        "not_before": days(14),
        "not_after": days(60),
        "persons": list(persons) or [a_person()],
        "facts": FACTS,
    }
    return usual | changes


class Place:
    """`ask` speaks to intake in a role; `hears` tells it a fact; `said` is what it published."""

    def __init__(self, database, broker, process, keys):
        self.database, self.broker, self.process = database, broker, process
        self._numbers, self._facts = count(1), []
        self._spy = Queue(f"spy-{new_id()}", Exchange("intake.events", "topic"), "#", durable=True)
        with Connection(broker.amqp_uri) as connection:
            self._spy(connection.default_channel).declare()
        self.client = RpcClient(broker.amqp_uri, Voucher.of(keys / FILE))

    def close(self):
        self.client.close()

    def ask(self, method, *, role="counsellor", by=None, expected=None, key=None, **kwargs):
        principal = Principal(by or f"{role}.test", frozenset({role}), ROLES[role])
        answer, _ = self.client.call(
            "intake",
            method,
            kwargs,
            principal=principal,
            deadline_seconds=20,
            idempotency_key=key or new_id(),
            expected_version=expected,
        )
        return answer

    def status(self, ref):
        return self.ask("case", ref=ref)["status"]

    def hears(self, owner, name, fact, sequence=None, id_=None):
        """Publish a fact as its owner would."""
        said = Envelope(
            id=id_ or new_id(),
            source=f"/homeward/{owner}",
            type=f"{owner}.{name}.v1",
            time=datetime.now(UTC),
            subject=str(fact.get("case_ref")),
            sequence=sequence or next(self._numbers),
            correlation_id=str(fact.get("case_ref") or ""),
            causation_id="",
            trace_parent="",
        )
        with Connection(self.broker.amqp_uri) as connection:
            connection.Producer().publish(
                envelope.write(said, fact),
                exchange=f"{owner}.events",
                routing_key=f"{name}.v1",
                content_type="application/cloudevents+json",
                content_encoding="utf-8",
            )

    def flies(self, case, day):
        """Let travel tell that everybody was booked, departed and arrived on a day."""
        ref = case["case_ref"]
        fact = {"movement_id": f"m-{ref}", "case_ref": ref, "person_ids": case["person_ids"]}
        times = {"departs_at": f"{day}T01:00:00+01:00", "arrives_at": f"{day}T02:00:00+01:00"}
        self.hears("travel", "movement_booked", fact | times)
        for person_id in case["person_ids"]:
            told = {"movement_id": f"m-{ref}", "case_ref": ref, "person_id": person_id}
            departed = {"departed_at": times["departs_at"], "evidence": "border_notice"}
            self.hears("travel", "person_departed", told | departed)
            arrived = {"arrived_at": times["arrives_at"]}
            self.hears("travel", "person_arrived", told | arrived)

    def said(self, case_ref):
        """The facts that intake has published about a case but who works on it, in order."""
        with Connection(self.broker.amqp_uri) as connection:
            queue = self._spy(connection.default_channel)
            while message := queue.get(no_ack=True):
                body = message.body
                self._facts.append(json.loads(body if isinstance(body, str) else bytes(body)))
        mine = [fact for fact in self._facts if fact["data"].get("case_ref") == case_ref]
        return [fact for fact in mine if "staff_id" not in fact["data"]]

    def opened(self, *persons, **changes):
        return self.ask("open_case", body=a_body(*persons, **changes))

    def sign(self, ref):
        signature = {"signed_on": days(0), "language": "ar"}
        signed = {"departure_request": signature, "data_exchange_consent": signature}
        return self.ask("sign_application", ref=ref, body={"signed_on": days(0)} | signed)

    def clear(self, ref):
        decision = self.ask("decide_eligibility", ref=ref)
        assert decision["verdict"] == "eligible", decision["open_rules"] + decision["codes"]
        self.ask("request_clearance", ref=ref)
        answer = {"outcome": "granted", "answered_on": days(0)}
        return self.ask("answer_clearance", ref=ref, body=answer)

    def applied(self, *persons, **changes):
        return self.sign(self.opened(*persons, **changes)["case_ref"])

    def cleared(self, *persons, **changes):
        return self.clear(self.applied(*persons, **changes)["case_ref"])

    def accepted(self, *persons, **changes):
        return self.ask("accept_case", ref=self.cleared(*persons, **changes)["case_ref"])


@pytest.fixture(scope="module")
def open_place(stack, database, broker, keys):
    """Start intake on a database of its own; with a clock, if a file for one is given."""
    with ExitStack() as closing:

        def start(clock=None):
            intake = database("intake")
            settings = {
                "HOMEWARD_DB_INTAKE": intake.uri,
                "HOMEWARD_AMQP_URI": broker.amqp_uri,
                "HOMEWARD_KEYS_DIR": str(keys),
                **({"HOMEWARD_CLOCK_FILE": str(clock)} if clock else {}),
            }
            process = templates.a_service(stack, "intake", settings)
            closing.callback(process.close)
            here = Place(intake, broker, process, keys)
            closing.callback(here.close)
            process.wait_until_ready()
            return here

        yield start


@pytest.fixture(scope="module")
def place(open_place):
    """One process for all tests of a module: each test has cases of its own."""
    return open_place()


@pytest.fixture(scope="module")
def timed(open_place, tmp_path_factory):
    """Intake with a clock of its own; `ahead(days)` moves it."""
    clock = tmp_path_factory.mktemp("clock") / "clock"
    timed = open_place(clock)
    timed.ahead = lambda count: set_offset(clock, timedelta(days=count))
    return timed
