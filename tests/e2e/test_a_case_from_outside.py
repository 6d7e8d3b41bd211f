"""Whole journeys of a case through the running system, over HTTP alone."""

from datetime import datetime, timedelta


def test_a_case_goes_from_the_application_to_the_closing(office, journey, a_case):
    journey.accepted(a_case())
    person_id = journey.at_the_gate_with_the_cash()
    movement = journey.movement
    path = f"/v1/movements/{movement['movement_id']}"

    office.set_clock(datetime.fromisoformat(movement["departs_at"]) + timedelta(minutes=5))
    boarded = {"outcome": "departed", "evidence": "border_notice", "at": journey.at()}
    office.post(f"{path}/boardings", "movement_officer", {"person_id": person_id} | boarded)
    journey.waits_to_become("departed")
    office.set_clock(datetime.fromisoformat(movement["arrives_at"]) + timedelta(minutes=30))
    arrived = {"person_id": person_id, "at": journey.at()}
    office.post(f"{path}/arrivals", "movement_officer", arrived)
    journey.waits_to_become("arrived")
    journey.allowance_becomes("settled")

    report = {"outcome": "not_carried_out", "feedback": "not_given"}
    journey.wait_for(
        lambda: (
            office.ask("POST", f"/v1/cases/{journey.ref}/final-report", "counsellor", report).ok
        ),
        30,
        "The final report was never accepted.",
    )
    journey.wait_for(
        lambda: office.ask("POST", f"/v1/cases/{journey.ref}/closure", "counsellor", {}).ok,
        30,
        "The case could not be closed.",
    )

    page = office.get(f"/v1/cases/{journey.ref}")
    assert (page["case"]["status"], page["case"]["outcome"]) == ("closed", "returned")
    assert page["movements"]["items"][-1]["status"] == "arrived"
    assert [one["status"] for one in page["movements"]["items"][-1]["bookings"]] == ["used"]
    told = [
        entry["type"]
        for entry in office.get(f"/v1/cases/{journey.ref}/timeline?limit=200")["items"]
    ]
    assert told[0] == "intake.case_opened"
    assert told[-1] == "intake.case_closed"


def test_a_withdrawal_at_the_gate_puts_everything_back(office, journey, a_case):
    journey.accepted(a_case(destination_airport="BSR"))
    journey.at_the_gate_with_the_cash()

    withdrawal = {"reason_code": "changed_mind"}
    office.post(f"/v1/cases/{journey.ref}/withdrawal", "counsellor", withdrawal)
    journey.allowance_becomes("return_due")
    allowance = office.one(f"/v1/allowances?case_ref={journey.ref}")
    office.post(f"/v1/allowances/{allowance['allowance_id']}/return", "movement_officer")
    journey.waits_to_become("withdrawn")

    assert [one["status"] for one in journey.movement["bookings"]] == ["cancelled"]
    assert journey.movement["status"] == "cancelled"
    assert office.one(f"/v1/entitlements?case_ref={journey.ref}")["status"] == "released"
    assert office.one(f"/v1/allowances?case_ref={journey.ref}")["status"] == "returned"
    balance = office.get("/v1/ledger/trial-balance", "auditor")["currencies"]
    assert [one["difference_minor"] for one in balance] == [0]
    late = office.ask("POST", f"/v1/cases/{journey.ref}/withdrawal", "counsellor", withdrawal)
    assert late.status_code == 409
    assert late.json()["code"] == "wrong-state"
