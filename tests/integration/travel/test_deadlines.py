"""Silence has an end: agents are asked again, offers are chosen without them, people are told."""

from travel_house import a_person
from travel_words import an_offer, tickets

HOUR = 3600


def ordered(house, agents):
    cheap, dear = agents
    case_ref = house.accept(a_person())
    cheap.say("quote_offered.v1", an_offer(cheap.hear("quote_requested.v1"), minutes=6000))
    dear.say("quote_offered.v1", an_offer(dear.hear("quote_requested.v1"), 70_000))
    return case_ref, cheap.hear("booking_requested.v1")


def test_an_agent_that_never_answers_does_not_hold_the_choice(house, agents):
    cheap, _ = agents
    case_ref = house.accept(a_person())
    cheap.say("quote_offered.v1", an_offer(cheap.hear("quote_requested.v1"), minutes=6000))
    house.wait(lambda: house.movement(case_ref)["offers"])

    house.set_clock(5 * HOUR)

    assert house.movement(case_ref, "booking")["agent"] == cheap.name
    statuses = [one["status"] for one in house.movement(case_ref)["quote_requests"]]
    assert sorted(statuses) == ["offered", "silent"]


def test_when_nobody_answers_in_time_an_officer_decides_and_late_offers_are_refused(house, agents):
    cheap, _ = agents
    case_ref = house.accept(a_person())
    asked = cheap.hear("quote_requested.v1")
    house.set_clock(5 * HOUR)
    movement = house.movement(case_ref, "no_offer")

    cheap.say("quote_offered.v1", an_offer(asked, minutes=6000))

    assert cheap.hear("message_rejected.v1")["data"]["code"] == "wrong_state"
    assert movement["owner"] == "movement_officer"


def test_a_silent_agent_is_reminded_and_then_an_officer_is_told_once(house, agents):
    cheap, _ = agents
    case_ref, order = ordered(house, agents)
    house.set_clock(5 * HOUR)
    again = cheap.hear("booking_requested.v1", 2)
    assert again["data"] == order["data"]
    assert again["id"] != order["id"]

    house.set_clock(9 * HOUR)

    [stuck] = house.told("movement_stuck", case_ref)
    assert (stuck["waits_for"], stuck["owner"]) == ("the agent's confirmation", "movement_officer")
    assert house.movement(case_ref)["owner"] == "movement_officer"
    offer = house.movement(case_ref)["offers"][0]
    price = {"price": {"currency": "EUR", "total_minor": offer["total_minor"]}}
    price["price"]["passengers"] = [{"passenger_reference": "P1", "amount_minor": 41_000}]
    cheap.say("booking_confirmed.v1", tickets(again, price))
    house.movement(case_ref, "booked")
    assert len(house.told("movement_stuck", case_ref)) == 1


def test_a_silent_cancellation_is_asked_again(house, agents):
    cheap, _ = agents
    case_ref, _ = ordered(house, agents)
    movement = house.movement(case_ref)
    body = {"reason_code": "withdrawn"}
    house.ask("cancel_movement", movement_id=movement["movement_id"], body=body)
    first = cheap.hear("cancellation_requested.v1")

    house.set_clock(30 * HOUR)

    again = cheap.hear("cancellation_requested.v1", 2)
    assert again["data"] == first["data"]
    house.set_clock(50 * HOUR)
    [stuck] = house.told("movement_stuck", case_ref)
    assert stuck["waits_for"] == "the agent's cancellation"


def test_the_text_of_what_was_refused_is_gone_after_its_term(house, agents):
    """R-DP-04: by the daily round; that it was refused stays longer."""
    cheap, _ = agents
    cheap.send("not json", f"{cheap.name}.quote_offered.v1")
    cheap.hear("message_rejected.v1")
    query = "SELECT outcome, kept IS NOT NULL FROM partner_messages WHERE agent = %s"
    assert house.database.rows(query, cheap.name) == [("rejected", True)]

    house.set_clock(100 * 24 * HOUR)

    house.wait(lambda: house.database.rows(query, cheap.name) == [("rejected", False)])
