"""A person is forgotten by the travel agents too: over the real broker, and by their programs."""

from datetime import timedelta

from test_a_journey import booked
from travel_house import TODAY, a_person

from services.chassis.callers.identity import Principal
from services.chassis.ids import new_id

OFFICER = Principal("p.officer", frozenset({"privacy_officer"}), frozenset({"travel:rights:read"}))
WEEK = timedelta(days=7)


def erased(house, case_ref, person_id):
    erasure_id = new_id()
    house.tell(
        "intake",
        "person_erased",
        case_ref=case_ref,
        person_id=person_id,
        erasure_id=erasure_id,
        acknowledge_by=(TODAY + timedelta(days=30)).isoformat(),
    )
    return erasure_id


def at_agents(house, case_ref):
    asked = {"query": {"limit": 200}}
    found = house.client.call("travel", "agent_erasures", asked, principal=OFFICER)[0]
    return [one for one in found["items"] if one["case_ref"] == case_ref]


def test_an_agent_that_booked_is_asked_and_its_word_is_passed_on(house, agents):
    person = a_person()
    case_ref, person_id = house.accept(person), person["fact"]["person_id"]
    order, _ = booked(house, agents, case_ref)
    cheap, dear = agents
    shown = house.client.call(
        "travel", "export_person", {"person_id": person_id}, principal=OFFICER
    )[0]
    assert {"travellers", "bookings", "ticket_numbers"} <= set(shown["rows"])
    assert len(shown["rows"]["ticket_numbers"]) == 1
    erasure_id = erased(house, case_ref, person_id)

    asked = cheap.hear("erasure_requested.v1")["data"]
    assert asked["bookings"] == [
        {
            "booking_reference": order["data"]["booking_reference"],
            "passenger_references": ["P1"],
        }
    ]
    [ours] = house.told("erasure_acknowledged", case_ref)
    assert (ours["by"], ours["awaits"]) == ("travel", [cheap.name])
    assert not dear.has_heard("erasure_requested.v1")
    [line] = at_agents(house, case_ref)
    assert (line["status"], line["owner"], line["overdue"]) == ("asked", "agent", False)

    cheap.say(
        "erasure_confirmed.v1",
        {
            "erasure_reference": asked["erasure_reference"],
            "erased_at": "2026-11-24T10:00:00Z",
        },
    )
    both = house.told("erasure_acknowledged", case_ref, 2)
    assert {one["by"] for one in both} == {"travel", cheap.name}
    assert {one["erasure_id"] for one in both} == {erasure_id}
    assert at_agents(house, case_ref)[0]["status"] == "confirmed"


def test_a_silent_agent_is_asked_again_after_a_week(house, agents):
    person = a_person()
    case_ref = house.accept(person)
    booked(house, agents, case_ref)
    erased(house, case_ref, person["fact"]["person_id"])
    first = agents[0].hear("erasure_requested.v1")

    house.set_clock(WEEK.total_seconds() + 60)
    again = agents[0].hear("erasure_requested.v1", 2)

    assert (first["id"] != again["id"], first["data"]) == (True, again["data"])
