"""Twelve months after arrival: the follow-up falls due, and what was not spent lapses."""

import json

import pytest

from services.chassis.errors import Conflict, NotFound

YEAR_SECONDS = 370 * 24 * 3600


@pytest.fixture
def clock(tmp_path):
    """A clock that the test can set forward."""
    file = tmp_path / "clock"
    file.write_text(json.dumps({"offset_seconds": 0}))
    return file


@pytest.fixture
def place(ground, service, clock):
    service(
        "reintegration",
        database=ground.database,
        broker=ground.broker,
        HOMEWARD_CLOCK_FILE=clock,
    )
    return ground


def status_of(place, method, ref):
    items = place.ask(method, query={"case_ref": ref, "limit": 50})["items"]
    return items[0]["status"] if items else None


def test_after_a_year_the_follow_up_is_due_and_the_rest_lapses(place, clock, wait_for):
    ref = "NL-2026-000040-0"
    place.accept(ref)
    wait_for(lambda: status_of(place, "entitlements", ref) == "reserved")
    plan = place.ask("draft_plan", body={"case_ref": ref, "person_id": "p-1", "cash_minor": 500})
    place.ask("agree_plan", plan_id=plan["plan_id"])
    with pytest.raises(Conflict, match="after arrival"):
        place.ask("review_plan", plan_id=plan["plan_id"])
    with pytest.raises(NotFound):
        place.ask("final_report", ref=ref)
    place.travels("person_departed", ref)
    place.travels("person_arrived", ref)
    wait_for(lambda: status_of(place, "entitlements", ref) == "in_reintegration")
    assert status_of(place, "allowances", ref) == "released"
    assert status_of(place, "follow_ups", ref) == "scheduled"

    clock.write_text(json.dumps({"offset_seconds": YEAR_SECONDS}))

    wait_for(lambda: status_of(place, "follow_ups", ref) == "due", seconds=20)
    wait_for(lambda: status_of(place, "plans", ref) == "lapsed", seconds=20)
    held = "SELECT sum(credit_minor - debit_minor) FROM ledger_entries WHERE case_ref = %s"
    held += " AND account LIKE 'reserved_%%'"
    assert place.database.value(held, ref) == 0
    wait_for(lambda: "follow_up_due" in place.said(ref))
    spoken = {"mode": "phone", "interviewed_on": "2027-12-01"}
    follow_up = place.ask("follow_ups", query={"case_ref": ref, "limit": 50})["items"][0]
    recorded = place.ask("record_follow_up", follow_up_id=follow_up["follow_up_id"], body=spoken)
    assert (recorded["status"], recorded["months_since_return"]) == ("recorded", 12)
    report = place.ask(
        "file_final_report", ref=ref, body={"outcome": "not_carried_out", "feedback": "not_given"}
    )
    assert (report["spent_minor"], report["lapsed_minor"]) == (0, 261_500)
    wait_for(lambda: status_of(place, "entitlements", ref) == "completed")
