"""Addresses, limits, collections and the gateway's own pages."""

import re
from pathlib import Path

import pytest

from gateway.limits import Buckets
from gateway.problem_kinds import KINDS

ADDRESS = re.compile(r"https?://[^\"'<> )]+")


def code(response):
    assert response.content_type == "application/problem+json"
    return response.status_code, response.get_json()["code"]


def test_an_unknown_address_is_a_problem_too(client):
    assert code(client.get("/v2/cases")) == (404, "not-found")
    assert code(client.get("/v1/cases/")) == (404, "not-found")
    assert code(client.get("/v1/cases/a%2Fb%00")) == (404, "not-found")
    assert code(client.get("/v1/cases/" + "x" * 65)) == (404, "not-found")


def test_a_method_that_is_not_taken_names_those_that_are(client, as_role):
    response = client.delete("/v1/cases", headers=as_role())

    assert code(response) == (405, "method-not-allowed")
    assert set(response.headers["Allow"].split(", ")) >= {"GET", "POST"}


def test_a_body_beyond_the_limit_is_not_read(client_with, rpc, as_role):
    client = client_with(body_bytes_max=1000)
    body = '{"kind": "' + "x" * 1000 + '"}'
    headers = as_role() | {"Content-Type": "application/json"}

    assert code(client.post("/v1/cases", data=body, headers=headers)) == (413, "too-large")
    assert rpc.calls == []


def test_a_body_up_to_the_limit_is_read(client_with, as_role):
    client = client_with(body_bytes_max=1000)
    body = '{"kind": "voluntary_return"}'.ljust(1000)
    headers = as_role() | {"Content-Type": "application/json"}

    assert client.post("/v1/cases", data=body, headers=headers).status_code == 201
    assert code(client.post("/v1/cases", data=body + " ", headers=headers))[0] == 413


def test_headers_beyond_the_limit_are_refused(client, as_role):
    response = client.get("/v1/cases", headers=as_role(X_Note="x" * 20_000))

    assert code(response) == (431, "headers-too-large")


def test_an_eager_caller_waits_and_the_others_do_not(client_with, as_role, token_of):
    client = client_with(requests_per_second=1, requests_burst=2)

    answers = [client.get("/v1/cases", headers=as_role()) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "1"
    other = {"Authorization": f"Bearer {token_of('counsellor', subject='ben')}"}
    assert client.get("/v1/cases", headers=other).status_code == 200


def test_guessing_tokens_is_limited_by_address(client_with):
    client = client_with(requests_per_second=1, requests_burst=2)

    guesses = [
        client.get("/v1/cases", headers={"Authorization": f"Bearer {guess}"}).status_code
        for guess in range(3)
    ]

    assert guesses == [401, 401, 429]


def test_a_bucket_fills_again_with_time():
    now = [0.0]
    buckets = Buckets(per_second=2, burst=1, clock=lambda: now[0])

    assert buckets.take("anna") == 0
    assert buckets.take("anna") == pytest.approx(0.5)
    now[0] += 0.5
    assert buckets.take("anna") == 0


def test_a_page_says_where_the_next_one_is(client, rpc, as_role):
    rpc.answers["intake.cases"] = {"items": [], "next": "c/2"}

    response = client.get("/v1/cases?status=open&limit=2&on=2026-11-24", headers=as_role())

    link = '</v1/cases?limit=2&status=open&on=2026-11-24&after=c%2F2>; rel="next"'
    assert sorted(response.headers["Link"]) == sorted(link)
    assert rpc.calls[0][1] == {"query": {"status": "open", "limit": 2, "on": "2026-11-24"}}


def test_the_last_page_has_no_next(client, rpc, as_role):
    rpc.answers["intake.cases"] = {"items": [], "next": None}

    assert "Link" not in client.get("/v1/cases", headers=as_role()).headers
    assert rpc.calls[0][1]["query"] == {"limit": 50}


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=201", "/limit"),
        ("limit=0", "/limit"),
        ("limit=x", "/limit"),
        ("state=open", "/state"),
        ("status=open&status=closed", "/status"),
        ("on=yesterday", "/on"),
        ("after=" + "x" * 300, "/after"),
    ],
)
def test_a_filter_that_is_not_understood_is_pointed_at(client, rpc, as_role, query, pointer):
    response = client.get(f"/v1/cases?{query}", headers=as_role())

    assert code(response) == (422, "invalid")
    (error,) = response.get_json()["errors"]
    assert (error["in"], error["pointer"]) == ("query", pointer)
    assert rpc.calls == []


def test_every_sort_of_problem_has_its_page(client):
    for kind in KINDS.values():
        page = client.get(kind.address)
        assert page.status_code == 200
        assert kind.title.split()[0] in page.get_data(as_text=True)
    assert code(client.get("/problems/bad-weather")) == (404, "not-found")
    assert client.get("/problems").status_code == 200


def test_the_user_interface_needs_no_outside_address(client):
    page = client.get("/docs")
    text = page.get_data(as_text=True)
    names = re.findall(r'(?:src|href)="([^"]+)"', text)

    assert page.status_code == 200
    assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert not ADDRESS.search(text + client.get("/docs/docs.js").get_data(as_text=True))
    assert all(client.get(name).status_code == 200 for name in names)
    assert "/docs/swagger-ui-bundle.js" in names


@pytest.mark.parametrize("name", ["../app.py", "swagger-ui.js", "index.html", "x"])
def test_no_other_file_is_served(client, name):
    assert client.get(f"/docs/{name}").status_code == 404


def test_the_gateway_lives_and_says_what_keeps_it_from_working(client):
    assert client.get("/healthz").get_json() == {"status": "alive"}
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert set(ready.get_json()["red"]) == {"broker"}


def test_without_keys_nobody_can_be_let_in(settings, client_with, as_role):
    Path(settings.jwks_file).write_text("nonsense")
    client = client_with()

    assert "keys" in client.get("/readyz").get_json()["red"]
    assert code(client.get("/v1/cases", headers=as_role())) == (503, "service-away")


def test_requests_are_counted_by_the_route_and_not_by_the_reference(client, as_role):
    client.get("/v1/cases/NL-2026-004635-7", headers=as_role())

    page = client.get("/metrics").get_data(as_text=True)

    assert 'route="/v1/cases/{ref}"' in page
    assert "NL-2026-004635-7" not in page


def test_nothing_about_people_is_cached(client, as_role):
    response = client.get("/v1/cases", headers=as_role())

    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
