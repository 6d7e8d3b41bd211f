"""What agents answer, what is chosen, and what an officer may choose."""

from datetime import timedelta

import pytest
from travel_builders import opened
from travel_fakes import a_unit, posted
from travel_steps import offer, ordered, quotes_of, refuse

from partner_kit import contract
from services.chassis.errors import Conflict, Invalid, NotFound
from services.travel.bookings.model import BookingStatus
from services.travel.bookings.store import BookingStore
from services.travel.constraints.usecases import RULE_TABLES
from services.travel.offers import usecases as offers
from services.travel.offers.model import OfferStatus
from services.travel.offers.store import OfferStore
from services.travel.quotes.model import QuoteStatus
from services.travel.waits.model import Status
from tests.fakes import NOON


def test_the_choice_waits_for_every_answer_and_takes_the_cheaper():
    unit = a_unit()
    movement = opened(unit)
    asked = quotes_of(unit, movement)

    offer(unit, asked["polder"], price_minor=45_000)
    assert movement.status is Status.QUOTING
    offer(unit, asked["delta"])

    assert (movement.status, movement.agent) == (Status.BOOKING, "delta")
    quoted = next(one for one in unit.published if one.name == "movement_quoted")
    assert (quoted.offers_received, quoted.offers_allowed, quoted.agent) == (2, 2, "delta")
    assert movement.choice["rule_versions"].keys() == set(RULE_TABLES)


def test_an_order_is_sealed_for_the_chosen_agent_and_keeps_the_contract():
    unit = a_unit()

    _, booking = ordered(unit)

    [order] = posted(unit, "booking_requested.v1")
    assert (order.address.routing_key, order.message_id) == (
        "delta.booking_requested.v1",
        booking.id,
    )
    sealed = unit.open_sealed(order.data["passengers"])
    assert contract.faults_in_sealed_passengers(sealed) == []
    example = contract.example(contract.TO_AGENT, "booking_requested.v1")
    order.data["passengers"] = example["data"]["passengers"]
    assert contract.faults(contract.TO_AGENT, example | {"data": order.data}) == []


def test_what_is_answered_late_twice_or_by_another_is_refused():
    unit = a_unit()
    movement = opened(unit)
    asked = quotes_of(unit, movement)
    offer(unit, asked["delta"], reference="O-1")

    with pytest.raises(Conflict, match="used before"):
        offer(unit, asked["delta"], reference="O-1")
    with pytest.raises(Conflict, match="already offered"):
        refuse(unit, asked["delta"])
    with pytest.raises(NotFound):
        offers.receive_refusal(unit, agent="delta", quote_reference=asked["polder"].id, reason="x")
    unit.clock = NOON + timedelta(hours=5)
    with pytest.raises(Conflict, match="has passed"):
        refuse(unit, asked["polder"])


def test_an_agent_makes_so_many_offers_for_one_question_and_no_more():
    unit = a_unit("delta", "polder", "zuider")
    asked = quotes_of(unit, opened(unit))
    for reference in ("O-1", "O-2"):
        offer(unit, asked["delta"], reference=reference)
        offer(unit, asked["polder"], reference=reference)

    offer(unit, asked["delta"], reference="O-3")
    with pytest.raises(Conflict, match="may make 2 offers"):
        offer(unit, asked["polder"], reference="O-3")
    with pytest.raises(Conflict, match="may make 3 offers"):
        offer(unit, asked["delta"], reference="O-4")


@pytest.mark.parametrize("status", ["cancelled", "cancelling", "replaced", "arrived"])
def test_an_offer_for_a_journey_that_nobody_makes_is_refused(status):
    unit = a_unit()
    movement = opened(unit)
    movement.status = Status(status)

    with pytest.raises(Conflict, match="needs no offers"):
        offer(unit, quotes_of(unit, movement)["delta"])
    assert unit.store(OfferStore).all() == []


def test_when_time_is_up_the_silent_are_noted_and_the_rest_is_chosen_from():
    unit = a_unit()
    movement = opened(unit)
    asked = quotes_of(unit, movement)
    offer(unit, asked["polder"])
    offers.close_round(unit, movement_id=movement.id)
    assert movement.status is Status.QUOTING

    unit.clock = NOON + timedelta(hours=4)
    offers.close_round(unit, movement_id=movement.id)

    assert (movement.status, asked["delta"].status) == (Status.BOOKING, QuoteStatus.SILENT)


def test_offers_that_all_expired_make_us_ask_again():
    unit = a_unit()
    movement = opened(unit)
    asked = quotes_of(unit, movement)

    offer(unit, asked["delta"], valid_until=NOON.isoformat())
    refuse(unit, asked["polder"])

    assert (movement.status, movement.quote_round) == (Status.QUOTING, 2)


def test_when_all_refuse_a_person_decides():
    unit = a_unit()
    movement = opened(unit)
    for quote in quotes_of(unit, movement).values():
        refuse(unit, quote)

    assert (movement.status, movement.owner) == (Status.NO_OFFER, "movement_officer")


def test_a_fare_above_the_tariff_needs_an_officer_who_says_why():
    unit = a_unit()
    movement = opened(unit)
    asked = quotes_of(unit, movement)
    offer(unit, asked["delta"], price_minor=100_001)
    refuse(unit, asked["polder"])
    assert movement.status is Status.OVER_TARIFF
    [dear] = unit.store(OfferStore).of_movement(movement.id)

    offers.choose_offer(unit, movement_id=movement.id, offer_id=dear.id, reason="No other way.")

    assert movement.status is Status.BOOKING
    assert movement.choice["chosen_by"] == "c.jansen"
    assert movement.choice["explanation"] == ["No other way."]


def test_an_officer_takes_only_what_is_allowed_to_be_had_and_was_offered_here():
    unit = a_unit()
    movement = opened(unit)
    asked = quotes_of(unit, movement)
    offer(unit, asked["delta"], escort_seats=[], price_minor=0)
    [bad] = unit.store(OfferStore).of_movement(movement.id)
    other = opened(unit, case_ref="NL-2")
    choice = {"offer_id": bad.id, "reason": "I like it."}

    with pytest.raises(Conflict, match="not allowed"):
        offers.choose_offer(unit, movement_id=movement.id, **choice)
    with pytest.raises(Invalid, match="not made for this movement"):
        offers.choose_offer(unit, movement_id=other.id, **choice)
    bad.lose("no_seats")
    with pytest.raises(Conflict, match="no_seats"):
        offers.choose_offer(unit, movement_id=movement.id, **choice)


def test_a_lost_order_goes_to_the_other_agent_and_then_all_are_asked_again():
    unit = a_unit()
    movement, booking = ordered(unit)

    offers.lose_booking(unit, agent="delta", booking_reference=booking.id, reason="offer_expired")
    second = unit.store(BookingStore).live(movement.id)
    assert (booking.status, second.agent) == (BookingStatus.FAILED, "polder")
    offers.lose_booking(unit, agent="polder", booking_reference=second.id, reason="no_seats")

    assert (movement.status, movement.quote_round) == (Status.QUOTING, 2)


def test_a_changed_price_is_a_persons_to_accept():
    unit = a_unit()
    movement, booking = ordered(unit)
    lines = [{"passenger_reference": "P1", "amount_minor": 44_000}]
    new_price = {"currency": "EUR", "total_minor": 44_000, "passengers": lines}
    offers.lose_booking(
        unit,
        agent="delta",
        booking_reference=booking.id,
        reason="price_changed",
        new_price=new_price,
    )
    assert movement.status is Status.PRICE_CHANGED

    offers.choose_offer(
        unit, movement_id=movement.id, offer_id=booking.offer_id, reason="Still the best."
    )

    *_, again = posted(unit, "booking_requested.v1")
    assert again.data["accepted_price"] == {"currency": "EUR", "total_minor": 44_000}


def test_a_lost_offer_is_not_chosen_again():
    unit = a_unit()
    movement, booking = ordered(unit)
    offers.lose_booking(unit, agent="delta", booking_reference=booking.id, reason="no_seats")

    states = {one.agent: one.status for one in unit.store(OfferStore).of_movement(movement.id)}

    assert states == {"delta": OfferStatus.LOST, "polder": OfferStatus.CHOSEN}
