"""Travellers, trips and offers for travel's tests; name only what matters to the test."""

from datetime import UTC, datetime, timedelta

from travel_fakes import MAY_11, MAY_20

from services.travel.movements.store import MovementStore
from services.travel.parties import usecases as parties
from services.travel.parties.rules import Trip, person
from services.travel.travellers.model import PersonType
from tests.fakes import NOON

DETAILS = {
    "person_id": "p-1",
    "given_names": "Amal",
    "family_name": "Specimen",
    "birth_date": "1990-02-11",
    "sex": "F",
    "nationality": "IQ",
    "document": {
        "kind": "passport",
        "number": "SPEC1",
        "issuing_country": "IQ",
        "expires_on": "2030-01-01",
    },
    "passenger_type": "adult",
    "ssr": [],
    "escort": "none",
    "receiver": None,
}
RECEIVER = {"name": "Aunt Specimen", "relation": "aunt", "identity_number": "AB 1234-5"}


def an_adult(person_id="p-1", **changes):
    return person(person_id, PersonType.ADULT, DETAILS | {"person_id": person_id} | changes)


def a_minor(person_id="p-2", **changes):
    usual = {"person_id": person_id, "birth_date": "2019-05-15", "passenger_type": "child"}
    return person(person_id, PersonType.ACCOMPANIED_MINOR, DETAILS | usual | changes)


def a_child_alone(person_id="p-9", **changes):
    usual = {
        "person_id": person_id,
        "birth_date": "2011-01-05",
        "passenger_type": "unaccompanied_minor",
        "receiver": RECEIVER,
    }
    return person(person_id, PersonType.UAM, DETAILS | usual | changes)


def a_trip(**changes):
    usual = {
        "case_ref": "NL-2026-000001-1",
        "assignment_id": None,
        "origin_airport": "AMS",
        "destination_airport": "BGW",
        "destination_country": "IQ",
        "not_before": MAY_11,
        "not_after": MAY_20,
    }
    return Trip(**(usual | changes))


def opened(unit, *people, **changes):
    """Open a case's journeys; returns the last movement."""
    parties.open_journeys(unit, trip=a_trip(**changes), people=people or [an_adult()])
    return next(reversed(movements(unit)))


def movements(unit):
    return list(unit.store(MovementStore).things.values())


def a_flight(origin, destination, departs_at, hours=3, number="1952"):
    return {
        "carrier": "TK",
        "number": number,
        "origin": origin,
        "destination": destination,
        "departs_at": departs_at.isoformat(),
        "arrives_at": (departs_at + timedelta(hours=hours)).isoformat(),
        "cabin": "economy",
    }


LEAVES = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)
BACK = datetime(2026, 5, 14, 8, 0, tzinfo=UTC)


def content_of(quote, *, reference="O-1", references=("P1",), price_minor=40_000, **changes):
    """What an agent offers for a quote: through Istanbul, with a way back for the escort."""
    offer = {
        "quote_reference": quote.id,
        "offer_reference": reference,
        "itinerary": [
            a_flight("AMS", "IST", LEAVES),
            a_flight("IST", "BGW", LEAVES + timedelta(hours=5)),
        ],
        "return_itinerary": [a_flight("BGW", "AMS", BACK, hours=6)],
        "price": {
            "currency": "EUR",
            "total_minor": price_minor * len(references),
            "passengers": [
                {"passenger_reference": one, "amount_minor": price_minor} for one in references
            ],
        },
        "penalties": {"change_minor": 1, "cancellation_minor": 9_000},
        "baggage": {"pieces_per_passenger": 2, "kilograms_per_piece": 23},
        "special_services": [],
        "escort_seats": [{"passenger_reference": "E1", "outbound": True, "return": True}],
        "valid_until": (NOON + timedelta(hours=20)).isoformat(),
    }
    return offer | changes
