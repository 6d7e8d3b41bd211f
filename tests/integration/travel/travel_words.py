"""What a played agent answers: offers, tickets and refunds that keep the contract."""

from datetime import UTC, datetime, time, timedelta, timezone
from itertools import count

SERIALS = count(1)
AMSTERDAM, BAGHDAD = timezone(timedelta(hours=1)), timezone(timedelta(hours=3))
NETWORK_DAY = timedelta(days=1)


def a_flight(origin, destination, departs_at, hours):
    arrives_at = departs_at + timedelta(hours=hours)
    return {
        "carrier": "TK",
        "number": "1952",
        "origin": origin,
        "destination": destination,
        "departs_at": departs_at.isoformat(),
        "arrives_at": arrives_at.isoformat(),
        "cabin": "economy",
    }


def an_offer(asked, price_minor=41_000, minutes=1440, **changes):
    """Offer what was asked, for so many cents each, held for so many minutes."""
    asked = asked["data"]
    day = datetime.fromisoformat(asked["earliest_departure"])
    leaves = datetime.combine(day, time(10), AMSTERDAM)
    onward = leaves + timedelta(hours=6)
    people = [one["passenger_reference"] for one in asked["passengers"]]
    escorts = [one["passenger_reference"] for one in asked["escorts"]]
    offer = {
        "quote_reference": asked["quote_reference"],
        "offer_reference": f"O-{next(SERIALS)}",
        "itinerary": [
            a_flight(asked["origin"], "IST", leaves, 4),
            a_flight("IST", asked["destination"], onward, 3),
        ],
        "price": a_price([*people, *escorts], price_minor),
        "penalties": {"change_minor": 5000, "cancellation_minor": 9000, "no_show_minor": 20000},
        "baggage": asked["baggage"],
        "special_services": [one | {"confirmed": True} for one in asked["special_services"]],
        "escort_seats": [
            {"passenger_reference": one, "outbound": True, "return": True} for one in escorts
        ],
        "valid_until": (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat(),
    }
    if escorts:
        back = onward + NETWORK_DAY
        offer["return_itinerary"] = [
            a_flight(asked["destination"], "IST", back, 3),
            a_flight("IST", asked["origin"], back + timedelta(hours=6), 4),
        ]
    return offer | changes


def a_price(references, price_minor):
    return {
        "currency": "EUR",
        "total_minor": price_minor * len(references),
        "passengers": [
            {"passenger_reference": one, "amount_minor": price_minor} for one in references
        ],
    }


def a_ticket_number():
    first = f"235{next(SERIALS):09d}"
    return f"{first}{int(first) % 7}"


def tickets(order, offer, **changes):
    """Confirm an order at the offer's price."""
    lines = offer["price"]["passengers"]
    return {
        "booking_reference": order["data"]["booking_reference"],
        "offer_reference": order["data"]["offer_reference"],
        "record_locator": "K7PX4M",
        "tickets": [
            {
                "passenger_reference": line["passenger_reference"],
                "ticket_number": a_ticket_number(),
            }
            for line in lines
        ],
        "price": offer["price"],
        "ticketing_time_limit": (datetime.now(UTC) + NETWORK_DAY).isoformat(),
    } | changes


def failure(order, reason, **more):
    return {
        "booking_reference": order["data"]["booking_reference"],
        "offer_reference": order["data"]["offer_reference"],
        "reason": reason,
    } | more


def a_refund(asked, paid_minor, penalty_minor):
    """Quote a cancellation."""
    asked = asked["data"]
    return {
        "booking_reference": asked["booking_reference"],
        "cancellation_reference": asked["cancellation_reference"],
        "passenger_references": asked.get("passenger_references", ["P1"]),
        "currency": "EUR",
        "paid_minor": paid_minor,
        "penalty_minor": penalty_minor,
        "refund_minor": paid_minor - penalty_minor,
        "valid_until": (datetime.now(UTC) + NETWORK_DAY).isoformat(),
    }


def cancelled(accepted):
    accepted = accepted["data"]
    return {
        "booking_reference": accepted["booking_reference"],
        "cancellation_reference": accepted["cancellation_reference"],
        "passenger_references": ["P1"],
        **accepted["accepted_refund"],
        "cancelled_at": datetime.now(UTC).isoformat(),
    }
