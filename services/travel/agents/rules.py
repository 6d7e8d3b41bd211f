"""How well an agent serves, from what was noted about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.travel.agents.model import MarkKind

Totals = Mapping[MarkKind, tuple[int, int]]  # kind -> how often, sum of amounts


@dataclass(frozen=True)
class Scorecard:
    """An agent's service; a mean of nothing is none."""

    asked: int
    answered: int
    silent: int
    answer_seconds_mean: int | None
    offers_won: int
    price_percent_of_best_mean: int | None
    bookings: int
    bookings_failed: int
    schedule_changes_per_hundred_bookings: int | None
    rejected_messages: int


def scorecard(totals: Totals) -> Scorecard:
    def count(kind: MarkKind) -> int:
        return totals.get(kind, (0, 0))[0]

    bookings, changes = count(MarkKind.BOOKED), count(MarkKind.SCHEDULE_CHANGED)
    return Scorecard(
        asked=count(MarkKind.ASKED),
        answered=count(MarkKind.ANSWERED),
        silent=count(MarkKind.SILENT),
        answer_seconds_mean=_mean(totals, MarkKind.ANSWERED),
        offers_won=count(MarkKind.WON),
        price_percent_of_best_mean=_mean(totals, MarkKind.OFFERED),
        bookings=bookings,
        bookings_failed=count(MarkKind.FAILED),
        schedule_changes_per_hundred_bookings=100 * changes // bookings if bookings else None,
        rejected_messages=count(MarkKind.REJECTED),
    )


def _mean(totals: Totals, kind: MarkKind) -> int | None:
    often, total = totals.get(kind, (0, 0))
    return total // often if often else None
