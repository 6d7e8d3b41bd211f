"""Whether a travel document covers an arrival, with the margin that the destination asks for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from services.chassis.calendar import add_months
from services.intake.facts.model import PersonFacts
from services.intake.journeys.model import Journey


def must_last_until(arrives_on: date, margin_months: int) -> date:
    """Return the last day on which the document must still be valid (R-REAN-04)."""
    return add_months(arrives_on, margin_months)


def falls_short(person: PersonFacts, last: date) -> bool:
    """Whether there is no document, or it ends too early."""
    return person.document is None or person.document.expires_on < last


def arrival_of(journey: Journey, person_id: str) -> date | None:
    """Return the day on which a traveller arrives by what is booked now, where he or she arrives.

    It is told with the offset of the place of arrival, whose calendar counts at its border.
    """
    times = [
        datetime.fromisoformat(movement.booking["arrives_at"])
        for movement in journey.movements.values()
        if movement.live and person_id in movement.person_ids and "arrives_at" in movement.booking
    ]
    return max(times).date() if times else None


def short_on_arrival(
    people: Iterable[PersonFacts], journey: Journey, margin_months: int
) -> list[str]:
    """Return whose document does not cover the journey as it is booked now."""
    short = []
    for person in people:
        arrives_on = arrival_of(journey, person.person_id)
        if arrives_on and falls_short(person, must_last_until(arrives_on, margin_months)):
            short.append(person.person_id)
    return short
