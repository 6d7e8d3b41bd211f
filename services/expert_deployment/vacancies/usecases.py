"""What deployment officers do with vacancies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from services.chassis.errors import Invalid, Problem
from services.chassis.unit import Unit
from services.expert_deployment.vacancies.model import Vacancy
from services.expert_deployment.vacancies.rules import Programme, may_be_published
from services.expert_deployment.vacancies.store import VacancyStore


def draft_vacancy(unit: Unit, **asked: Any) -> Vacancy:
    vacancy = Vacancy(id=unit.new_id(), **asked)
    vacancy.drafted(unit.now())
    unit.store(VacancyStore).add(vacancy)
    return vacancy


def amend_vacancy(unit: Unit, *, vacancy_id: str, changes: dict[str, Any]) -> Vacancy:
    vacancy = unit.store(VacancyStore).get(vacancy_id)
    unit.expects(vacancy.version)
    vacancy.amend(changes)
    return vacancy


def publish_vacancy(unit: Unit, *, vacancy_id: str) -> Vacancy:
    vacancy = unit.store(VacancyStore).get(vacancy_id)
    programme = programme_on(unit, vacancy.programme, vacancy.starts_on)
    event = vacancy.publish(may_be_published(vacancy, programme), unit.now())
    unit.publish(event, sequence=vacancy.version)
    return vacancy


def close_vacancy(unit: Unit, *, vacancy_id: str, reason: str) -> Vacancy:
    vacancy = unit.store(VacancyStore).get(vacancy_id)
    vacancy.close(reason, unit.now())
    return vacancy


def vacancy_of(unit: Unit, vacancy_id: str) -> Vacancy:
    return unit.store(VacancyStore).get(vacancy_id)


def vacancies_page(unit: Unit, **asked: Any) -> Sequence[Vacancy]:
    return unit.store(VacancyStore).page(after=asked.pop("after", None), **asked)


def programme_on(unit: Unit, name: str, on: date) -> Programme:
    """Return the programme's limits on the first day of work; refuse one that does not run."""
    table = unit.rules("expert_programmes")
    rows = [row for row in table.on(on) if row.programme == name]
    if not rows:
        sentence = f"No programme {name} runs on {on}."
        raise Invalid(
            "no-such-programme", sentence, [Problem(pointer="/programme", detail=sentence)]
        )
    sectors = unit.rules("expert_sectors")
    allowed: dict[str, set[str]] = defaultdict(set)
    for row in sectors.on(on):
        if row.programme == name:
            allowed[row.country].add(row.sector)
    return Programme(
        name=name,
        maximum_months=rows[0].maximum_months,
        residence_countries=frozenset(rows[0].residence_countries),
        sectors_of={country: frozenset(those) for country, those in allowed.items()},
        rules_version=f"expert_programmes {table.version}, expert_sectors {sectors.version}",
    )
