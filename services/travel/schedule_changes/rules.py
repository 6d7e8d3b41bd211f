"""Which checks a moved flight opens again, and what we say to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from services.chassis.errors import Invalid
from services.travel.offers.model import PROPOSED, Flight
from services.travel.schedule_changes.model import Answer

Segment = Mapping[str, Any]
DECIDED_WITHIN = timedelta(days=1)
NO_FLIGHT = {"rule": "route", "sentence": "No flight is left."}
NO_ESCORT = {
    "rule": "R-MED-03",
    "sentence": "Nobody was named who may escort this party.",
}
OTHER_NAME = {
    "rule": "ticket-name",
    "sentence": "A name, birth date or sex was corrected since, and the ticket bears the old one.",
}
NO_OPTION = {"rule": "options", "sentence": "The agent offers neither to accept nor to give back."}
KEY = ("carrier", "number", "origin", "destination")


def moved(
    offer: Mapping[str, Any], removed: Sequence[Segment], added: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the flights as the airline now has them; refuse to remove one that was not booked.

    A notice follows on the last one that nobody agreed to, or takes its place.
    """
    gone = {_key(segment) for segment in removed}
    for itinerary in (offer.get(PROPOSED, ()), offer["itinerary"]):
        if gone <= {_key(segment) for segment in itinerary}:
            kept = [segment for segment in itinerary if _key(segment) not in gone]
            return sorted([*kept, *added], key=lambda segment: Flight.of(segment).departs_at)
    raise Invalid(
        "not-booked",
        "A flight that was removed is not on this booking.",
        [{"pointer": "/removed_segments", "detail": "Not booked."}],
    )


def touched(
    before: Sequence[Flight], after: Sequence[Flight], *, escorted: bool, broken: Sequence[str]
) -> list[str]:
    """Name the checks that a change touches, and no others (partner-protocol.md 3)."""
    checks: list[str] = []
    if not after:
        return ["departure", "arrival", *(f"rule:{rule}" for rule in broken)]
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


def answer(options: Sequence[str], broken: Sequence[object]) -> Answer:
    """Accept what keeps every rule, else take the refund; what is left is for a person."""
    if not broken and Answer.ACCEPT in options:
        return Answer.ACCEPT
    return Answer.REFUND if Answer.REFUND in options else Answer.UNDECIDED


def decide_by(now: datetime, answer_by: datetime | None = None) -> datetime:
    """A person has a day, or until the agent wants its answer."""
    latest = now + DECIDED_WITHIN
    return min(latest, answer_by) if answer_by is not None and answer_by > now else latest


def _key(segment: Segment) -> tuple[Any, ...]:
    return (*(segment[name] for name in KEY), Flight.of(segment).departs_at)
