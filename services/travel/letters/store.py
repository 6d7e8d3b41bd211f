"""Where travel keeps what it heard of letters."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Table, Text

from services.chassis.database import UtcDateTime, mapping_of
from services.chassis.locks import hold
from services.chassis.unit import Unit
from services.travel.letters.model import CaseLetter

mapping = mapping_of("travel")

case_letters = Table(
    "case_letters",
    mapping.metadata,
    Column("case_ref", Text, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("settled", Boolean, nullable=False),
    Column("letter_id", Text),
    Column("heard_at", UtcDateTime, nullable=False),
)
mapping.map_imperatively(CaseLetter, case_letters)


class LetterStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def hold(self, case_ref: str) -> CaseLetter | None:
        """Return what was heard, once nobody else is hearing of the same case."""
        hold(self._session, f"the letter of {case_ref}")
        return self._session.get(CaseLetter, case_ref, populate_existing=True)

    def keep(self, letter: CaseLetter) -> None:
        """Write it down at once: whoever looks for it next reads it from the table."""
        self._session.add(letter)
        self._session.flush()

    def find(self, case_ref: str) -> CaseLetter | None:
        """Return what was heard so far, as it is now."""
        return self._session.get(CaseLetter, case_ref, populate_existing=True)
