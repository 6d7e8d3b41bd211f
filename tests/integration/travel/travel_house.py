"""A running travel service, agents that the test plays, and facts that the test tells it."""

import json
import secrets
import time
from datetime import UTC, datetime, timedelta

from joserfc.jwk import ECKey, KeySet
from kombu import Connection, Exchange, Queue

from infra.local.waiting import wait_until
from partner_kit import contract
from services.chassis.calendar import AMSTERDAM
from services.chassis.callers.identity import Principal
from services.chassis.callers.vouching import FILE, Voucher
from services.chassis.clock import LOOK_EVERY_SECONDS
from services.chassis.ids import new_id
from services.chassis.messages import Envelope
from services.chassis.privacy import sealing
from services.chassis.wire import envelope
from services.chassis.wire.rpc import RpcClient

SCOPES = frozenset(
    f"travel:{subject}:{act}"
    for subject in ("movements", "escorts", "agents", "parked")
    for act in ("read", "write")
)
OFFICER = Principal("m.officer", frozenset({"movement_officer"}), SCOPES)
SOON = 15.0
JSON_EVENT = "application/cloudevents+json"
# As at the office, where the next day begins an hour or two before it does in UTC.
TODAY = datetime.now(AMSTERDAM).date()
FIRST_DAY, LAST_DAY = TODAY + timedelta(days=20), TODAY + timedelta(days=34)


def said(message):
    return json.loads(message.body if isinstance(message.body, str) else bytes(message.body))


class PlayedAgent:
    """An agent whose every word the test chooses, on a connection with its own credentials."""

    def __init__(self, broker, prefix):
        self.name = f"{prefix}-{secrets.token_hex(3)}"
        self.key = ECKey.generate_key("P-256", auto_kid=True)
        self._connection = Connection(broker.admit_agent(self.name, "an-agents-own-password"))
        self._channel = self._connection.channel()
        self.heard = []

    @property
    def jwk(self):
        return self.key.as_dict(private=False)

    def hear(self, kind, nth=1):
        """Wait for the nth message of a type, check it against the contract, and return it."""

        def has_come():
            self._read()
            return len(self._of(kind)) >= nth

        wait_until(has_come, SOON, f"{self.name} never heard {kind} number {nth}.")
        message = self._of(kind)[nth - 1]
        assert contract.faults(contract.TO_AGENT, message) == []
        return message

    def has_heard(self, kind):
        self._read()
        return len(self._of(kind))

    def say(self, kind, content, **changes):
        """Send a message of the contract; `body` says instead what the bytes are."""
        event = {
            "specversion": "1.0",
            "id": new_id(),
            "source": f"/agents/{self.name}",
            "type": kind,
            "time": datetime.now(UTC).isoformat(),
            "data": content,
        } | changes
        self.send(json.dumps(event), f"{self.name}.{kind}")
        return event

    def send(self, body, routing_key, **properties):
        self._connection.Producer(self._channel).publish(
            body,
            exchange="travel.from-agents",
            routing_key=routing_key,
            content_type=JSON_EVENT,
            content_encoding="utf-8",
            user_id=self.name,
            **properties,
        )

    def passengers(self, order):
        """Open what was sealed for this agent."""
        keys = KeySet.import_key_set({"keys": [self.key.as_dict(private=True)]})
        opened = sealing.open_sealed(keys, order["data"]["passengers"])
        assert contract.faults_in_sealed_passengers(opened) == []
        return opened["passengers"]

    def close(self):
        self._connection.close()

    def _read(self):
        queue = Queue(f"agent.{self.name}", channel=self._channel, no_declare=True)
        while message := queue.get(no_ack=True):
            self.heard.append(said(message))

    def _of(self, kind):
        return [message for message in self.heard if message["type"] == kind]


class TravelHouse:
    """The service, how to ask it, how to tell it facts, and what it told everybody."""

    def __init__(self, database, broker, keys, clock):
        self.database, self.broker, self._clock = database, broker, clock
        self.client = RpcClient(broker.amqp_uri, Voucher.of(keys / FILE))
        [self._public] = json.loads((keys / "travel.public.jwk").read_text())["keys"]
        self.facts = []
        self._connection = Connection(broker.amqp_uri)
        channel = self._connection.channel()
        spy = Queue(f"spy-{new_id()}", Exchange("travel.events", "topic"), "#", durable=True)
        self._spy = spy(channel)
        self._spy.declare()

    def ask(self, method, **kwargs):
        return self.client.call("travel", method, kwargs, principal=OFFICER)[0]

    def tell(self, owner, name, *, sequence=1, **content):
        """Publish a fact as its owner would."""
        subject = content.get("case_ref") or content["assignment_id"]
        fact = Envelope(
            id=new_id(),
            source=f"/homeward/{owner}",
            type=f"{owner}.{name}.v1",
            time=datetime.now(UTC),
            subject=subject,
            sequence=sequence,
            correlation_id=subject,
            causation_id="",
            trace_parent="",
        )
        self._connection.Producer().publish(
            envelope.write(fact, content),
            exchange=f"{owner}.events",
            routing_key=f"{name}.v1",
            content_type=JSON_EVENT,
            content_encoding="utf-8",
        )

    @staticmethod
    def wait(condition):
        wait_until(condition, SOON, "It never came true.")

    def set_clock(self, offset_seconds):
        """Let the domain's time run so many seconds ahead of the real one."""
        fresh = self._clock.with_suffix(".new")
        fresh.write_text(json.dumps({"offset_seconds": offset_seconds}))
        fresh.replace(self._clock)

    def goes_to(self, moment):
        """The domain's time is this moment, and every clock has looked at the file since."""
        ahead = datetime.fromisoformat(moment) - datetime.now(UTC)
        self.set_clock(ahead.total_seconds())
        seen_by = time.monotonic() + 2 * LOOK_EVERY_SECONDS
        wait_until(lambda: time.monotonic() > seen_by, 5, "Time stands still.")

    def seal(self, *travellers):
        return sealing.seal_for(self._public, {"travellers": list(travellers)})

    def letter(self, case_ref, sequence, *, missing=False):
        """Tell travel how the letter of a case stands (R-AVRR-09)."""
        if missing:
            fact = "departure_letter_found_missing"
            self.tell("intake", fact, sequence=sequence, case_ref=case_ref)
        else:
            fact, letter_id = "departure_letter_settled", new_id()
            self.tell("intake", fact, sequence=sequence, case_ref=case_ref, letter_id=letter_id)

    def accept(self, *people, case_ref=None, letter=True, **changes):
        """Tell travel that a case was accepted, and its letter issued; returns its reference."""
        case_ref = case_ref or f"NL-2026-{secrets.randbelow(10**6):06d}-1"
        fact = {
            "case_ref": case_ref,
            "destination_country": "IQ",
            "destination_airport": "BGW",
            "origin_airport": "AMS",
            "not_before": FIRST_DAY.isoformat(),
            "not_after": LAST_DAY.isoformat(),
            "travellers": [person["fact"] for person in people],
            "sealed_for_travel": self.seal(*(person["sealed"] for person in people)),
        }
        self.tell("intake", "case_accepted", **(fact | changes))
        if letter:
            self.letter(case_ref, 2)
        return case_ref

    def movement(self, case_ref, status=None):
        """Wait until the one movement of a case has come to a status, and return it whole."""
        found = {}

        def is_there():
            items = self.ask("movements_of_case", ref=case_ref)["items"]
            found.update(items[-1] if items else {})
            return bool(found) and status in (None, found["status"])

        wait_until(is_there, SOON, f"{case_ref} never was {status}.")
        return found

    def told(self, name, case_ref, count=1):
        """Wait for facts of a name about a case, and return their data."""

        def have_come():
            while message := self._spy.get(no_ack=True):
                self.facts.append(said(message))
            return len(self._of(name, case_ref)) >= count

        wait_until(have_come, SOON, f"{name} of {case_ref} was never told {count} times.")
        return self._of(name, case_ref)

    def _of(self, name, case_ref):
        return [
            fact["data"]
            for fact in self.facts
            if fact["type"] == f"travel.{name}.v1" and fact["data"]["case_ref"] == case_ref
        ]

    def close(self):
        self.client.close()
        self._connection.close()


def a_person(person_type="adult", **changes):
    """A traveller as intake tells of them: the fact in the clear, the rest to be sealed."""
    person_id = new_id()
    sealed = {
        "person_id": person_id,
        "given_names": "Yusra",
        "family_name": "Vanderspecimen",
        "birth_date": "1990-02-11",
        "sex": "F",
        "nationality": "IQ",
        "document": {
            "kind": "passport",
            "number": "SPEC77420",
            "issuing_country": "IQ",
            "expires_on": "2034-06-30",
        },
        "passenger_type": "adult",
        "ssr": [],
        "escort": "none",
        "receiver": None,
    } | changes
    fact = {
        "person_id": person_id,
        "person_type": person_type,
        "nationalities": [sealed["nationality"]],
        "escort_required": sealed["escort"] not in ("none", "airline_um"),
    }
    return {"fact": fact, "sealed": sealed}


def a_child_alone(**changes):
    usual = {
        "birth_date": f"{TODAY.year - 15}-01-03",
        "passenger_type": "unaccompanied_minor",
        "escort": "social",
        "ssr": ["UMNR"],
        "receiver": {"name": "Aunt Example", "relation": "aunt", "identity_number": "AB 1234-5"},
    }
    return a_person("uam", **(usual | changes))
