"""Who is let in, and what each role may ask."""

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from gateway.roles import ROLES, SERVICES, scopes_of
from services.chassis.callers import tokens

BODY = {"kind": "voluntary_return"}


def post(client, headers):
    return client.post("/v1/cases", json=BODY, headers=headers)


def assert_problem(response, status, code):
    body = response.get_json()
    assert response.status_code == status, body
    assert response.content_type == "application/problem+json"
    assert body["status"] == status
    assert body["code"] == code
    assert body["type"].startswith("/problems/")
    assert body["request_id"] == response.headers["X-Request-Id"]
    assert len(body["trace_id"]) == 32
    return body


def test_a_counsellor_opens_a_case(client, rpc, as_role):
    response = post(client, as_role("counsellor"))

    assert response.status_code == 201
    assert response.headers["Location"] == "/v1/cases/NL-2026-000001-4"
    name, kwargs, circumstances = rpc.calls[0]
    assert (name, kwargs) == ("intake.open_case", {"body": BODY})
    assert circumstances["principal"].subject == "anna"
    assert circumstances["idempotency_key"] == "k-1"


@pytest.mark.parametrize("header", [None, "", "Basic YTpi", "Bearer", "Bearer ", "token x"])
def test_nobody_is_let_in_without_a_bearer_token(client, rpc, as_role, header):
    headers = as_role()
    del headers["Authorization"]
    if header is not None:
        headers["Authorization"] = header

    response = post(client, headers)

    assert_problem(response, 401, "unauthenticated")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert rpc.calls == []


def test_two_tokens_are_one_too_many(client, as_role):
    headers = [*as_role().items(), ("Authorization", "Bearer another")]

    assert_problem(client.get("/v1/cases", headers=headers), 401, "unauthenticated")


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "https://other.example"},
        {"audience": "someone-else"},
        {"lifetime_seconds": -3600},
        {"now": lambda: 4_000_000_000},
    ],
    ids=["issuer", "audience", "expired", "not yet"],
)
def test_a_token_that_was_not_made_for_us_now_is_refused(client, rpc, as_role, token_of, wrong):
    headers = as_role() | {"Authorization": f"Bearer {token_of('counsellor', **wrong)}"}

    assert_problem(post(client, headers), 401, "unauthenticated")
    assert rpc.calls == []


def test_a_token_signed_by_another_key_is_refused(client, as_role):
    forged = tokens.mint(
        tokens.new_signing_key(),
        issuer="https://issuer.example",
        audience="homeward",
        subject="eve",
        roles=["supervisor"],
    )

    response = post(client, as_role() | {"Authorization": f"Bearer {forged}"})

    assert_problem(response, 401, "unauthenticated")


def test_the_token_cannot_choose_its_algorithm(client, as_role, signing_key):
    claims = {"iss": "https://issuer.example", "aud": "homeward", "sub": "eve", "exp": 4e9}
    key = OctKey.import_key("a secret that is long enough to sign with")
    forged = jwt.encode({"alg": "HS256", "kid": signing_key.kid}, claims, key)

    response = post(client, as_role() | {"Authorization": f"Bearer {forged}"})

    assert_problem(response, 401, "unauthenticated")


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"counsellor"}))
def test_only_a_counsellor_opens_a_case(client, rpc, as_role, role):
    body = assert_problem(post(client, as_role(role)), 403, "not-allowed")

    assert body["type"] == "/problems/forbidden"
    assert "intake:cases:write" in body["detail"]
    # The service is told of the attempt, for its audit: without the body, and as the same person.
    ((procedure, told, circumstances),) = rpc.calls
    assert (procedure, told) == ("intake.open_case", {})
    assert circumstances["principal"].roles == {role}


def test_a_role_that_we_do_not_know_grants_nothing(client, as_role):
    assert_problem(post(client, as_role("director")), 403, "not-allowed")
    assert scopes_of(["director"]) == frozenset()


def test_what_a_counsellor_starts_a_supervisor_approves(client, as_role):
    refused = client.post("/v1/cases/NL-1/acceptance", headers=as_role("counsellor"))
    allowed = client.post("/v1/cases/NL-1/acceptance", headers=as_role("supervisor"))

    assert (refused.status_code, allowed.status_code) == (403, 200)


def test_maker_checker_and_releaser_are_three_roles():
    acts = {"write", "approve", "release"}
    for role, scopes in ROLES.items():
        held = {act for act in acts if f"reintegration:payments:{act}" in scopes}
        assert len(held) <= 1, role


def test_an_auditor_reads_everything_and_changes_nothing():
    actions = {scope.rsplit(":", 1)[1] for scope in ROLES["auditor"]}
    services = {scope.split(":", 1)[0] for scope in ROLES["auditor"]}

    assert actions == {"read"}
    assert services == set(SERVICES)
