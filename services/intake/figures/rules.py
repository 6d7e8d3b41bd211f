"""How a number is published: R-DP-05, and no cell that a spreadsheet would carry out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from services.intake.facts.model import PersonFacts
from services.intake.facts.rules import PersonType
from services.intake.figures.model import By, Cell, Figure, Group

SMALL, TENS = 5, 10
# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def published(count: int) -> int | None:
    """R-DP-05: rounded to tens, halves up; under five it is not told at all."""
    return None if count < SMALL else (count + TENS // 2) // TENS * TENS


def told_before(by: By, today: date) -> date:
    """R-DP-05: only what is over is told, so that no change of a number is one person's departure.

    Months; and of the groups, of which some are very small, years.
    """
    return date(today.year, 1, 1) if by is By.GROUP else today.replace(day=1)


def figures_of(counts: Mapping[str, int], by: By) -> list[Figure]:
    """R-DP-05: hide what is small; where one alone is hidden, the next smallest is too.

    Or it would be what is missing to the total. Groups do not add up to anything.
    """
    told = {key: published(count) for key, count in counts.items()}
    shown = [key for key, number in told.items() if number is not None]
    if by is not By.GROUP and shown and len(told) - len(shown) == 1:
        told[min(shown, key=lambda key: (counts[key], key))] = None
    return [Figure(key=key, departures=number) for key, number in told.items()]


def ratio_percent(departures: int, contacts: int) -> int | None:
    """Departures for each hundred contacts: of the numbers as told, or it would tell more."""
    left, asked = published(departures), published(contacts)
    return None if left is None or asked is None else round(100 * left / asked)


def cells_of(
    person: PersonFacts, person_type: PersonType, kind: str, departed_on: date
) -> list[Cell]:
    """Under which cells a departure counts."""
    foreign = [country for country in person.nationalities if country != "NL"]
    groups = {
        Group.EVERYBODY: True,
        Group.UNACCOMPANIED_MINOR: person_type is PersonType.UAM,
        Group.MEDICAL: bool(person.medical),
        Group.TRAFFICKED: person.vot,
    }
    return [
        Cell(
            month=departed_on.replace(day=1),
            kind=kind,
            nationality=(foreign or list(person.nationalities))[0],
            group=group,
        )
        for group, applies in groups.items()
        if applies
    ]


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return the rows as CSV (RFC 4180), none of whose cells is a formula."""
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    for row in (header, *rows):
        writer.writerow([_plain(cell) for cell in row])
    return sheet.getvalue()


def _plain(cell: object) -> object:
    """Text that looks like a formula is marked as text; a number stays a number."""
    text = "" if cell is None else cell
    return f"'{text}" if isinstance(text, str) and text.startswith(FORMULA) else text
