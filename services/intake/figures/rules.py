"""How a number is published: R-DP-05, and no cell that a spreadsheet would carry out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from services.intake.facts.model import PersonFacts
from services.intake.facts.rules import PersonType
from services.intake.figures.model import Cell, Group

SMALL, TENS = 5, 10
# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def published(count: int) -> int | None:
    """R-DP-05: rounded to tens, halves up; under five it is not told at all."""
    return None if count < SMALL else (count + TENS // 2) // TENS * TENS


def ratio_percent(departures: int, contacts: int) -> int | None:
    """Departures for each hundred contacts, of numbers that may be told."""
    if departures < SMALL or contacts < SMALL:
        return None
    return round(100 * departures / contacts)


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
