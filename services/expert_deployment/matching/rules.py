"""Whether an expert may be sent for a vacancy (R-EXP-02), one reason per condition."""

from __future__ import annotations

from services.expert_deployment.experts.model import Expert
from services.expert_deployment.vacancies.model import Reason, Vacancy
from services.expert_deployment.vacancies.rules import Programme


def suitability(vacancy: Vacancy, expert: Expert, programme: Programme) -> tuple[Reason, ...]:
    """Diaspora of the country, legal residence where the programme allows, and a way back."""
    residence = ", ".join(sorted(programme.residence_countries))
    stays = expert.residence_until is None or expert.residence_until >= vacancy.ends_on
    until = f" until {expert.residence_until}" if expert.residence_until else ""
    return (
        Reason(
            rule="R-EXP-02",
            passed=vacancy.country in expert.diaspora_of,
            evidence=f"diaspora of {', '.join(expert.diaspora_of)}",
            sentence=f"The expert must be of the diaspora of {vacancy.country}.",
            pointer="/expert_id",
            rules_version=programme.rules_version,
        ),
        Reason(
            rule="R-EXP-02",
            passed=expert.residence_country in programme.residence_countries and stays,
            evidence=f"residence in {expert.residence_country}{until}",
            sentence=f"Legal residence in {residence} must last until {vacancy.ends_on}.",
            pointer="/expert_id",
            rules_version=programme.rules_version,
        ),
        Reason(
            rule="R-EXP-02",
            passed=expert.right_of_return,
            evidence="right of return" if expert.right_of_return else "no right of return",
            sentence="The expert must have the right to come back.",
            pointer="/expert_id",
            rules_version=programme.rules_version,
        ),
    )
