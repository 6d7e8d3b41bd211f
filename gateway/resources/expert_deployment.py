"""What expert_deployment offers over HTTP: vacancies, experts, candidates and assignments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema

from gateway.routes import Method, Route
from services.expert_deployment.assignments import schemas as assignments
from services.expert_deployment.experts import schemas as experts
from services.expert_deployment.matching import schemas as matching
from services.expert_deployment.vacancies import schemas as vacancies

VACANCY: Mapping[str, Any] = {
    "programme": "CD4D2",
    "country": "IQ",
    "sector": "justice",
    "mode": "physical",
    "host_institution": "Ministry of Justice",
    "terms_of_reference": "Train thirty judges in international criminal law, in two courses.",
    "starts_on": "2027-02-01",
    "ends_on": "2027-03-14",
    "destination_airport": "BGW",
}
DOCUMENT = {"kind": "passport", "number": "SPECI2014", "issuing_country": "NL"}
PASSPORT: Mapping[str, Any] = DOCUMENT | {"expires_on": "2031-05-01"}
EXPERT: Mapping[str, Any] = {
    "person": {
        "given_names": "Rania",
        "family_name": "Example",
        "birth_date": "1984-03-09",
        "sex": "F",
        "nationality": "NL",
        "document": PASSPORT,
    },
    "consent": {"signed_on": "2026-10-01", "language": "en"},
    "diaspora_of": ["IQ"],
    "sectors": ["justice"],
    "residence_country": "NL",
    "right_of_return": True,
}
PERIOD = {"starts_on": "2027-02-01", "ends_on": "2027-02-28"}
CLEARANCE: Mapping[str, Any] = {
    "allowance": {"amount_minor": 420000, "currency": "EUR", "reference": "AGR-0042"},
    "insurance": {"covers_from": "2027-01-25", "covers_until": "2027-03-31", "reference": "P-42"},
    "security_briefing": {"briefed_on": "2027-01-10", "reference": "SEC-0042"},
}
ORIGIN = {"origin_airport": "AMS"}
REPORTS = {"expert_report": "DOC-0043", "host_report": "DOC-0044"}
WITHDRAWAL = {"reason_code": "expert_withdrew"}


def about(subject: str, answer: type[Schema]) -> Callable[..., Route]:
    """Return how to write a route of one subject: a GET needs its read scope, the rest write."""

    def route(method: Method, path: str, rpc: str, summary: str, **more: Any) -> Route:
        act = "read" if method == "GET" else "write"
        scope = f"expert_deployment:{subject}:{act}"
        named = f"expert_deployment.{rpc}"
        return Route(method, path, named, scope, summary, **({"answer": answer} | more))

    return route


vacancy = about("vacancies", vacancies.VacancyView)
candidate = about("vacancies", matching.CandidateView)
expert = about("experts", experts.ExpertView)
assignment = about("assignments", assignments.AssignmentView)

VACANCIES = [
    vacancy(
        "POST",
        "/v1/vacancies",
        "draft_vacancy",
        "Draft what a host institution asks for",
        body=vacancies.DraftVacancy,
        status=201,
        location="/v1/vacancies/{vacancy_id}",
        example=VACANCY,
    ),
    vacancy(
        "GET",
        "/v1/vacancies",
        "vacancies",
        "Vacancies, oldest first",
        query=vacancies.VacancyFilter,
        paged=True,
    ),
    vacancy("GET", "/v1/vacancies/{vacancy_id}", "vacancy", "One vacancy"),
    vacancy(
        "PATCH",
        "/v1/vacancies/{vacancy_id}",
        "amend_vacancy",
        "Change a draft",
        body=vacancies.VacancyChange,
        example={"sector": "education"},
    ),
    vacancy(
        "POST",
        "/v1/vacancies/{vacancy_id}/publication",
        "publish_vacancy",
        "Open a vacancy to candidates",
    ),
    vacancy(
        "POST",
        "/v1/vacancies/{vacancy_id}/closure",
        "close_vacancy",
        "Close a vacancy: nobody is needed any more",
        body=vacancies.CloseVacancy,
        example={"reason": "The host found somebody."},
    ),
]

CANDIDATES = [
    candidate(
        "POST",
        "/v1/vacancies/{vacancy_id}/candidates",
        "propose_candidate",
        "Propose an expert for a vacancy",
        body=matching.ProposeCandidate,
        status=201,
        location="/v1/candidates/{candidate_id}",
        example={"expert_id": "0199c0de-0000-7000-8000-000000000042"},
    ),
    candidate(
        "GET",
        "/v1/vacancies/{vacancy_id}/candidates",
        "candidates",
        "Who is a candidate for a vacancy",
        paged=True,
    ),
    candidate("GET", "/v1/candidates/{candidate_id}", "candidate", "One candidate, and why"),
    candidate(
        "POST",
        "/v1/candidates/{candidate_id}/approvals",
        "record_word",
        "Record what IOM or the host says of a candidate",
        body=matching.CandidateWord,
        example={"by": "iom"},
    ),
    candidate(
        "POST",
        "/v1/candidates/{candidate_id}/withdrawal",
        "withdraw_candidate",
        "Take a candidate out of the selection",
    ),
]

EXPERTS = [
    expert(
        "POST",
        "/v1/experts",
        "register_expert",
        "Register an expert who gave consent",
        body=experts.RegisterExpert,
        status=201,
        location="/v1/experts/{expert_id}",
        example=EXPERT,
    ),
    expert(
        "GET",
        "/v1/experts",
        "experts",
        "Experts by country of origin and sector, without personal files",
        query=experts.ExpertFilter,
        paged=True,
    ),
    expert(
        "GET",
        "/v1/experts/{expert_id}",
        "expert",
        "One expert with the personal file",
        answer=experts.ExpertFileView,
    ),
    expert(
        "PUT",
        "/v1/experts/{expert_id}/document",
        "renew_document",
        "Replace an expert's travel document",
        body=experts.ExpertDocument,
        example=PASSPORT,
    ),
]

ASSIGNMENTS = [
    assignment(
        "POST",
        "/v1/assignments",
        "open_next_part",
        "Open a further part of an assignment that was split",
        body=assignments.NextPart,
        status=201,
        location="/v1/assignments/{assignment_id}",
        example=PERIOD | {"after_assignment": "0199c0de-0000-7000-8000-000000000043"},
    ),
    assignment(
        "GET",
        "/v1/assignments",
        "assignments",
        "Assignments, oldest first",
        query=assignments.AssignmentFilter,
        paged=True,
    ),
    assignment("GET", "/v1/assignments/{assignment_id}", "assignment", "One assignment"),
    assignment(
        "PUT",
        "/v1/assignments/{assignment_id}/period",
        "set_period",
        "Agree other days of work",
        body=assignments.AssignmentPeriod,
        example=PERIOD,
    ),
    *(
        assignment("POST", f"/v1/assignments/{{assignment_id}}/{verb}", rpc, summary, **more)
        for verb, rpc, summary, more in (
            (
                "clearance",
                "clear_assignment",
                "Record what is on file; who travels gets a journey asked for",
                {"body": assignments.AssignmentClearance, "example": CLEARANCE},
            ),
            (
                "travel-request",
                "request_travel",
                "Ask again for a journey that was lost",
                {"body": assignments.AssignmentTravelRequest, "example": ORIGIN},
            ),
            ("start", "start_assignment", "Start an assignment online", {}),
            (
                "end",
                "end_assignment",
                "End an assignment with both reports",
                {"body": assignments.EndOfAssignment, "example": REPORTS},
            ),
            (
                "withdrawal",
                "withdraw_assignment",
                "Withdraw an assignment before the flight leaves",
                {"body": assignments.WithdrawAssignment, "example": WITHDRAWAL},
            ),
        )
    ),
]

ROUTES: list[Route] = [*VACANCIES, *CANDIDATES, *EXPERTS, *ASSIGNMENTS]
