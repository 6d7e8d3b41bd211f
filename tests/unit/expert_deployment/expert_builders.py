"""Builders of vacancies, experts and assignments, as an officer would have made them."""

from datetime import date

from services.expert_deployment.experts.usecases import register_expert
from services.expert_deployment.matching.model import Party
from services.expert_deployment.matching.usecases import propose_candidate, record_word
from services.expert_deployment.vacancies.model import Mode
from services.expert_deployment.vacancies.usecases import draft_vacancy, publish_vacancy

PERSON = {
    "given_names": "Rania",
    "family_name": "Example",
    "birth_date": date(1984, 3, 9),
    "sex": "F",
    "nationality": "NL",
    "document": {
        "kind": "passport",
        "number": "SPECI2014",
        "issuing_country": "NL",
        "expires_on": date(2031, 5, 1),
    },
}
ON_FILE = {
    "allowance": {"amount_minor": 420_000, "currency": "EUR", "reference": "AGR-1"},
    "insurance": {
        "covers_from": date(2027, 1, 25),
        "covers_until": date(2027, 3, 31),
        "reference": "POL-1",
    },
    "security_briefing": {"briefed_on": date(2027, 1, 10), "reference": "SEC-1"},
}


def a_published_vacancy(unit, **changes):
    usual = {
        "programme": "CD4D2",
        "country": "IQ",
        "sector": "justice",
        "mode": Mode.PHYSICAL,
        "host_institution": "Ministry of Justice",
        "department": "",
        "terms_of_reference": "Train thirty judges in international criminal law.",
        "starts_on": date(2027, 2, 1),
        "ends_on": date(2027, 3, 14),
        "destination_airport": "BGW",
    }
    vacancy = draft_vacancy(unit, **(usual | changes))
    return publish_vacancy(unit, vacancy_id=vacancy.id)


def an_expert(unit, **changes):
    usual = {
        "person": PERSON,
        "consent": {"signed_on": date(2026, 10, 1), "language": "en"},
        "diaspora_of": ["IQ", "SO"],
        "sectors": ["justice"],
        "residence_country": "NL",
        "residence_until": None,
        "right_of_return": True,
    }
    return register_expert(unit, **(usual | changes))


def both_approve(unit, candidate):
    for by in (Party.IOM, Party.HOST):
        record_word(unit, candidate_id=candidate.id, by=by, outcome="approved", reason="")
    return candidate


def a_selected_expert(unit, **vacancy):
    """Return the assignment of an expert whom both approved."""
    asked = a_published_vacancy(unit, **vacancy)
    candidate = propose_candidate(unit, vacancy_id=asked.id, expert_id=an_expert(unit).id)
    both_approve(unit, candidate)
    return candidate.assignment_id
