"""Steps of a journey that several tests walk: asked, offered, ordered, ticketed, boarded."""

from datetime import timedelta

from travel_builders import a_child_alone, content_of, opened

from services.travel.bookings.model import Refund
from services.travel.bookings.store import BookingStore
from services.travel.cancellations import usecases as cancellations
from services.travel.departures import usecases as departures
from services.travel.escorts import usecases as escorts
from services.travel.offers import usecases as offers
from services.travel.offers.schemas import QuoteOffered
from services.travel.offers.store import OfferStore
from services.travel.quotes.store import QuoteStore
from services.travel.schedule_changes.usecases import take_tickets
from services.travel.travellers.model import Evidence, TravellerStatus

ESCORT = {
    "given_names": "Sanne",
    "family_name": "Specimen",
    "birth_date": "1985-04-12",
    "sex": "F",
    "nationality": "NL",
    "document": {
        "kind": "passport",
        "number": "ESC1",
        "issuing_country": "NL",
        "expires_on": "2031-05-01",
    },
}


def quotes_of(unit, movement):
    """The open questions of the present round, by agent."""
    mine = unit.store(QuoteStore).of_movement(movement.id)
    return {one.agent: one for one in mine if one.round == movement.quote_round}


def offer(unit, quote, **changes):
    reference = f"{quote.agent}-{quote.id}"
    offered = QuoteOffered().load(content_of(quote, **({"reference": reference} | changes)))
    content = QuoteOffered().dump(offered)
    offers.receive_offer(unit, agent=quote.agent, offered=offered, content=content)


def refuse(unit, quote):
    offers.receive_refusal(
        unit, agent=quote.agent, quote_reference=quote.id, reason="no_availability"
    )


def ordered(unit, *people, references=("P1",), **changes):
    """A movement whose cheaper offer, of delta, was ordered; and its booking."""
    movement = opened(unit, *people, **changes)
    asked = quotes_of(unit, movement)
    offer(unit, asked["delta"], references=references)
    offer(unit, asked["polder"], references=references, price_minor=45_000)
    return movement, unit.store(BookingStore).live(movement.id)


def confirm(unit, booking):
    numbers = ("0750010000014", "0750010000025")
    tickets = [
        {"passenger_reference": one, "ticket_number": number}
        for one, number in zip(booking.references, numbers, strict=False)
    ]
    offered = unit.store(OfferStore).get(booking.offer_id)
    take_tickets(
        unit,
        agent=booking.agent,
        booking_reference=booking.id,
        record_locator="K7PX4M",
        tickets=tickets,
        price=offered.content["price"],
        ticketing_time_limit=booking.requested_at + timedelta(days=1),
    )


def take_refund(unit, booking, paid_minor=40_000, penalty_minor=9_000, currency="EUR"):
    return cancellations.take_refund(
        unit,
        agent=booking.agent,
        booking_reference=booking.id,
        cancellation_reference=booking.cancellation_reference,
        paid_minor=paid_minor,
        refund=Refund(currency, penalty_minor, paid_minor - penalty_minor),
    )


def close(unit, booking, paid_minor=40_000, penalty_minor=9_000):
    cancellations.close_cancellation(
        unit,
        agent=booking.agent,
        booking_reference=booking.id,
        cancellation_reference=booking.cancellation_reference,
        refund=Refund("EUR", penalty_minor, paid_minor - penalty_minor),
    )


def escorted(unit, person=None, **changes):
    person = person or a_child_alone()
    movement, _ = ordered(unit, person, references=("P1", "E1"))
    naming = {"kind": "social", "staff_id": "staff-1", "details": ESCORT} | changes
    return movement, naming


def booked(unit, *people, references=("P1",)):
    movement, booking = ordered(unit, *people, references=references)
    confirm(unit, booking)
    return movement, booking


def at_the_gate(unit, movement):
    """The day of the flight has come; return the moment."""
    unit.clock = movement.departs_at
    return unit.clock


def declare(unit, movement, person_id):
    at = at_the_gate(unit, movement)
    here = {"movement_id": movement.id, "person_id": person_id}
    departures.declare_departure(unit, **here, signed_at=at)


def board(unit, movement, person_id, outcome="departed"):
    departures.record_boarding(
        unit,
        movement_id=movement.id,
        person_id=person_id,
        outcome=TravellerStatus(outcome),
        at=at_the_gate(unit, movement),
        evidence=Evidence.STAFF,
    )


def under_way(unit, child):
    movement, naming = escorted(unit, child)
    escorts.name_escort(unit, movement_id=movement.id, **naming)
    confirm(unit, unit.store(BookingStore).live(movement.id))
    declare(unit, movement, child.person_id)
    board(unit, movement, child.person_id)
    here = {"movement_id": movement.id, "person_id": child.person_id}
    return movement, here | {"at": movement.departs_at}
