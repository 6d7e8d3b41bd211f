"""Which checks a moved flight opens again, and what we say to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.chassis.errors import Invalid
from services.travel.offers.model import Flight

Segment = Mapping[str, Any]
KEY = ("carrier", "number", "origin", "destination")


def moved(
    itinerary: Sequence[dict[str, Any]],
    removed: Sequence[Segment],
    added: Sequence[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Return the flights as they are now; refuse the removal of a flight that was not booked."""
    gone = {_key(segment) for segment in removed}
    missing = gone - {_key(segment) for segment in itinerary}
    if missing:
        raise Invalid(
            "not-booked",
            "A flight that was removed is not on this booking.",
            [{"pointer": "/removed_segments", "detail": "Not booked."}],
        )
    flights = [segment for segment in itinerary if _key(segment) not in gone] + list(added)
    return sorted(flights, key=lambda segment: Flight.of(segment).departs_at)


def touched(
    before: Sequence[Flight], after: Sequence[Flight], *, escorted: bool, broken: Sequence[str]
) -> list[str]:
    """Name the checks that a change touches, and no others (partner-protocol.md 3)."""
    checks: list[str] = []
    if before[0].departs_at != after[0].departs_at:
        checks += ["departure", "declaration", "allowance_payment", "fitness_check"]
    if before[-1].arrives_at != after[-1].arrives_at:
        checks += ["arrival", "reception", "document_validity"]
    if [one.destination for one in before[:-1]] != [one.destination for one in after[:-1]] or (
        len(before) > 1 and before != after
    ):
        checks.append("transit")
    if escorted:
        checks.append("escort")
    return [*checks, *(f"rule:{rule}" for rule in broken)]


def answer(options: Sequence[str], broken: Sequence[str]) -> str:
    """Accept what still keeps every rule; else keep the refund open, if it is offered."""
    wanted = "refund" if broken else "accept"
    return wanted if wanted in options else options[0]


def _key(segment: Segment) -> tuple[Any, ...]:
    return (*(segment[name] for name in KEY), Flight.of(segment).departs_at)
