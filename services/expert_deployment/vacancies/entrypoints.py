"""Vacancies as the bus sees them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.expert_deployment.vacancies import usecases
from services.expert_deployment.vacancies.schemas import (
    CloseVacancy,
    DraftVacancy,
    VacancyChange,
    VacancyFilter,
    VacancyView,
)


class Vacancies:
    """Drafts, publishes and closes what host institutions ask for."""

    @rpc("expert_deployment:vacancies:write")
    def draft_vacancy(self, unit: Unit, *, body: dict[str, Any]) -> dict[str, Any]:
        """Write down what a host asks for."""
        return VacancyView().dump(usecases.draft_vacancy(unit, **DraftVacancy().load(body)))

    @rpc("expert_deployment:vacancies:write")
    def amend_vacancy(self, unit: Unit, *, vacancy_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Change a draft."""
        changes = VacancyChange().load(body)
        return VacancyView().dump(
            usecases.amend_vacancy(unit, vacancy_id=vacancy_id, changes=changes)
        )

    @rpc("expert_deployment:vacancies:write")
    def publish_vacancy(self, unit: Unit, *, vacancy_id: str) -> dict[str, Any]:
        """Open it to candidates, if the programme allows it (R-EXP-01)."""
        return VacancyView().dump(usecases.publish_vacancy(unit, vacancy_id=vacancy_id))

    @rpc("expert_deployment:vacancies:write")
    def close_vacancy(self, unit: Unit, *, vacancy_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Say that nobody is needed any more, and why."""
        asked = CloseVacancy().load(body)
        return VacancyView().dump(usecases.close_vacancy(unit, vacancy_id=vacancy_id, **asked))

    @rpc("expert_deployment:vacancies:read")
    def vacancy(self, unit: Unit, *, vacancy_id: str) -> dict[str, Any]:
        """Return one vacancy."""
        return VacancyView().dump(usecases.vacancy_of(unit, vacancy_id))

    @rpc("expert_deployment:vacancies:read")
    def vacancies(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return one page of vacancies, oldest first."""
        asked = VacancyFilter().load(query)
        found = usecases.vacancies_page(unit, **asked)
        following = found[-1].id if len(found) == asked["limit"] else None
        return {"items": VacancyView(many=True).dump(found), "next": following}
