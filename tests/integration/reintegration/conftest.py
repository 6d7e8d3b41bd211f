"""The running service, and the words of intake and travel, played by the test."""

import json
from datetime import UTC, datetime
from itertools import count

import pytest
from kombu import Connection, Exchange, Queue

from services.chassis.callers.identity import Principal
from services.chassis.callers.vouching import FILE, Voucher
from services.chassis.ids import new_id
from services.chassis.messages import Envelope
from services.chassis.privacy import sealing
from services.chassis.wire import envelope
from services.chassis.wire.rpc import RpcClient

ALL = frozenset({"*"})


class Place:
    """One service with its database and vhost; `ask` speaks to it, `hears` tells it a fact."""

    def __init__(self, database, broker, keys):
        self.database, self.broker = database, broker
        self._numbers, self._facts = count(1), []
        self._spy = Queue(
            f"spy-{new_id()}", Exchange("reintegration.events", "topic"), "#", durable=True
        )
        with Connection(broker.amqp_uri) as connection:
            self._spy(connection.default_channel).declare()
        self.client = RpcClient(broker.amqp_uri, Voucher.of(keys / FILE))
        [self._public] = json.loads((keys / "reintegration.public.jwk").read_text())["keys"]

    def seal(self, *travellers):
        """Seal for reintegration what decides the money of these people, as intake does."""
        content = {"told_at": datetime.now(UTC).isoformat(), "travellers": list(travellers)}
        return sealing.seal_for(self._public, content)

    def ask(self, method, by="c.jansen", key=None, role="supervisor", **kwargs):
        principal = Principal(by, frozenset({role}), ALL)
        return self.client.call(
            "reintegration", method, kwargs, principal=principal, idempotency_key=key
        )[0]

    def hears(self, owner, name, fact, sequence=None):
        """Publish a fact as its owner would."""
        said = Envelope(
            id=new_id(),
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

    def said(self, case_ref):
        """The names of what reintegration has published about a case, in order."""
        with Connection(self.broker.amqp_uri) as connection:
            queue = self._spy(connection.default_channel)
            while message := queue.get(no_ack=True):
                body = message.body
                self._facts.append(json.loads(body if isinstance(body, str) else bytes(body)))
        mine = [fact for fact in self._facts if fact["data"].get("case_ref") == case_ref]
        return [fact["type"].split(".")[1] for fact in mine]

    def accept(self, case_ref, *travellers, application_date="2026-10-01", **more):
        self.hears(
            "intake",
            "case_accepted",
            {
                "case_ref": case_ref,
                "kind": "voluntary_return",
                "application_date": application_date,
                "destination_country": "IQ",
                "travellers": list(travellers) or [a_traveller()],
                "sealed_for_travel": "not.for.us",
            }
            | more,
        )

    def travels(self, name, case_ref, person_id="p-1", **more):
        times = {
            "person_departed": {"departed_at": "2026-11-24T09:30:00+00:00"},
            "person_arrived": {"arrived_at": "2026-11-24T19:30:00+00:00"},
            "movement_booked": {"departs_on": "2026-11-24", "person_ids": [person_id]},
        }
        usual = {"movement_id": f"m-{case_ref}", "case_ref": case_ref, "assignment_id": None}
        self.hears("travel", name, usual | {"person_id": person_id} | times.get(name, {}) | more)

    def close(self):
        self.client.close()


def a_traveller(person_id="p-1", person_type="adult", nationality="IQ", bars=()):
    return {
        "person_id": person_id,
        "person_type": person_type,
        "nationalities": [nationality],
        "reintegration_bars": list(bars),
        "escort_required": False,
    }


@pytest.fixture(scope="module")
def ground(database, broker, keys):
    place = Place(database("reintegration"), broker, keys)
    yield place
    place.close()


@pytest.fixture
def place(ground, service):
    service("reintegration", database=ground.database, broker=ground.broker)
    return ground
