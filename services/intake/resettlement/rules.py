"""What a resettled family needs before it travels: fitness, visas, exit permit, a place to live."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from services.intake.resettlement.model import Counter, Nomination

# Whoever leaves on the last day of the window arrives a day later at the latest.
ARRIVES_LATER = timedelta(days=1)


def open_points(
    kept: Nomination | None, people: set[str], not_after: date
) -> Iterator[tuple[str, str]]:
    """Name the rule and the sentence of everything that is missing."""
    if kept is None:
        yield "R-RES-01", "The family was neither nominated nor accepted on its dossier."
        return
    arrives_by = not_after + ARRIVES_LATER
    if not kept.oriented:
        yield "R-RES-03", "The three trainings of cultural orientation are not finished."
    if kept.fit_on(not_after) < people:
        yield "R-RES-04", "Not everybody is found fit to travel until the last day of travel."
    if kept.documented_on(arrives_by) < people:
        yield "R-RES-04", "Not everybody has a visa or travel document that is valid on arrival."
    if not kept.may_leave:
        yield "R-RES-04", "The exit permit is missing."
    if kept.municipality is None:
        yield "R-RES-05", "No municipality takes the family in."


def exceeded(counters: Iterable[Counter], persons: int) -> list[str]:
    """R-RES-02: which quotas a selection would exceed; none is known is not enough either."""
    known = list(counters)
    if not known:
        return ["no quota is known for that day"]
    return [
        f"{one.quota.sub_quota.replace('_', ' ')}: {one.used} of {one.quota.places} are used"
        for one in known
        if one.exceeded_by(persons)
    ]
