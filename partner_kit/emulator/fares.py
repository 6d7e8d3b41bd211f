"""What a journey costs for each passenger, and what changing or cancelling it costs."""

from collections.abc import Iterable, Mapping
from typing import Any

from partner_kit.emulator.itineraries import Journey

CURRENCY = "EUR"
START_MINOR = 4_500
TAXES_MINOR = 3_800
PER_KILOMETRE_MINOR = 5.2
SHARE_PERCENT = {"adult": 100, "child": 75, "infant": 10, "unaccompanied_minor": 100}
EXTRA_SEATS = {"EXST": 1, "STCR": 5}
SERVICE_FEE_MINOR = {"UMNR": 6_000, "OXYG": 15_000, "MEQT": 4_000}
CHANGE_PERCENT = 12
CANCELLATION_PERCENT = 20
NO_SHOW_PERCENT = 60


def seat_minor(journey: Journey, noise: float) -> int:
    """Return the price of one adult's seat, in whole euros."""
    kilometres = sum(flight.kilometres for flight in journey)
    fare = START_MINOR * len(journey) + kilometres * PER_KILOMETRE_MINOR
    percent = journey[0].carrier.price_percent
    return round((fare * percent / 100 * noise + TAXES_MINOR) / 100) * 100


def passenger_minor(kind: str, seat: int, services: Iterable[str]) -> int:
    """Return the price of a passenger with the services that go with it."""
    amount = seat * SHARE_PERCENT[kind] // 100
    for code in services:
        amount += seat * EXTRA_SEATS.get(code, 0) + SERVICE_FEE_MINOR.get(code, 0)
    return amount


def price(amounts: Mapping[str, int]) -> dict[str, Any]:
    """Write a price as the contract does: by passenger reference, and in total."""
    return {
        "currency": CURRENCY,
        "total_minor": sum(amounts.values()),
        "passengers": [
            {"passenger_reference": reference, "amount_minor": amount}
            for reference, amount in amounts.items()
        ],
    }


def scaled(old: Mapping[str, Any], percent: int) -> dict[str, Any]:
    """Return a price with each line at so many percent of the old one."""
    lines = old["passengers"]
    return price(
        {line["passenger_reference"]: line["amount_minor"] * percent // 100 for line in lines}
    )


def penalties(total_minor: int) -> dict[str, int]:
    """Return what the conditions of the fare take, for the whole booking."""
    return {
        "change_minor": total_minor * CHANGE_PERCENT // 100,
        "cancellation_minor": total_minor * CANCELLATION_PERCENT // 100,
        "no_show_minor": total_minor * NO_SHOW_PERCENT // 100,
    }
