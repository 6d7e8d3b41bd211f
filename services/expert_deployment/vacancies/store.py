"""Where expert_deployment keeps its vacancies."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Date, Index, Integer, String, Table, select

from services.chassis.database import EnumText, UtcDateTime, mapping_of
from services.chassis.locks import locked
from services.chassis.unit import Unit
from services.expert_deployment.vacancies.model import Mode, Status, Vacancy

mapping = mapping_of("expert_deployment")

vacancies = Table(
    "vacancies",
    mapping.metadata,
    Column("id", String, primary_key=True),
    Column("programme", String, nullable=False),
    Column("country", String, nullable=False),
    Column("sector", String, nullable=False),
    Column("mode", EnumText(Mode), nullable=False),
    Column("host_institution", String, nullable=False),
    Column("department", String, nullable=False),
    Column("terms_of_reference", String, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("destination_airport", String),
    Column("status", EnumText(Status), nullable=False),
    Column("rules_version", String, nullable=False),
    Column("closing_reason", String),
    Column("waits_for", String),
    Column("owner", String),
    Column("due_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    Index("ix_vacancies_status_id", "status", "id"),
    Index("ix_vacancies_country_id", "country", "id"),
    Index("ix_vacancies_sector_id", "sector", "id"),
)
mapping.map_imperatively(Vacancy, vacancies)


class VacancyStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, vacancy: Vacancy) -> None:
        self._session.add(vacancy)

    def get(self, vacancy_id: str) -> Vacancy:
        """Return the vacancy, locked until the unit ends."""
        return locked(self._session, Vacancy, vacancy_id, "vacancy")

    def page(self, *, limit: int, after: str | None, **named: str) -> Sequence[Vacancy]:
        """Return at most `limit` vacancies behind `after`, oldest first, that match the filters."""
        query = select(Vacancy).filter_by(**named).order_by(vacancies.c.id).limit(limit)
        if after:
            query = query.where(vacancies.c.id > after)
        return self._session.scalars(query).all()
