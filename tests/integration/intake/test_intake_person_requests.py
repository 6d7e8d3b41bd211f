"""Requests by right in the running service: recorded, on the radar, answered, and gone from it."""

import pytest

from services.chassis.errors import Conflict, Forbidden, Invalid
from tests.integration.intake.conftest import days

OFFICER = "privacy_officer"


def asked(place, person_id, right="access", **told):
    body = {"right": right, "person_id": person_id, "received_on": days(0)} | told
    return place.ask("record_person_request", role=OFFICER, body=body)


def ended(place):
    case = place.applied()
    return place.ask("withdraw_case", ref=case["case_ref"], body={"reason_code": "changed_mind"})


FORGOTTEN = "SELECT wrapped_key IS NULL FROM person_keys WHERE person_id = %s"


def an_ended_contact(place):
    told = {"agrees_to_be_recorded": True, "person": {"given_names": "Zêynab"}}
    usual = {"channel": "telephone", "language": "ar", "asked_on": days(0)}
    contact_id = place.ask("ask_advice", body=usual | told)["contact_id"]
    place.ask("end_contact", contact_id=contact_id, body={"outcome": "nothing"})
    return contact_id


def on_the_radar(place, method="rights_radar", role=OFFICER, **query):
    """Every page together, in pages of two."""
    found, after = [], None
    while True:
        more = {"after": after} if after else {}
        page = place.ask(method, role=role, query={"days": 40, "limit": 2} | query | more)
        found += page["items"]
        after = page["next"]
        if after is None:
            return found


def under_review(place):
    query = {"status": "review", "limit": 200}
    found = place.ask("retentions", role=OFFICER, query=query)["items"]
    return {one["case_ref"] for one in found}


def test_an_access_is_answered_after_the_export_and_not_before(timed):
    """R-DP-06: a refused attempt is no export."""
    person_id = timed.opened()["person_ids"][0]
    request_id = asked(timed, person_id)["request_id"]
    with pytest.raises(Forbidden):
        timed.ask("export_person", person_id=person_id)
    with pytest.raises(Conflict, match="Nothing was exported"):
        timed.ask("answer_person_request", role=OFFICER, request_id=request_id)
    timed.ask("export_person", role=OFFICER, person_id=person_id)
    done = timed.ask("answer_person_request", role=OFFICER, request_id=request_id)
    export = timed.ask("export_person", role=OFFICER, person_id=person_id)

    assert (done["status"], done["answer"], done["closed_on"]) == (
        "answered",
        "export_made",
        days(0),
    )
    assert [one["request_id"] for one in export["rows"]["person_requests"]] == [request_id]


def test_being_forgotten_answers_the_request_and_begins_an_erasure_that_is_pursued(timed):
    """R-DP-06, R-DP-04: each is on the radar with an owner until it is done."""
    case = ended(timed)
    (person_id,) = case["person_ids"]
    request = asked(timed, person_id, "erasure")
    before = {one["about"]: one for one in on_the_radar(timed)}
    erasure = timed.ask(
        "erase_person", role=OFFICER, person_id=person_id, body={"ground": "request"}
    )
    after = {one["about"]: one for one in on_the_radar(timed)}
    query = {"person_id": person_id, "status": "answered"}
    answered = timed.ask("person_requests", role=OFFICER, query=query)["items"]

    blip = before[request["request_id"]]
    assert (blip["source"], blip["owner"], blip["rule_id"]) == ("request", OFFICER, "R-DP-06")
    assert blip["breaks_on"] == request["due_on"]
    assert [one["answer"] for one in answered] == ["erased"]
    assert request["request_id"] not in after
    assert (after[erasure["erasure_id"]]["source"], after[erasure["erasure_id"]]["owner"]) == (
        "erasure",
        OFFICER,
    )


def test_only_who_sees_to_rights_sees_them_on_the_radar(timed):
    person_id = timed.opened()["person_ids"][0]
    request = asked(timed, person_id)
    of_staff = on_the_radar(timed, "radar", "counsellor", limit=200)
    of_supervisor = on_the_radar(timed, "radar", "supervisor", limit=3)
    keys = [(one["at"], one["source"], one["case_ref"], one["about"]) for one in of_supervisor]

    assert {one["source"] for one in of_staff} <= {"case", "alert"}
    assert request["request_id"] in {one["about"] for one in of_supervisor}
    assert keys == sorted(set(keys))
    with pytest.raises(Forbidden):
        timed.ask("rights_radar", query={})
    with pytest.raises(Invalid):
        timed.ask("rights_radar", role=OFFICER, query={"after": "nowhere"})


def test_what_is_overdue_stands_on_the_radar_under_the_supervisor(timed, wait_for):
    """R-DP-06, R-DP-04: a request, an erasure and a review of retention that nobody saw to."""
    case, kept = ended(timed), ended(timed)
    (person_id,) = case["person_ids"]
    request = asked(timed, timed.opened()["person_ids"][0])
    erasure = timed.ask(
        "erase_person", role=OFFICER, person_id=person_id, body={"ground": "retention"}
    )
    contact_id = an_ended_contact(timed)
    timed.ahead(33)

    def late():
        found = on_the_radar(timed, "radar", "supervisor", owner="supervisor", limit=50)
        return {one["about"]: one["source"] for one in found if one["overdue"]}

    expected = {request["request_id"]: "request", erasure["erasure_id"]: "erasure"}
    wait_for(lambda: expected.items() <= late().items(), 60)

    timed.ahead(740)
    wait_for(lambda: kept["case_ref"] in under_review(timed), 60)
    # R-DP-04: what led to no case is gone by then, by the daily round.
    wait_for(lambda: timed.database.value(FORGOTTEN, contact_id), 60)
    exported = timed.ask("export_contact", role=OFFICER, contact_id=contact_id)
    assert exported["rows"]["contacts"][0]["sealed_person"] is None
    timed.ahead(780)
    wait_for(lambda: late().get(kept["case_ref"]) == "retention", 60)
