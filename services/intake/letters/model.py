"""A letter: what was told to an applicant in writing, in which language, by whom and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from services.chassis.kept import Kept


class LetterKind(StrEnum):
    APPLICATION = "application"
    DECISION = "decision"
    REINTEGRATION = "reintegration"


class Form(StrEnum):
    """The words of a letter; a decision has two."""

    APPLICATION = "application"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REINTEGRATION = "reintegration"


@dataclass(eq=False, kw_only=True)
class Letter:
    """Once issued it is never changed; a later one stands beside it.

    `about`: the decision, or the reservations of money, that it tells of. `assumed`: the settings
    it names that no source states. `fell_back_from`: the language that it should have been in.
    """

    letter_id: str
    case_ref: str
    person_id: str
    kind: LetterKind
    form: Form
    language: str
    fell_back_from: str | None
    template_version: str
    about: list[str]
    assumed: list[str]
    issued_on: date
    issued_at: datetime
    issued_by: str
    file_id: str
    size_bytes: int
    sha256: str

    @property
    def file_name(self) -> str:
        return f"{self.case_ref}-{self.form}-{self.language}.pdf"


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One letter in one language: its title, and paragraphs with names of fields in braces."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Language:
    """All words of one language, as its file says them."""

    tag: str
    version: str
    right_to_left: bool
    months: tuple[str, ...]
    day: str
    money: str
    thousands: str
    decimal: str
    frame: Mapping[str, str]
    lines: Mapping[str, str]
    reasons: Mapping[str, str]
    letters: Mapping[Form, Wording]


@dataclass(frozen=True, kw_only=True)
class Promise(Kept):
    """What reintegration holds for one person: which kind of money, how much, how much in cash."""

    person_id: str
    kind: str
    amount_minor: int
    cash_max_minor: int
    currency: str


@dataclass(kw_only=True)
class Content:
    """What one letter says, before it is put into the words of a language."""

    form: Form
    about: list[str]
    days: Mapping[str, date] = field(default_factory=dict)
    settings: dict[str, int] = field(default_factory=dict)
    codes: Sequence[str] = ()
    promises: Sequence[Promise] = ()
    contact: Sequence[str] = ()
    assumed: list[str] = field(default_factory=list)
