"""A departure from detention in the running service."""

import pytest

from services.chassis.errors import Conflict
from tests.integration.intake.conftest import a_person, days

DETAINED = {"asked_by": "call", "place": "Zeist", "term_months": 6}


def detained(place, case):
    body = DETAINED | {"asked_on": days(-3), "order_date": days(-20)}
    return place.ask("record_detention", ref=case["case_ref"], body=body)


def test_a_departure_from_detention_is_told_to_whom_must_know(place, wait_for):
    """R-DET-01, R-DET-02, R-DET-03."""
    case = place.opened(kind="return_from_detention")
    ref = case["case_ref"]
    with pytest.raises(Conflict, match="R-DET-01"):
        place.sign(ref)
    detained(place, case)
    place.sign(ref)
    place.clear(ref)
    assert place.ask("accept_case", ref=ref)["status"] == "accepted"
    times = {"departs_at": f"{days(20)}T08:00:00+01:00", "arrives_at": f"{days(20)}T15:00:00+03:00"}
    fact = {"movement_id": f"m-{ref}", "case_ref": ref, "person_ids": case["person_ids"]}
    place.hears("travel", "movement_booked", fact | times)
    wait_for(lambda: place.status(ref) == "booked")

    place.ask("announce_booking", ref=ref, body={"to": "DT&V"})
    case = place.ask("announce_booking", ref=ref, body={"to": "DJI"})
    shown = place.ask("detention_of_case", ref=ref)

    assert (case["status"], case["waits_for"]) == ("announced", "the departure")
    assert (shown["place"], [one["to"] for one in shown["told"]]) == ("Zeist", ["DT&V", "DJI"])
    assert place.ask("detention_of_case", ref=ref, role="auditor")["place"] is None


def test_a_minor_in_detention_reaches_the_timeline_at_once(place, wait_for):
    """R-DET-04."""
    child = a_person(relation="child", birth_date=days(-3000))
    ref = place.opened(a_person(), child, kind="return_from_detention")["case_ref"]

    def told():
        items = place.ask("timeline_of_case", ref=ref, query={})["items"]
        return [item["sentence"] for item in items if item["type"] == "intake.alert_raised"]

    wait_for(lambda: told() and "supervisor must act" in told()[0])
