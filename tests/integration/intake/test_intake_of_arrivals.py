"""People who come to the Netherlands, in the running service."""

import pytest

from services.chassis.errors import Conflict
from services.chassis.ids import new_id
from tests.integration.intake.conftest import a_person, days

TO_US = {"destination_country": "NL", "destination_airport": "AMS", "origin_airport": "NBO"}
SPONSOR = {"name": f"Sponsor{new_id()[-8:]}", "relation": "husband"}


def ordered(place, service="journey"):
    case = place.opened(kind="family_reunification", **TO_US)
    body = {"service": service, "ordered_on": days(0), "sponsor": SPONSOR}
    return place.ask("order_journey", ref=case["case_ref"], body=body)


def test_a_family_is_reunited_and_its_account_settled(place, wait_for):
    """R-FAM-01, R-FAM-04, R-FAM-05."""
    case = ordered(place)
    ref = case["case_ref"]
    visa = {"notice_on": days(-30), "issued_on": days(-2)}
    place.ask("record_visa", ref=ref, person_id=case["person_ids"][0], body=visa)
    lines = [{"kind": "ticket", "amount_minor": 80000}]
    place.ask("make_estimate", ref=ref, body={"lines": lines})
    paid = {"amount_minor": 80000, "on": days(0), "reference": "BANK-1"}
    assert place.ask("receive_money", ref=ref, body=paid)["status"] == "cleared"
    place.sign(ref)
    assert place.ask("accept_case", ref=ref)["status"] == "accepted"
    cost = {"cost_id": new_id(), "kind": "ticket", "amount_minor": 71000, "currency": "EUR"}
    journey = {"case_ref": ref, "movement_id": f"m-{ref}", "assignment_id": None}
    place.hears("travel", "travel_cost_recorded", journey | cost)
    place.flies(case, days(0))
    wait_for(lambda: place.status(ref) == "arrived")
    wait_for(lambda: place.ask("order_of_case", ref=ref)["statement"]["actual_minor"] == 71000)

    place.ask("state_account", ref=ref)
    back = paid | {"amount_minor": 9000}
    assert place.ask("refund_money", ref=ref, body=back)["status"] == "accounted"
    closed = place.ask("close_case", ref=ref, body={})

    assert (closed["status"], closed["outcome"]) == ("closed", "reunited")
    assert place.ask("order_of_case", ref=ref)["sponsor"]["name"] == SPONSOR["name"]
    assert place.ask("order_of_case", ref=ref, role="auditor")["sponsor"] is None


def test_advice_alone_closes_the_case(place):
    """R-FAM-02."""
    assert ordered(place, "consultation")["outcome"] == "advised"


def test_a_cost_of_an_experts_journey_is_told_and_charged_to_nobody(place, wait_for):
    assignment = f"a-{new_id()}"
    cost = {"cost_id": new_id(), "kind": "ticket", "amount_minor": 1, "currency": "EUR"}
    journey = {"case_ref": None, "movement_id": "m-x", "assignment_id": assignment}
    place.hears("travel", "travel_cost_recorded", journey | cost)

    count = "SELECT count(*) FROM timeline_entries WHERE about = %s"
    wait_for(lambda: place.database.value(count, assignment) == 1)


def nominated(place, *persons):
    case = place.opened(*persons, kind="resettlement", **TO_US)
    body = {"entry": "mission", "sub_quota": "emergency", "nominated_on": days(-200)}
    return place.ask("nominate", ref=case["case_ref"], body=body)


def selected(place, ref, **more):
    place.ask("interview_family", ref=ref, body={"interviewed_on": days(-150)})
    body = {"outcome": "accepted", "decided_on": days(0)} | more
    return place.ask("select_family", ref=ref, body=body)


def used(place):
    counters = place.ask("quotas", query={})["items"]
    return {one["sub_quota"]: one["used"] for one in counters}


def test_a_nominated_family_reaches_its_municipality(place, wait_for):
    """R-RES-01 to R-RES-05."""
    before = used(place)
    case = nominated(place)
    ref, person_id = case["case_ref"], case["person_ids"][0]
    assert case["status"] == "nominated"
    assert selected(place, ref)["status"] == "selected"
    assert used(place)["emergency"] == before["emergency"] + 1
    examined = {"examined_on": days(-20), "fit": True}
    place.ask("record_examination", ref=ref, person_id=person_id, body=examined)
    visa = {"kind": "visa", "valid_until": days(300)}
    place.ask("record_entry_visa", ref=ref, person_id=person_id, body=visa)
    place.ask("record_exit_permit", ref=ref, body={"required": False})
    for number in (3, 1, 2):
        body = {"number": number, "ended_on": days(-9)}
        case = place.ask("train_family", ref=ref, body=body)
    assert case["status"] == "cleared"
    place.ask("assign_municipality", ref=ref, body={"municipality": "Delft"})
    place.sign(ref)
    assert place.ask("accept_case", ref=ref)["status"] == "accepted"
    place.flies(case, days(-1))
    wait_for(lambda: place.status(ref) == "arrived")

    at = f"{days(-1)}T02:30:00+01:00"
    assert place.ask("hand_over_family", ref=ref, body={"at": at})["status"] == "handed_over"

    shown = place.ask("nomination_of_case", ref=ref)
    assert (shown["municipality"], shown["examinations"]) == ("Delft", None)
    assert place.ask("close_case", ref=ref, body={})["outcome"] == "resettled"


def test_a_quota_that_is_full_takes_a_supervisor_with_a_reason(place):
    """R-RES-02."""
    many = [a_person()] + [a_person(relation="child", birth_date=days(-3000)) for _ in range(11)]
    refs = [nominated(place, *many)["case_ref"] for _ in range(2)]
    selected(place, refs[0])
    with pytest.raises(Conflict, match="R-RES-02"):
        selected(place, refs[1])
    place.ask("withdraw_case", ref=refs[0], body={"reason_code": "family"})
    assert selected(place, refs[1])["status"] == "selected"
