"""Where is kept what was told of the letters without which nobody departs."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table, Text

from services.chassis.database import EnumText, UtcDateTime, mapping_of
from services.chassis.unit import Unit
from services.intake.departure_letters.model import DepartureLetter, Standing

mapping = mapping_of("intake")

departure_letters = Table(
    "departure_letters",
    mapping.metadata,
    Column("case_ref", Text, ForeignKey("cases.case_ref"), primary_key=True),
    Column("standing", EnumText(Standing), nullable=False),
    Column("told_at", UtcDateTime, nullable=False),
)
mapping.map_imperatively(DepartureLetter, departure_letters)


class DepartureLetterStore:
    """Whoever writes here holds the case."""

    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, letter: DepartureLetter) -> None:
        self._session.add(letter)

    def find(self, case_ref: str) -> DepartureLetter | None:
        return self._session.get(DepartureLetter, case_ref)
