"""Where it is kept which letters were issued. None is ever changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Date, ForeignKey, Integer, Table, Text, select

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.unit import Unit
from services.intake.letters.model import Form, Letter, LetterKind

mapping = mapping_of("intake")

letters = Table(
    "letters",
    mapping.metadata,
    Column("letter_id", Text, primary_key=True),
    Column("case_ref", Text, ForeignKey("cases.case_ref"), nullable=False, index=True),
    Column("person_id", Text, nullable=False),
    Column("kind", EnumText(LetterKind), nullable=False),
    Column("form", EnumText(Form), nullable=False),
    Column("language", Text, nullable=False),
    Column("fell_back_from", Text),
    Column("template_version", Text, nullable=False),
    Column("about", JsonOf, nullable=False),
    Column("assumed", JsonOf, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("issued_by", Text, nullable=False),
    Column("file_id", Text, ForeignKey("files.file_id"), nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
)
mapping.map_imperatively(Letter, letters)


class LetterStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, letter: Letter) -> None:
        self._session.add(letter)

    def get(self, case_ref: str, letter_id: str) -> Letter:
        """Return a letter of a case; one of another case is not there."""
        letter = self._session.get(Letter, letter_id)
        if letter is None or letter.case_ref != case_ref:
            raise NotFound("no-such-letter", f"Case {case_ref} has no letter {letter_id}.")
        return letter

    def of_case(self, case_ref: str) -> Sequence[Letter]:
        """Return every letter that was issued, oldest first."""
        query = select(Letter).where(letters.c.case_ref == case_ref)
        return list(self._session.scalars(query.order_by(letters.c.issued_at, letters.c.letter_id)))
