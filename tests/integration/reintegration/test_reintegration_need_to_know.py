"""Two users and every call of reintegration: who may see a case is what intake tells."""

import pytest

from services.chassis.errors import NotFound
from services.chassis.ids import new_id
from tests.two_users import ASSIGNED, OUTSIDER, counsellor, is_hidden, lists, ways

REF = "NL-2026-000077-0"


def ask(place, method, subject, **kwargs):
    return place.client.call("reintegration", method, kwargs, principal=counsellor(subject))[0]


def sees(place, subject):
    try:
        ask(place, "entitlement_of_case", subject, ref=REF)
    except NotFound:
        return False
    return True


@pytest.fixture
def things(place, wait_for):
    """A case of the assigned with its money, a plan and a follow-up."""
    place.accept(REF)
    said = {"case_ref": REF, "assignment_id": "a-77", "staff_id": ASSIGNED}
    place.hears("intake", "case_assigned", said | {"assigned_at": "2026-11-24T09:00:00+00:00"})
    wait_for(lambda: sees(place, ASSIGNED))
    plans = ask(place, "plans", ASSIGNED, query={"limit": 5})["items"]
    if not plans:
        draft = {"case_ref": REF, "person_id": "p-1"}
        plans = [ask(place, "draft_plan", ASSIGNED, body=draft)]
        place.travels("person_departed", REF)
        place.travels("person_arrived", REF)
    counted = "SELECT count(*) FROM follow_ups WHERE case_ref = %s"
    wait_for(lambda: place.database.value(counted, REF) == 1)
    first = {name: ask(place, name, ASSIGNED, query={"limit": 5})["items"][0] for name in OWN}
    return {
        "ref": REF,
        "case_ref": REF,
        "person_id": "p-1",
        "plan_id": plans[0]["plan_id"],
        "entitlement_id": first["entitlements"]["entitlement_id"],
        "allowance_id": first["allowances"]["allowance_id"],
        "follow_up_id": first["follow_ups"]["follow_up_id"],
    }


OWN = ("entitlements", "allowances", "follow_ups")
# Finance makes payments, and finance goes by function: no counsellor's scope leads to one.
WAYS = [way for way in ways("reintegration") if way.argument != "payment_id"]


def test_who_is_not_assigned_is_told_what_is_told_of_nothing(place, things):
    """R-DP-03."""
    assert len(WAYS) > 10
    for way in WAYS:
        hidden = way.refusal(place.client, OUTSIDER, things[way.argument], things)
        assert is_hidden(hidden, way), way
        assert hidden == way.refusal(place.client, OUTSIDER, new_id(), things), way


def test_who_is_assigned_is_let_through(place, things):
    """R-DP-03."""
    for way in WAYS:
        refusal = way.refusal(place.client, ASSIGNED, things[way.argument], things)
        assert not is_hidden(refusal, way), way


def test_a_list_shows_ones_own_cases_alone(place, things):
    """R-DP-03."""
    for method in lists("reintegration"):
        mine = ask(place, method, ASSIGNED, query={"limit": 200})["items"]
        assert {one["case_ref"] for one in mine} == {things["ref"]} or method == "payments"
        assert ask(place, method, OUTSIDER, query={"limit": 200})["items"] == []
