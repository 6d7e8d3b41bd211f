"""What a request must look like, and what is said of one that does not."""

import json

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as some

from gateway.reading import DEPTH_MAX
from services.chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.chassis.wire.rpc import DeadlinePassed, RemoteCrash, ServiceAway
from tests.examples import examples


def many(members):
    """An object of so many members."""
    return json.dumps({f"n{number}": number for number in range(members)}).encode()


GOOD = '{"kind": "voluntary_return"}'


@pytest.fixture
def post(client, as_role):
    def send(raw=GOOD, path="/v1/cases", method="POST", role="counsellor", **headers):
        sent = as_role(role) | {"Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in sent.items() if value is not None}
        return client.open(path, method=method, data=raw, headers=sent)

    return send


def problem(response, status, code):
    body = response.get_json()
    assert (response.status_code, body["code"]) == (status, code), body
    assert response.content_type == "application/problem+json"
    assert set(body) == {
        "type",
        "title",
        "status",
        "detail",
        "code",
        "errors",
        "request_id",
        "trace_id",
    }
    return body


def test_an_unknown_field_is_pointed_at(post, rpc):
    body = problem(post('{"kind": "voluntary_return", "shoe/size": 43}'), 422, "invalid")

    assert body["errors"] == [{"pointer": "/shoe~1size", "detail": "Unknown field."}]
    assert rpc.calls == []


def test_every_mistake_is_named_at_once(post):
    body = problem(post('{"kind": "holiday", "shoe": 43}'), 422, "invalid")

    assert {error["pointer"] for error in body["errors"]} == {"/kind", "/shoe"}


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"{", "not JSON"),
        (b"[]", "must be a JSON object"),
        (b'"kind"', "must be a JSON object"),
        (b"null", "must be a JSON object"),
        (b'{"kind": NaN}', "NaN"),
        (b'{"kind": -Infinity}', "Infinity"),
        (b'{"kind": 1e999}', "too large"),
        (b'{"kind": 1, "kind": 2}', "twice"),
        (b'{"a": {"kind": 1, "kind": 2}}', "twice"),
        (many(2_001), "2000 members"),
        (many(15_000), "2000 members"),
        (many(1_998)[:-1] + b', "n0": 0}', "twice"),
        (b'{"kind": "\xff"}', "UTF-8"),
        (b"\xef\xbb\xbf{}", "not JSON"),
        (b'{"a":' * 100 + b"1" + b"}" * 100, "nested"),
        (b"[" * 100_000, "nested"),
        (b'{"a": ' + b"9" * 5000 + b"}", "too long"),
    ],
)
def test_what_two_readers_could_read_differently_is_not_read(post, rpc, raw, says):
    assert says in problem(post(raw), 400, "unreadable")["detail"]
    assert rpc.calls == []


@pytest.mark.parametrize(
    "raw", [r'{"kind": "a\u0000"}', r'{"kind": "\ud800"}', '{"kind": 1' + "0" * 30 + "}"]
)
def test_what_no_database_can_hold_is_refused_where_it_stands(post, raw):
    body = problem(post(raw), 422, "invalid")

    assert body["errors"][0]["pointer"] == "/kind"


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
    max_leaves=DEPTH_MAX,
)


@examples(150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_whatever_is_sent_the_answer_is_a_problem_of_the_callers_own(post, rpc, raw):
    response = post(raw)

    assert response.status_code in {400, 413, 422}
    assert response.get_json()["code"] in {"unreadable", "invalid"}
    assert rpc.calls == []


@examples(100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.text(max_size=300))
def test_no_query_string_breaks_the_gateway(client, as_role, rpc, text):
    response = client.get("/v1/cases", query_string={"status": text}, headers=as_role())

    assert response.status_code in {200, 422}


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1"]
)
def test_only_json_is_read(post, kind):
    problem(post(Content_Type=kind), 415, "unsupported-content")


def test_a_compressed_body_is_not_read(post):
    problem(post(Content_Encoding="gzip"), 415, "unsupported-content")


def test_only_a_patch_takes_a_merge_patch(post):
    merge = "application/merge-patch+json"

    problem(post(Content_Type=merge), 415, "unsupported-content")
    assert post(path="/v1/cases/NL-1", method="PATCH", Content_Type=merge).status_code == 200


def test_a_verb_without_a_body_takes_none(post, rpc):
    path = "/v1/cases/NL-1/acceptance"

    assert post("{}", path, role="supervisor").status_code == 200
    assert post("", path, role="supervisor", Content_Type=None).status_code == 200
    body = problem(post('{"a": 1}', path, role="supervisor"), 422, "invalid")
    assert body["errors"][0]["pointer"] == "/a"
    assert rpc.calls[0][1] == {"ref": "NL-1"}


def test_a_post_must_have_a_name_of_its_own(post):
    problem(post(Idempotency_Key=None), 428, "key-missing")


@pytest.mark.parametrize("key", ["a b", "é", "x" * 201, "\t"])
def test_a_key_is_short_and_printable(post, key):
    assert post(Idempotency_Key=key).status_code in {400, 428}


@pytest.mark.parametrize("key", ["k-1", "a b"])
def test_what_only_reads_is_asked_anew_whatever_key_comes_with_it(post, rpc, key):
    answer = post(None, path="/v1/cases", method="GET", Idempotency_Key=key)

    assert answer.status_code == 200
    assert rpc.calls[0][2]["idempotency_key"] is None


def test_a_change_says_which_version_it_is_of(post, rpc):
    path = "/v1/cases/NL-1"
    problem(post(path=path, method="PATCH", If_Match=None), 428, "version-missing")
    problem(post(path=path, method="PATCH", If_Match='W/"3"'), 412, "stale")
    problem(post(path=path, method="PATCH", If_Match='"abc"'), 412, "stale")
    problem(post(path=path, method="PATCH", If_Match="3"), 400, "unreadable")
    problem(post(path=path, method="PATCH", If_Match='"3", "4"'), 400, "unreadable")

    assert post(path=path, method="PATCH", If_Match='"3"').status_code == 200
    assert rpc.calls[0][2]["expected_version"] == 3
    assert post(path=path, method="PATCH", If_Match="*").status_code == 200
    assert rpc.calls[1][2]["expected_version"] is None


def test_the_version_of_an_answer_is_its_etag(post, rpc):
    rpc.answers["intake.amend_case"] = {"case_ref": "NL-1", "version": 4}

    assert post(path="/v1/cases/NL-1", method="PATCH").headers["ETag"] == '"4"'


def test_a_repeated_request_says_that_it_is_one(post, rpc):
    assert "Idempotent-Replayed" not in post().headers
    rpc.replayed = True
    assert post().headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    ("refusal", "status", "code", "kind"),
    [
        (Invalid("too-young", "No."), 422, "too-young", "invalid"),
        (NotFound("no-such-case", "No."), 404, "no-such-case", "not-found"),
        (Conflict("wrong-state", "No."), 409, "wrong-state", "conflict"),
        (Forbidden("not-yours", "No."), 403, "not-yours", "forbidden"),
        (Conflict("stale", "No."), 412, "stale", "stale"),
        (Conflict("still-running", "No."), 409, "still-running", "still-running"),
        (Invalid("key-reused", "No."), 422, "key-reused", "key-reused"),
        (ServiceAway("gone"), 503, "service-away", "service-away"),
        (DeadlinePassed("late"), 504, "deadline-passed", "deadline-passed"),
        (RemoteCrash("secret"), 500, "defect", "defect"),
        (KeyError("secret"), 500, "defect", "defect"),
    ],
)
def test_what_a_service_says_is_said_in_http(post, rpc, refusal, status, code, kind):
    rpc.answers["intake.open_case"] = refusal

    response = post()

    body = problem(response, status, code)
    assert body["type"] == f"/problems/{kind}"
    assert "secret" not in response.get_data(as_text=True)
    assert ("Retry-After" in response.headers) == (status == 503)


def test_a_service_points_at_places_too(post, rpc):
    place = {"pointer": "/persons/0/birth_date", "detail": "In the future."}
    rpc.answers["intake.open_case"] = Invalid("invalid", "No.", [place])

    assert problem(post(), 422, "invalid")["errors"] == [place]


def test_the_number_and_the_trace_of_a_request_are_kept(post, rpc):
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    response = post(X_Request_Id="desk-0042", traceparent=f"00-{trace}-00f067aa0ba902b7-01")

    assert response.headers["X-Request-Id"] == "desk-0042"
    assert rpc.calls[0][2]["trace_parent"].split("-")[1] == trace


@pytest.mark.parametrize("offered", ["a b c d e f", "x" * 65, "short"])
def test_a_number_that_could_confuse_the_log_is_replaced(post, offered):
    assert post(X_Request_Id=offered).headers["X-Request-Id"] != offered
