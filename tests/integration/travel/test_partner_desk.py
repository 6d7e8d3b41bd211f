"""What an agent may say: repeated, reused, unreadable, nonsensical, or in another's name."""

import json
from datetime import datetime, timedelta

import pytest
from amqp.exceptions import PreconditionFailed
from test_a_journey import booked
from travel_house import a_person
from travel_words import a_flight, an_offer, tickets

# An answer that has not left yet is not written down again.
UNSENT = "SELECT count(*) FROM outbox"
ACKNOWLEDGED = "schedule_change_acknowledged.v1"


def test_a_repeated_offer_is_taken_once(house, agents):
    cheap, _ = agents
    case_ref = house.accept(a_person())
    offer = an_offer(cheap.hear("quote_requested.v1"))

    event = cheap.say("quote_offered.v1", offer)
    cheap.send(json.dumps(event), f"{cheap.name}.quote_offered.v1")
    cheap.say("quote_offered.v1", offer | {"quote_reference": "Q-none"})

    rejected = cheap.hear("message_rejected.v1")["data"]
    assert rejected["code"] == "unknown_reference"
    assert len(house.movement(case_ref)["offers"]) == 1
    assert cheap.has_heard("message_rejected.v1") == 1


def test_an_id_that_is_used_twice_is_rejected_and_so_again(house, agents):
    cheap, _ = agents
    house.accept(a_person())
    offer = an_offer(cheap.hear("quote_requested.v1"))
    event = cheap.say("quote_offered.v1", offer)

    other = cheap.say("quote_offered.v1", offer | {"offer_reference": "O-x"}, id=event["id"])
    first = cheap.hear("message_rejected.v1")
    house.wait(lambda: house.database.value(UNSENT) == 0)
    cheap.send(json.dumps(other), f"{cheap.name}.quote_offered.v1")

    assert first["data"]["code"] == "id_reused"
    assert cheap.hear("message_rejected.v1", 2)["data"] == first["data"]
    assert cheap.hear("message_rejected.v1", 2)["id"] == first["id"]


@pytest.mark.parametrize(
    ("spoil", "code", "pointer"),
    [
        (lambda offer: offer.pop("price"), "invalid", "/data/price"),
        (
            lambda offer: offer["itinerary"][0].update(arrives_at="2020-01-01T00:00:00+01:00"),
            "invalid",
            "/data/itinerary/0/arrives_at",
        ),
        (
            lambda offer: offer["price"].update(total_minor=-5),
            "invalid",
            "/data/price/total_minor",
        ),
        (lambda offer: offer.update(quote_reference="Q-7"), "unknown_reference", ""),
    ],
)
def test_nonsense_is_rejected_with_its_place_and_kept(house, agents, spoil, code, pointer):
    cheap, _ = agents
    house.accept(a_person())
    offer = an_offer(cheap.hear("quote_requested.v1"))
    spoil(offer)

    event = cheap.say("quote_offered.v1", offer)

    rejected = cheap.hear("message_rejected.v1")["data"]
    assert (rejected["rejected_id"], rejected["code"]) == (event["id"], code)
    assert rejected["pointer"] == pointer
    kept = house.database.rows(
        "SELECT outcome, code, kept IS NOT NULL FROM partner_messages WHERE message_id = %s",
        event["id"],
    )
    assert kept == [("rejected", code, True)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("not json", "unreadable"),
        ("[1]", "unreadable"),
        ("{}", "invalid"),
        ("x" * 300_000, "too_large"),
    ],
)
def test_what_cannot_be_read_is_rejected_without_an_id(house, agents, body, code):
    cheap, _ = agents

    cheap.send(body, f"{cheap.name}.quote_offered.v1")

    rejected = cheap.hear("message_rejected.v1")["data"]
    assert (rejected["rejected_id"], rejected["code"]) == (None, code)


def test_a_source_that_is_not_the_sender_and_an_unknown_type_are_rejected(house, agents):
    cheap, dear = agents
    cheap.say("quote_refused.v1", {}, source=f"/agents/{dear.name}")
    cheap.say("party_invited.v1", {})

    codes = [cheap.hear("message_rejected.v1", nth)["data"]["code"] for nth in (1, 2)]

    assert codes == ["unauthorised", "unknown_type"]
    assert dear.has_heard("message_rejected.v1") == 0


def test_a_booking_of_another_agent_is_not_there(house, agents):
    cheap, dear = agents
    case_ref = house.accept(a_person())
    offer = an_offer(cheap.hear("quote_requested.v1"))
    cheap.say("quote_offered.v1", offer)
    dear.say("quote_offered.v1", an_offer(dear.hear("quote_requested.v1"), 70_000))
    order = cheap.hear("booking_requested.v1")

    dear.say("booking_confirmed.v1", tickets(order, offer))

    assert dear.hear("message_rejected.v1")["data"]["code"] == "unknown_reference"
    assert house.movement(case_ref)["status"] == "booking"


def test_the_broker_does_not_let_an_agent_sign_as_another(house, agents):
    cheap, dear = agents
    producer = cheap._connection.Producer(cheap._connection.channel())  # noqa: SLF001
    producer.publish(
        "{}", exchange="travel.from-agents", routing_key=f"{cheap.name}.x", user_id=dear.name
    )

    with pytest.raises(PreconditionFailed):
        cheap._connection.drain_events(timeout=5)  # noqa: SLF001


def test_a_wrong_check_digit_on_a_ticket_is_rejected(house, agents):
    cheap, dear = agents
    case_ref = house.accept(a_person())
    offer = an_offer(cheap.hear("quote_requested.v1"))
    cheap.say("quote_offered.v1", offer)
    dear.say("quote_offered.v1", an_offer(dear.hear("quote_requested.v1"), 70_000))
    confirmed = tickets(cheap.hear("booking_requested.v1"), offer)
    right = confirmed["tickets"][0]["ticket_number"]
    confirmed["tickets"][0]["ticket_number"] = right[:12] + str((int(right[12]) + 1) % 10)

    cheap.say("booking_confirmed.v1", confirmed)

    rejected = cheap.hear("message_rejected.v1")["data"]
    assert rejected["pointer"] == "/data/tickets/0/ticket_number"
    assert house.movement(case_ref)["status"] == "booking"


def test_a_moved_flight_is_recorded_acknowledged_once_and_told(house, agents):
    cheap, _ = agents
    case_ref = house.accept(a_person())
    order, offer = booked(house, agents, case_ref)
    first, last = offer["itinerary"]
    later = a_flight("IST", "BGW", a_moment(last["departs_at"], 3), 3)
    notice = {
        "booking_reference": order["data"]["booking_reference"],
        "notice_reference": "S-1",
        "removed_segments": [last],
        "added_segments": [later],
        "options": ["accept", "refund"],
        "answer_by": first["departs_at"],
    }

    event = cheap.say("schedule_changed.v1", notice)
    answer = cheap.hear(ACKNOWLEDGED)
    house.wait(lambda: house.database.value(UNSENT) == 0)
    cheap.send(json.dumps(event), f"{cheap.name}.schedule_changed.v1")

    assert answer["data"]["answer"] == "accept"
    assert cheap.hear(ACKNOWLEDGED, 2)["id"] == answer["id"]
    [changed] = house.told("movement_changed", case_ref)
    assert changed["what"] == ["arrival", "reception", "document_validity", "transit"]


def test_a_flight_to_another_country_is_an_officers_to_decide_and_never_accepted(house, agents):
    cheap, _ = agents
    case_ref = house.accept(a_person())
    order, offer = booked(house, agents, case_ref)
    last = offer["itinerary"][-1]
    notice = {
        "booking_reference": order["data"]["booking_reference"],
        "notice_reference": "S-9",
        "removed_segments": [last],
        "added_segments": [last | {"destination": "THR"}],
        "options": ["accept"],
        "answer_by": last["departs_at"],
    }

    cheap.say("schedule_changed.v1", notice)

    movement = house.movement(case_ref, "rules_broken")
    assert movement["broken_rules"] == [{"rule": "route", "sentence": "It goes from AMS to THR."}]
    assert "route" in movement["waits_for"]
    assert movement["schedule_changes"][0]["answer"] == "undecided"
    house.ask("rebook_movement", movement_id=movement["movement_id"])
    cheap.hear("cancellation_requested.v1")
    cheap.hear("quote_requested.v1", 2)
    assert cheap.has_heard(ACKNOWLEDGED) == 0


def a_moment(text, hours):
    return datetime.fromisoformat(text) + timedelta(hours=hours)
