"""Where intake keeps its cases, and the keyed tokens by which a person is found again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Select,
    Table,
    Text,
    TypeDecorator,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import relationship

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.kept import written
from services.chassis.locks import locked
from services.chassis.unit import Unit
from services.intake.cases.model import Case, Person
from services.intake.journeys.model import Journey
from services.intake.kinds.model import Kind
from services.intake.states.model import CaseStatus

mapping = mapping_of("intake")
metadata = mapping.metadata


class JourneyJson(TypeDecorator[Journey]):
    """A journey as one JSON column: it is read and written whole, with what is newer than we."""

    impl = JsonOf
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:  # noqa: ARG002
        return written(value)

    def process_result_value(self, value: Any, dialect: Any) -> Journey:  # noqa: ARG002
        return Journey.from_json(value)


cases = Table(
    "cases",
    metadata,
    Column("case_ref", Text, primary_key=True),
    Column("kind", EnumText(Kind), nullable=False),
    Column("status", EnumText(CaseStatus), nullable=False),
    Column("version", Integer, nullable=False),
    Column("opened_on", Date, nullable=False),
    Column("application_date", Date),
    Column("applicant_id", Text, nullable=False),
    Column("destination_country", Text, nullable=False),
    Column("destination_airport", Text, nullable=False),
    Column("origin_airport", Text, nullable=False),
    Column("not_before", Date, nullable=False),
    Column("not_after", Date, nullable=False),
    Column("sealed_facts", LargeBinary, nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("waits_for", Text),
    Column("owner", Text),
    Column("due_at", UtcDateTime),
    Column("reminded_for", UtcDateTime),
    Column("overdue", Boolean, nullable=False),
    Column("was_accepted", Boolean, nullable=False),
    Column("restricted", Boolean, nullable=False),
    Column("on_hold", JsonOf, nullable=False),
    Column("outcome", Text),
    Column("prepared", JsonOf, nullable=False),
    Column("held", JsonOf, nullable=False),
    Column("journey", JourneyJson, nullable=False),
    Index("ix_cases_status_case_ref", "status", "case_ref"),
    Index("ix_cases_due_at", "due_at"),
)

persons = Table(
    "persons",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("case_ref", Text, ForeignKey("cases.case_ref"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("departed_on", Date),
)

person_tokens = Table(
    "person_tokens",
    metadata,
    Column("token", Text, primary_key=True),
    Column("person_id", Text, ForeignKey("persons.person_id"), primary_key=True, index=True),
    Column("kind", Text, nullable=False),
)

# One row per year, locked while a case is opened, so that numbers have no gaps.
case_numbers = Table(
    "case_numbers",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

mapping.map_imperatively(Person, persons)
mapping.map_imperatively(
    Case,
    cases,
    properties={
        "people": relationship(Person, order_by=persons.c.position, lazy="selectin"),
    },
)


class CaseStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, case: Case) -> None:
        self._session.add(case)

    def get(self, case_ref: str) -> Case:
        """Return a case, locked until the transaction ends."""
        return locked(self._session, Case, case_ref, "case")

    def find(self, case_ref: str) -> Case | None:
        return self._session.get(Case, case_ref)

    def of_person(self, person_id: str) -> Case:
        """Return the case of a person, locked until the transaction ends."""
        case_ref = self._session.scalar(
            select(persons.c.case_ref).where(persons.c.person_id == person_id)
        )
        if case_ref is None:
            raise NotFound("no-such-person", f"There is no person {person_id}.")
        return self.get(case_ref)

    def read(self, case_ref: str) -> Case:
        """Return a case to look at: nobody waits for whoever is changing it."""
        case = self._session.get(Case, case_ref)
        if case is None:
            raise NotFound("no-such-case", f"There is no case {case_ref}.")
        return case

    def page(self, *, status: CaseStatus | None, after: str | None, limit: int) -> Sequence[Case]:
        """Return the next cases in the order of their references."""
        query = select(Case).order_by(cases.c.case_ref).limit(limit)
        if status is not None:
            query = query.where(cases.c.status == status)
        if after is not None:
            query = query.where(cases.c.case_ref > after)
        return list(self._session.scalars(query))

    def opened_since(self, day: date, *, start: int, limit: int) -> Sequence[Case]:
        """Return cases that were opened on a day or later, by reference, after the first `start`.

        A place, and no reference: whoever turns the page need not know of any case.
        """
        # A reference begins with the year of opening, so that the key itself narrows the search.
        query = select(Case).where(cases.c.case_ref > f"NL-{day.year}", cases.c.opened_on >= day)
        page = query.order_by(cases.c.case_ref).offset(start).limit(limit)
        return list(self._session.scalars(page))

    def next_number(self, year: int) -> int:
        """Return the next number of a year. Whoever opens a case meanwhile waits for this one."""
        taken = (
            insert(case_numbers)
            .values(year=year, last=1)
            .on_conflict_do_update(
                index_elements=["year"], set_={"last": text("case_numbers.last + 1")}
            )
            .returning(case_numbers.c.last)
        )
        return int(self._session.execute(taken).scalar_one())

    def set_tokens(self, person_id: str, tokens: Iterable[tuple[str, str]]) -> None:
        """Keep the tokens under which a person is found, each with its kind; forget the former."""
        # The person's row must be there before a token can point at it.
        self._session.flush()
        self._session.execute(person_tokens.delete().where(person_tokens.c.person_id == person_id))
        rows = [{"token": token, "person_id": person_id, "kind": kind} for kind, token in tokens]
        if rows:
            self._session.execute(insert(person_tokens).on_conflict_do_nothing(), rows)

    def with_tokens(self, tokens: Sequence[str], beside: str) -> list[tuple[Person, str]]:
        """Return the persons of other cases that are kept under any of the tokens, and which."""
        found = self._session.execute(having_tokens(tokens, beside))
        return [(row[0], row[1]) for row in found]

    def persons(self, person_ids: Sequence[str]) -> Sequence[Person]:
        """Return these persons, as far as they are known."""
        query = select(Person).where(persons.c.person_id.in_(list(person_ids)))
        return list(self._session.scalars(query.order_by(persons.c.person_id)))


def having_tokens(tokens: Sequence[str], beside: str) -> Select[Person, str]:
    """Ask by the index of tokens alone, however many people there are."""
    return (
        select(Person, person_tokens.c.token)
        .join(person_tokens, person_tokens.c.person_id == persons.c.person_id)
        .where(person_tokens.c.token.in_(list(tokens)), persons.c.case_ref != beside)
    )
