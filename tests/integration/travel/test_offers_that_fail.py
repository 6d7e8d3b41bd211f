"""Offers that expire, prices that change, agents that refuse: it goes on, or says why not."""

import pytest
from travel_house import a_child_alone, a_person
from travel_words import a_price, an_offer, failure, tickets

from services.chassis.errors import Conflict


def test_an_offer_that_expired_before_the_choice_loses_to_the_second_agent(house, agents):
    cheap, dear = agents
    case_ref = house.accept(a_person())
    cheap.say("quote_offered.v1", an_offer(cheap.hear("quote_requested.v1"), minutes=-1))
    offer = an_offer(dear.hear("quote_requested.v1"), 60_000)

    dear.say("quote_offered.v1", offer)

    order = dear.hear("booking_requested.v1")
    dear.say("booking_confirmed.v1", tickets(order, offer))
    movement = house.movement(case_ref, "booked")
    expired = next(one for one in movement["offers"] if one["agent"] == cheap.name)
    assert not expired["allowed"]
    assert "It expired" in expired["reasons"][0]["sentence"]
    assert cheap.has_heard("booking_requested.v1") == 0


def test_a_booking_that_fails_as_expired_goes_to_the_second_agent(house, agents):
    cheap, dear = agents
    case_ref = house.accept(a_person())
    cheap.say("quote_offered.v1", an_offer(cheap.hear("quote_requested.v1")))
    offer = an_offer(dear.hear("quote_requested.v1"), 60_000)
    dear.say("quote_offered.v1", offer)

    cheap.say("booking_failed.v1", failure(cheap.hear("booking_requested.v1"), "offer_expired"))

    order = dear.hear("booking_requested.v1")
    assert order["data"]["offer_reference"] == offer["offer_reference"]
    dear.say("booking_confirmed.v1", tickets(order, offer))
    assert house.movement(case_ref, "booked")["agent"] == dear.name


def test_when_every_offer_is_lost_all_are_asked_again_and_then_a_person_decides(house, agents):
    cheap, dear = agents
    case_ref = house.accept(a_person())
    for asked in (1, 2, 3):
        request = cheap.hear("quote_requested.v1", asked)
        dear.say("quote_refused.v1", a_refusal(dear.hear("quote_requested.v1", asked)))
        cheap.say("quote_offered.v1", an_offer(request))
        order = cheap.hear("booking_requested.v1", asked)
        cheap.say("booking_failed.v1", failure(order, "no_seats"))

    movement = house.movement(case_ref, "no_offer")

    assert (movement["owner"], movement["quote_round"]) == ("movement_officer", 3)
    assert movement["due_at"] is not None
    [*_, last] = house.told("movement_quoted", case_ref, 4)
    assert (last["offers_allowed"], last["chosen_offer_id"]) == (0, None)


def test_a_changed_price_goes_back_to_a_person_who_may_accept_it(house, agents):
    cheap, dear = agents
    case_ref = house.accept(a_person())
    offer = an_offer(cheap.hear("quote_requested.v1"))
    cheap.say("quote_offered.v1", offer)
    dear.say("quote_refused.v1", a_refusal(dear.hear("quote_requested.v1")))
    new_price = a_price(["P1"], 45_000)
    order = cheap.hear("booking_requested.v1")
    cheap.say("booking_failed.v1", failure(order, "price_changed", new_price=new_price))
    movement = house.movement(case_ref, "price_changed")
    assert movement["waits_for"] == "a decision on the new price"
    choice = {"offer_id": movement["offers"][0]["offer_id"], "reason": "Still the best."}

    house.ask("choose_offer", movement_id=movement["movement_id"], body=choice)

    again = cheap.hear("booking_requested.v1", 2)
    assert again["data"]["accepted_price"] == {"currency": "EUR", "total_minor": 45_000}
    cheap.say("booking_confirmed.v1", tickets(again, offer | {"price": new_price}))
    assert house.movement(case_ref, "booked")["price_minor"] == 45_000


def test_a_fare_above_the_tariff_waits_for_an_officer(house, agents):
    cheap, dear = agents
    case_ref = house.accept(a_person())
    cheap.say("quote_offered.v1", an_offer(cheap.hear("quote_requested.v1"), 300_000))
    dear.say("quote_refused.v1", a_refusal(dear.hear("quote_requested.v1")))
    movement = house.movement(case_ref, "over_tariff")
    choice = {"offer_id": movement["offers"][0]["offer_id"], "reason": "The only way there."}

    house.ask("choose_offer", movement_id=movement["movement_id"], body=choice)

    assert cheap.hear("booking_requested.v1")
    assert house.movement(case_ref)["choice"]["chosen_by"] == "m.officer"


def test_an_offer_without_a_seat_back_for_the_escort_cannot_be_chosen(house, agents):
    cheap, dear = agents
    case_ref = house.accept(a_child_alone())
    offer = an_offer(cheap.hear("quote_requested.v1"))
    offer.pop("return_itinerary")
    cheap.say("quote_offered.v1", offer)
    dear.say("quote_refused.v1", a_refusal(dear.hear("quote_requested.v1")))
    movement = house.movement(case_ref, "no_offer")
    choice = {"offer_id": movement["offers"][0]["offer_id"], "reason": "I like it."}

    with pytest.raises(Conflict, match="no seat there and back"):
        house.ask("choose_offer", movement_id=movement["movement_id"], body=choice)


def test_with_one_agent_nothing_is_asked_and_an_officer_knows_why(house, agents):
    _, dear = agents
    house.ask("retire_agent", body={"name": dear.name})

    case_ref = house.accept(a_person())

    movement = house.movement(case_ref, "short_of_agents")
    assert (movement["waits_for"], movement["owner"]) == (
        "a second active agent to ask",
        "movement_officer",
    )
    house.ask("register_agent", body={"name": dear.name, "jwk": dear.jwk})
    asked = house.ask("request_quotes", movement_id=movement["movement_id"])
    assert asked["status"] == "quoting"


def a_refusal(asked):
    reference = asked["data"]["quote_reference"]
    return {"quote_reference": reference, "reason": "no_availability"}
