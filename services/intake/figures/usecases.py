"""Counting departures as they happen, and publishing what may be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from services.chassis.unit import Unit
from services.intake.cases.model import Case
from services.intake.cases.usecases import people_of
from services.intake.confidential.usecases import victim_of
from services.intake.facts.rules import person_type
from services.intake.figures.model import By, Group
from services.intake.figures.rules import (
    as_csv,
    cells_of,
    figures_of,
    published,
    ratio_percent,
    told_before,
)
from services.intake.figures.store import FigureStore


def count_departure(
    unit: Unit, case: Case, person_id: str, departed_on: date, before: date | None
) -> None:
    """Count a person who left; if an earlier day is told later, the count moves to it."""
    _count(unit, case, person_id, ((departed_on, 1), (before, -1)))


def uncount_departure(unit: Unit, case: Case, person_id: str, departed_on: date) -> None:
    """Whoever was counted came back with the escort."""
    _count(unit, case, person_id, ((departed_on, -1),))


def _count(
    unit: Unit, case: Case, person_id: str, days: tuple[tuple[date | None, int], ...]
) -> None:
    if not all(unit.vault.remembers(one.person_id) for one in case.people):
        # Somebody was forgotten, so what he or she was can no longer be counted.
        return
    people = people_of(unit, case)
    known = next(one for one in people if one.person_id == person_id)
    person = replace(known, vot=victim_of(unit, person_id) is not None)
    on = next(day for day, _ in days if day is not None)
    kind = person_type(person, people, on)
    store = unit.store(FigureStore)
    for day, by in days:
        for cell in cells_of(person, kind, str(case.kind), day) if day else ():
            store.count(cell, by)


def departures(unit: Unit, *, year: int, by: By) -> dict[str, Any]:
    """R-DP-05: departures of a year, by month, nationality, kind or group."""
    before = told_before(by, unit.today())
    counted = unit.store(FigureStore).departures(year, by, before)
    whole = counted.get(Group.EVERYBODY, 0) if by is By.GROUP else sum(counted.values())
    figures = figures_of(counted, by)
    rows = [(one.key, one.departures) for one in figures]
    return {
        "year": year,
        "by": by,
        "before": before,
        "figures": figures,
        "total": published(whole),
        "csv": as_csv((by, "departures"), rows),
    }


def contacts(unit: Unit, *, year: int) -> dict[str, Any]:
    """How many asked, how many left, and how many of a hundred that is."""
    store, before = unit.store(FigureStore), told_before(By.MONTH, unit.today())
    asked = store.contacts(year, before)
    left = sum(store.departures(year, By.MONTH, before).values())
    told = (year, published(asked), published(left), ratio_percent(left, asked))
    names = ("year", "contacts", "departures", "ratio_percent")
    figures = dict(zip(names, told, strict=True))
    return figures | {"before": before, "csv": as_csv(names, [told])}
