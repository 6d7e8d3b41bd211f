"""Deadlines in the running service: the clock is moved, nobody waits."""

import json
from datetime import timedelta

import pytest

from infra.local.bench import running
from tests.integration.intake.conftest import Place, a_person, days


@pytest.fixture(scope="module")
def timed(stack, database, broker, keys, tmp_path_factory):
    """Intake with a clock of its own; `ahead(days)` moves it."""
    clock = tmp_path_factory.mktemp("clock") / "clock"
    clock.write_text(json.dumps({"offset_seconds": 0}))
    intake = database("intake")
    settings = {
        "HOMEWARD_DB_INTAKE": intake.uri,
        "HOMEWARD_AMQP_URI": broker.amqp_uri,
        "HOMEWARD_KEYS_DIR": str(keys),
        "HOMEWARD_CLOCK_FILE": str(clock),
    }
    process = running.a_service(stack, "intake", settings, None)
    place = Place(intake, broker, process, keys)
    place.ahead = lambda count: clock.write_text(
        json.dumps({"offset_seconds": timedelta(days=count).total_seconds()})
    )
    try:
        process.wait_until_ready()
        yield place
    finally:
        place.close()
        process.close()


def test_when_the_ind_stays_silent_the_supervisor_must_act(timed, wait_for):
    """R-REAN-13; the clock of the answer is a setting."""
    ref = timed.applied(a_person(), not_after=days(200))["case_ref"]
    timed.ask("decide_eligibility", ref=ref)
    asked = timed.ask("request_clearance", ref=ref)
    assert (asked["owner"], asked["overdue"]) == ("IND", False)

    timed.ahead(15)
    wait_for(lambda: timed.ask("case", ref=ref)["owner"] == "supervisor", 20)
    timed.ahead(29)

    def told():
        items = timed.ask("timeline_of_case", ref=ref, query={})["items"]
        return [item["sentence"] for item in items]

    late = "Four weeks after the application nothing is booked: other."
    wait_for(lambda: late in told(), 20)
    assert "The IND let a deadline pass: the answer of the IND." in told()
    answer = {"outcome": "granted", "answered_on": days(29)}
    granted = timed.ask("answer_clearance", ref=ref, body=answer)
    assert (granted["status"], granted["owner"]) == ("cleared", "counsellor")
    assert timed.ask("accept_case", ref=ref)["status"] == "accepted"
