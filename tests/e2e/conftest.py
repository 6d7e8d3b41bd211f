"""An office that asks the running system over HTTP, as the apps of caseworkers would."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import requests

from infra.local.waiting import wait_until
from services.chassis.clock import LOOK_EVERY_SECONDS, Clock, set_offset

ANSWERS_WITHIN_SECONDS = 15


class Office:
    """Everybody who works there; each role is another person."""

    def __init__(self, system):
        self.system = system
        self._tokens = {}

    def token(self, role):
        if role not in self._tokens:
            self._tokens[role] = self.system.token(role, f"{role}@example.org")
        return self._tokens[role]

    def ask(self, method, path, role, body=None, **headers):
        """Ask once, and return whatever is answered."""
        said = {"Authorization": f"Bearer {self.token(role)}"}
        if method == "POST":
            said["Idempotency-Key"] = str(uuid4())
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return requests.request(
            method,
            self.system.url + path,
            json=body,
            headers=said | named,
            timeout=ANSWERS_WITHIN_SECONDS,
        )

    def get(self, path, role="supervisor"):
        answer = self.ask("GET", path, role)
        assert answer.ok, answer.text
        return answer.json()

    def post(self, path, role, body=None):
        answer = self.ask("POST", path, role, body if body is not None else {})
        assert answer.ok, f"{path}: {answer.text}"
        return answer.json()

    def one(self, path, role="supervisor"):
        """The last thing of a collection, or nothing."""
        items = self.get(path, role)["items"]
        return items[-1] if items else None

    def set_clock(self, moment):
        """As `homeward clock set` does, without a process for it."""
        set_offset(self.system.home / "clock", moment - datetime.now(UTC))
        # Each process looks at the clock so often; what is entered sooner lies in its future.
        seen_at = time.monotonic() + 2 * LOOK_EVERY_SECONDS
        wait_until(lambda: time.monotonic() >= seen_at, 5, "Time stood still.")

    def now(self):
        return Clock(self.system.home / "clock").now()


FACTS = {
    "means_minor": 0,
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


@pytest.fixture(scope="session")
def office(system):
    working = Office(system)
    yield working
    system.homeward("clock", "reset")


@pytest.fixture
def a_case(office):
    """Build the body of a new case; name only what matters to the test."""

    def build(**changes):
        today = office.now().date()
        person = {
            "relation": "applicant",
            "given_names": f"Amina{uuid4().hex[:10]}",
            "family_name": f"Exampla {uuid4().hex[:10]}",
            "birth_date": "1991-04-17",
            "sex": "F",
            "nationalities": ["IQ"],
            "document": {
                "kind": "passport",
                "number": f"E{uuid4().hex[:9].upper()}",
                "issuing_country": "IQ",
                "expires_on": str(today + timedelta(days=1500)),
            },
            "previous_departures": [],
            "permits": [],
        }
        return {
            "destination_country": "IQ",
            "destination_airport": "EBL",
            "not_before": str(today + timedelta(days=8)),
            "not_after": str(today + timedelta(days=26)),
            "persons": [person],
            "facts": FACTS,
        } | changes

    return build


@pytest.fixture
def journey(office, wait_for):
    """Carry a case along the road that most cases take."""
    return Journey(office, wait_for)


class Journey:
    def __init__(self, office, wait_for):
        self.office = office
        self.wait_for = wait_for
        self.ref = ""

    def accepted(self, body):
        """From the first talk to the acceptance."""
        self.ref = self.office.post("/v1/cases", "counsellor", body)["case_ref"]
        today = str(self.office.now().date())
        signature = {"signed_on": today, "language": "en"}
        for verb, said in (
            (
                "application",
                {
                    "signed_on": today,
                    "departure_request": signature,
                    "data_exchange_consent": signature,
                },
            ),
            ("eligibility-decision", {}),
            ("clearance-request", {}),
            (
                "clearance-answer",
                {"outcome": "granted", "answered_on": today, "reference": "IND-E2E"},
            ),
            ("acceptance", {}),
        ):
            self.office.post(f"/v1/cases/{self.ref}/{verb}", "counsellor", said)
        return self.ref

    def waits_to_become(self, status):
        path = f"/v1/cases/{self.ref}/waits"
        self.wait_for(lambda: self.office.get(path)["status"] == status, 60, f"{status} never came")

    @property
    def movement(self):
        found = self.office.one(f"/v1/movements?case_ref={self.ref}")
        return self.office.get(f"/v1/movements/{found['movement_id']}")

    def at_the_gate_with_the_cash(self):
        """On the day of departure: declared, and the allowance paid."""
        self.waits_to_become("booked")
        movement = self.movement
        departs_at = datetime.fromisoformat(movement["departs_at"])
        self.office.set_clock(departs_at - timedelta(hours=2))
        (passenger,) = movement["passengers"]
        self.gets_the_letter()
        path = f"/v1/movements/{movement['movement_id']}/declarations"
        said = {"person_id": passenger["person_id"], "signed_at": self.at()}
        self.office.post(path, "movement_officer", said)
        self.allowance_becomes("payable")
        allowance = self.office.one(f"/v1/allowances?case_ref={self.ref}")
        self.office.post(
            f"/v1/allowances/{allowance['allowance_id']}/payment",
            "movement_officer",
            {"received_by": "self", "paid_at": self.at()},
        )
        return passenger["person_id"]

    def gets_the_letter(self):
        """R-AVRR-09: the amount and whom to call, in writing, before anybody leaves."""
        offered = f"/v1/cases/{self.ref}/letters-offered"

        def is_due():
            kinds = {one["kind"] for one in self.office.get(offered, "counsellor")["items"]}
            return "reintegration" in kinds

        self.wait_for(is_due, 60, "no money was ever held")
        contact = {"office": "IOM Iraq, Baghdad", "telephone": "+964 000 000 0000"}
        letter = {"kind": "reintegration", "contact": contact}
        self.office.post(f"/v1/cases/{self.ref}/letters", "counsellor", letter)
        self.wait_for(lambda: self.movement["owner"] == "movement_officer", 60)

    def allowance_becomes(self, status):
        path = f"/v1/allowances?case_ref={self.ref}"
        self.wait_for(lambda: (self.office.one(path) or {}).get("status") == status, 60)

    def at(self):
        return self.office.now().astimezone(UTC).isoformat()
