"""A gateway in front of a service that only remembers what it was asked."""

import json
from dataclasses import replace

import pytest
from joserfc.jwk import KeySet
from marshmallow import fields, validate

from gateway.app import create_app
from gateway.resources import case_view
from gateway.routes import Route
from gateway.settings import Settings
from services.chassis.callers import tokens
from services.chassis.schema import Command, View

ISSUER, AUDIENCE = "https://issuer.example", "homeward"


class Opening(Command):
    """A body."""

    kind = fields.String(required=True, validate=validate.OneOf(["voluntary_return"]))
    persons = fields.List(fields.Dict())


class Filter(Command):
    """A query."""

    status = fields.String()
    on = fields.Date()


class ThingView(View):
    """An answer."""

    case_ref = fields.String()
    version = fields.Integer()


ROUTES = (
    case_view.ROUTE,
    Route(
        "POST",
        "/v1/cases",
        rpc="intake.open_case",
        scope="intake:cases:write",
        body=Opening,
        answer=ThingView,
        status=201,
        location="/v1/cases/{case_ref}",
        summary="Open a case",
        example={"kind": "voluntary_return"},
    ),
    Route(
        "GET",
        "/v1/cases",
        rpc="intake.cases",
        scope="intake:cases:read",
        query=Filter,
        paged=True,
        answer=ThingView,
        summary="Cases",
    ),
    Route(
        "PATCH",
        "/v1/cases/{ref}",
        rpc="intake.amend_case",
        scope="intake:cases:write",
        body=Opening,
        answer=ThingView,
        summary="Amend a case",
        example={"kind": "voluntary_return"},
    ),
    Route(
        "POST",
        "/v1/cases/{ref}/acceptance",
        rpc="intake.accept_case",
        scope="intake:cases:approve",
        answer=ThingView,
        guarded=True,
        summary="Accept a case",
    ),
)


class RememberingRpc:
    """Stands where the services are: remembers each call, and answers what a test laid ready."""

    def __init__(self):
        self.calls = []
        self.answers = {}
        self.replayed = False

    def call(self, service, method, kwargs, **circumstances):
        self.calls.append((f"{service}.{method}", kwargs, circumstances))
        answer = self.answers.get(f"{service}.{method}", {"case_ref": "NL-2026-000001-4"})
        if isinstance(answer, Exception):
            raise answer
        return answer, self.replayed


@pytest.fixture(scope="session")
def signing_key():
    return tokens.new_signing_key()


@pytest.fixture
def settings(tmp_path, signing_key):
    jwks = tmp_path / "token.jwks"
    jwks.write_text(json.dumps(KeySet([signing_key]).as_dict(private=False)))
    return Settings(
        amqp_uri="amqp://127.0.0.1:1//",
        token_issuer=ISSUER,
        token_audience=AUDIENCE,
        jwks_file=str(jwks),
    )


@pytest.fixture
def rpc():
    return RememberingRpc()


@pytest.fixture
def app(settings, rpc):
    return create_app(settings, rpc, ROUTES)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def client_with(settings, rpc):
    """Return a client of a gateway with other limits."""

    def build(**limits):
        return create_app(replace(settings, **limits), rpc, ROUTES).test_client()

    return build


@pytest.fixture
def token_of(signing_key):
    def mint(*roles, subject="anna", issuer=ISSUER, audience=AUDIENCE, **more):
        return tokens.mint(
            signing_key, issuer=issuer, audience=audience, subject=subject, roles=roles, **more
        )

    return mint


@pytest.fixture
def as_role(token_of):
    """Return the headers of someone with a role, and a fresh request."""

    def headers(role="counsellor", **more):
        return {
            "Authorization": f"Bearer {token_of(role)}",
            "Idempotency-Key": "k-1",
            "If-Match": '"1"',
            **{name.replace("_", "-"): value for name, value in more.items()},
        }

    return headers
