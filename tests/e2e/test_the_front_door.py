"""What the door does with a repeated request, a wrong token, a wrong role, an unknown field."""

import base64
import json
from uuid import uuid4

import requests


def post_case(office, body, **headers):
    return office.ask("POST", "/v1/cases", "counsellor", body, **headers)


def is_a_problem(answer, status):
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    problem = answer.json()
    assert {"type", "title", "status", "detail", "code"} <= set(problem)
    return problem


def test_the_same_request_twice_opens_one_case(office, a_case):
    key, body = str(uuid4()), a_case()

    first = post_case(office, body, Idempotency_Key=key)
    again = post_case(office, body, Idempotency_Key=key)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers


def test_another_request_under_the_same_key_is_refused(office, a_case):
    key = str(uuid4())
    post_case(office, a_case(), Idempotency_Key=key)

    other = post_case(office, a_case(destination_airport="BGW"), Idempotency_Key=key)

    assert is_a_problem(other, 422)["code"] == "key-reused"


def test_without_a_token_nobody_is_let_in(office):
    answer = requests.get(f"{office.system.url}/v1/cases", timeout=10)

    is_a_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_that_was_tampered_with_is_refused(office):
    head, claims, signature = office.token("counsellor").split(".")
    read = json.loads(base64.urlsafe_b64decode(claims + "=="))
    forged = base64.urlsafe_b64encode(json.dumps(read | {"roles": ["supervisor"]}).encode())
    token = f"{head}.{forged.decode().rstrip('=')}.{signature}"

    answer = office.ask("GET", "/v1/cases", "counsellor", Authorization=f"Bearer {token}")

    is_a_problem(answer, 401)


def test_a_role_without_the_scope_is_refused(office, a_case):
    answer = office.ask("POST", "/v1/cases", "finance_maker", a_case())

    problem = is_a_problem(answer, 403)
    assert "intake:cases:write" in problem["detail"]


def test_an_unknown_field_is_pointed_at(office, a_case):
    body = a_case()
    body["persons"][0]["shoe_size"] = 42

    problem = is_a_problem(post_case(office, body), 422)

    assert [error["pointer"] for error in problem["errors"]] == ["/persons/0/shoe_size"]


def test_a_refused_rule_of_experts_is_pointed_at(office):
    vacancy = {
        "programme": "CD4D2",
        "country": "IQ",
        "sector": "tourism",
        "mode": "virtual",
        "host_institution": "Museum of Basra",
        "terms_of_reference": "Advise on guided tours through the collection of the museum.",
        "starts_on": "2027-02-01",
        "ends_on": "2027-02-28",
    }
    drafted = office.post("/v1/vacancies", "deployment_officer", vacancy)

    path = f"/v1/vacancies/{drafted['vacancy_id']}"
    refused = office.ask("POST", f"{path}/publication", "deployment_officer", {})

    problem = is_a_problem(refused, 422)
    assert [error["pointer"] for error in problem["errors"]] == ["/sector"]
    stale = office.ask("PATCH", path, "deployment_officer", {"sector": "justice"}, If_Match='"7"')
    assert is_a_problem(stale, 412)
    mended = office.ask(
        "PATCH",
        path,
        "deployment_officer",
        {"sector": "justice"},
        If_Match=f'"{drafted["version"]}"',
    )
    assert mended.json()["sector"] == "justice"
    assert office.post(f"{path}/publication", "deployment_officer")["status"] == "published"
