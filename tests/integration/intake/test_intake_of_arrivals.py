"""People who come to the Netherlands, in the running service."""

from services.chassis.ids import new_id
from tests.integration.intake.conftest import days

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
