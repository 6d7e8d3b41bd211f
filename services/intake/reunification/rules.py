"""What a family's journey needs: visas that still let it in, and an adult beside a small child."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from services.intake.facts.model import PersonFacts
from services.intake.facts.rules import is_minor, younger_than
from services.intake.reunification.model import LineKind, Reunification

SMALL_YEARS = 6
# Whoever leaves on the last day of the window arrives a day later at the latest.
ARRIVES_LATER = timedelta(days=1)


def open_points(
    order: Reunification | None, people: set[str], not_after: date
) -> Iterator[tuple[str, str]]:
    """Name the rule and the sentence of everything that is missing."""
    if order is None:
        yield "R-FAM-02", "The sponsor has not ordered the journey."
        return
    if order.holding() < people:
        yield "R-FAM-01", "Not every traveller has collected a visa (MVV)."
    last = order.enter_by()
    if last is not None and not_after + ARRIVES_LATER > last:
        yield "R-FAM-01", f"The visas let nobody in after {last}; travel before that."
    if not order.paid:
        yield "R-FAM-05", "The deposit does not cover the estimate."


def lacking_escort(people: Iterable[PersonFacts], kinds: set[LineKind], on: date) -> bool:
    """R-FAM-03: a child under six without an adult travels with an escort, who also goes back."""
    travellers = list(people)
    small = any(younger_than(one.birth_date, SMALL_YEARS, on) for one in travellers)
    accompanied = any(not is_minor(one, on) for one in travellers)
    escorted = {LineKind.ESCORT, LineKind.ESCORT_RETURN} <= kinds
    return small and not accompanied and not escorted
