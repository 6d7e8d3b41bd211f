"""Two users and every call of travel: who may see a case is what intake tells."""

from datetime import UTC, datetime, timedelta

import pytest
from travel_house import FIRST_DAY, LAST_DAY, a_person

from infra.local.waiting import wait_until
from services.chassis.errors import NotFound
from services.chassis.ids import new_id
from tests.two_users import ASSIGNED, OUTSIDER, counsellor, is_hidden, lists, ways

PATIENCE = 30.0


def tell_assigned(house, case_ref, staff_id):
    said = {"case_ref": case_ref, "assignment_id": new_id(), "staff_id": staff_id}
    house.tell("intake", "case_assigned", assigned_at=datetime.now(UTC).isoformat(), **said)


def sees(house, case_ref, subject):
    try:
        ask(house, "movements_of_case", subject, ref=case_ref)
    except NotFound:
        return False
    return True


def ask(house, method, subject, **kwargs):
    return house.client.call("travel", method, kwargs, principal=counsellor(subject))[0]


@pytest.fixture(scope="module")
def things(open_house):
    case_ref = open_house.accept(a_person())
    movement = open_house.movement(case_ref)
    tell_assigned(open_house, case_ref, ASSIGNED.upper())
    open_house.wait(lambda: sees(open_house, case_ref, ASSIGNED))
    return {"ref": case_ref, "movement_id": movement["movement_id"]}


@pytest.mark.parametrize("way", ways("travel"), ids=str)
def test_who_is_not_assigned_is_told_what_is_told_of_nothing(house, things, way):
    """R-DP-03."""
    hidden = way.refusal(house.client, OUTSIDER, things[way.argument], things)

    assert is_hidden(hidden, way)
    assert hidden == way.refusal(house.client, OUTSIDER, new_id(), things)


@pytest.mark.parametrize("way", ways("travel"), ids=str)
def test_who_is_assigned_is_let_through(house, things, way):
    """R-DP-03."""
    assert not is_hidden(way.refusal(house.client, ASSIGNED, things[way.argument], things), way)


@pytest.mark.parametrize("method", lists("travel"))
def test_a_list_shows_ones_own_cases_alone(house, things, method):
    """R-DP-03."""
    query = {"limit": 200}
    mine = ask(house, method, ASSIGNED, query=query)["items"]

    assert {one["case_ref"] for one in mine} == {things["ref"]} or method == "hidden_movements"
    assert ask(house, method, OUTSIDER, query=query)["items"] == []


def test_the_journey_of_an_expert_is_shown_to_nobody_who_goes_by_case(house):
    assignment_id = new_id()
    person = a_person()
    house.tell(
        "expert_deployment",
        "assignment_travel_needed",
        assignment_id=assignment_id,
        **a_journey_of(house, person),
    )
    query = {"assignment_id": assignment_id, "limit": 5}
    house.wait(lambda: house.ask("movements", query=query)["items"])
    (movement,) = house.ask("movements", query=query)["items"]

    with pytest.raises(NotFound):
        ask(house, "movement", ASSIGNED, movement_id=movement["movement_id"])
    assert ask(house, "movements", ASSIGNED, query=query)["items"] == []


def a_journey_of(house, person):
    return {
        "person_id": person["fact"]["person_id"],
        "destination_country": "IQ",
        "destination_airport": "BGW",
        "origin_airport": "AMS",
        "not_before": FIRST_DAY.isoformat(),
        "not_after": LAST_DAY.isoformat(),
        "travellers": [person["fact"]],
        "sealed_for_travel": house.seal(person["sealed"]),
    }


def test_who_was_released_is_shut_out_in_whatever_order_it_is_told(house):
    """R-DP-03: facts of two names have two queues, so the second may be handled first."""
    case_ref = house.accept(a_person())
    said = {"case_ref": case_ref, "assignment_id": new_id(), "staff_id": OUTSIDER}
    now = datetime.now(UTC).isoformat()
    house.tell("intake", "case_released", released_at=now, **said)
    counted = "SELECT count(*) FROM access_grants WHERE grant_id = %s"
    house.wait(lambda: house.database.value(counted, said["assignment_id"]) == 1)
    house.tell("intake", "case_assigned", assigned_at=now, **said)
    tell_assigned(house, case_ref, ASSIGNED)
    wait_until(lambda: sees(house, case_ref, ASSIGNED), PATIENCE, "It was never told.")
    house.wait(lambda: house.database.value("SELECT count(*) FROM held_messages") == 0)

    assert not sees(house, case_ref, OUTSIDER)


def test_access_in_an_emergency_ends_by_itself(house):
    """R-DP-03."""
    case_ref = house.accept(a_person())
    ends_at = datetime.now(UTC) + timedelta(hours=12)
    said = {"case_ref": case_ref, "access_id": new_id(), "staff_id": OUTSIDER}
    house.tell("intake", "emergency_access_given", ends_at=ends_at.isoformat(), **said)
    house.wait(lambda: sees(house, case_ref, OUTSIDER))
    house.set_clock(24 * 3600)

    house.wait(lambda: not sees(house, case_ref, OUTSIDER))
