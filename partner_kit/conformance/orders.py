"""What Homeward asks of an agent, as messages: a family of quotes, bookings and cancellations."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from joserfc import jwe
from joserfc.jwk import ECKey

ALGORITHMS = ["ECDH-ES+A256KW", "A256GCM"]

Event = dict[str, Any]


@dataclass(frozen=True)
class Route:
    """The journey that the suite asks for."""

    origin: str
    destination: str
    starts: datetime
    days: int = 14

    @property
    def earliest(self) -> str:
        """Return the first day of departure."""
        return self.starts.date().isoformat()

    @property
    def latest(self) -> str:
        """Return the last day of departure."""
        return (self.starts + timedelta(days=self.days)).date().isoformat()


def event(
    name: str, content: Mapping[str, Any], subject: str, now: datetime | None = None
) -> Event:
    """Write a message from Homeward."""
    return {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": "/homeward/travel",
        "type": f"{name}.v1",
        "time": (now or datetime.now(UTC)).isoformat(),
        "subject": subject,
        "datacontenttype": "application/json",
        "data": dict(content),
    }


def quote(route: Route, now: datetime, **other: Any) -> Event:
    """Ask for a child of 15 with an escort who flies back; `other` replaces fields."""
    reference = f"Q-{uuid4()}"
    content = {
        "quote_reference": reference,
        "origin": route.origin,
        "destination": route.destination,
        "earliest_departure": route.earliest,
        "latest_departure": route.latest,
        "passengers": [{"passenger_reference": "P1", "type": "unaccompanied_minor", "age": 15}],
        "special_services": [{"passenger_reference": "P1", "code": "UMNR"}],
        "escorts": [{"passenger_reference": "E1", "kind": "social", "round_trip": True}],
        "baggage": {"pieces_per_passenger": 1, "kilograms_per_piece": 23},
        "forbidden_transit_countries": [],
        "answer_by": (now + timedelta(hours=1)).isoformat(),
        **other,
    }
    return event("quote_requested", content, reference, now)


def booking(offer: Mapping[str, Any], sealed: str, **other: Any) -> Event:
    """Order an offer for sealed passengers."""
    reference = f"B-{uuid4()}"
    content = {
        "booking_reference": reference,
        "offer_reference": offer["offer_reference"],
        "passengers": sealed,
        **other,
    }
    return event("booking_requested", content, content["booking_reference"])


def about_booking(name: str, booking_reference: str, **content: Any) -> Event:
    """Write a message about a booking: a change, a cancellation, an acknowledgement."""
    return event(name, {"booking_reference": booking_reference, **content}, booking_reference)


def erasure(booking_reference: str, passengers: list[str], now: datetime) -> Event:
    """Ask to forget passengers of a booking within thirty days."""
    reference = f"E-{uuid4()}"
    content = {
        "erasure_reference": reference,
        "bookings": [{"booking_reference": booking_reference, "passenger_references": passengers}],
        "confirm_by": (now + timedelta(days=30)).date().isoformat(),
    }
    return event("erasure_requested", content, reference, now)


def person(reference: str, **other: Any) -> dict[str, Any]:
    """Make up somebody who can get a ticket."""
    return {
        "passenger_reference": reference,
        "type": "adult",
        "given_names": "SAMPLE",
        "family_name": "EXAMPLE",
        "birth_date": "1990-01-31",
        "sex": "F",
        "nationality": "NL",
        "document": {
            "kind": "passport",
            "number": "XX0000000",
            "issuing_country": "NL",
            "expires_on": "2099-12-31",
        },
        **other,
    }


def seal(passengers: list[dict[str, Any]], key: ECKey) -> str:
    """Seal passengers for the owner of a key."""
    header = {"alg": ALGORITHMS[0], "enc": ALGORITHMS[1], "kid": key.kid or key.thumbprint()}
    text = json.dumps({"passengers": passengers}).encode()
    return jwe.encrypt_compact(header, text, key, algorithms=ALGORITHMS)
