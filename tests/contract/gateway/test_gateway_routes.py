"""Every route can be asked, is documented truly, and leads to something that answers."""

import importlib
import inspect
import json
import subprocess
import sys

import pytest
from marshmallow import fields
from openapi_spec_validator import validate

from gateway import document
from gateway.queries import schema_of
from gateway.resources import ROUTES, parked
from gateway.resources.case_view import CASE, OTHERS
from gateway.roles import ROLES, SERVICES
from gateway.routes import PARAMETER
from services.chassis.bus import Rpc
from services.chassis.schema import Command

GRANTED = frozenset().union(*ROLES.values())


def name(route):
    return f"{route.method} {route.path}"


def methods_of(service):
    """Return the RPC methods of a service's class, each with its scope and its arguments."""
    module = importlib.import_module(f"services.{service}.service")
    (kind,) = (
        each
        for each in vars(module).values()
        if isinstance(each, type) and getattr(each, "name", None) == service
    )
    found = {}
    for attribute in dir(kind):
        method = getattr(kind, attribute)
        for entrypoint in getattr(method, "nameko_entrypoints", ()):
            if isinstance(entrypoint, Rpc):
                scope = entrypoint.scope.replace("{service}", service)
                found[attribute] = (scope, arguments_of(method))
    return found


def arguments_of(method):
    """Return what a method takes beside itself and the unit, and what of it may be left out."""
    taken = list(inspect.signature(method).parameters.values())[2:]
    return {one.name: one.default is inspect.Parameter.empty for one in taken}


METHODS = {service: methods_of(service) for service in SERVICES}


def answering(route):
    """Return the services that a route can lead to."""
    return SERVICES if route.service == "{service}" else (route.service,)


LEADS = [(route, service) for route in ROUTES for service in answering(route)]


@pytest.fixture(scope="module")
def documented():
    return document.document()


@pytest.mark.thorough
def test_the_document_is_openapi_3_1(documented):
    assert documented["openapi"].startswith("3.1")
    validate(documented)


def test_the_committed_document_is_what_the_gateway_serves():
    assert document.FILE.read_text() == document.text(), "run `make docs`"


def test_every_route_is_in_the_document(documented):
    shown = {
        (method.upper(), path)
        for path, item in documented["paths"].items()
        for method in item
        if method != "parameters"
    }

    assert shown == {(route.method, route.path) for route in ROUTES}


def test_no_two_routes_are_the_same():
    shapes = [(route.method, PARAMETER.sub("{}", route.path)) for route in ROUTES]
    twice = {shape for shape in shapes if shapes.count(shape) > 1}

    assert not twice


def test_a_route_leads_to_a_method_that_asks_the_same_scope():
    for route, service in LEADS:
        asked, arguments = METHODS[service][route.procedure]
        assert asked == route.scope.replace("{service}", service), name(route)
        given = {parameter for parameter in route.parameters if parameter != "service"}
        given |= {"body"} if route.body else set()
        given |= {"query"} if schema_of(route) else set()
        assert given <= set(arguments), name(route)
        assert {taken for taken, needed in arguments.items() if needed} <= given, name(route)


@pytest.mark.parametrize("part", [CASE, *OTHERS], ids=lambda part: part.name)
def test_a_part_of_the_case_view_leads_to_a_method_that_asks_the_same_scope(part):
    assert METHODS[part.service][part.procedure] == (part.scope, {"ref": True})


def test_somebody_may_ask_each_route():
    for route, service in LEADS:
        assert route.scope.replace("{service}", service) in GRANTED, name(route)


@pytest.mark.parametrize("route", [route for route in ROUTES if route.body], ids=name)
def test_an_example_is_a_body_that_is_accepted(route):
    assert issubclass(route.body, Command), "a body refuses what it does not know"
    route.body().load(json.loads(json.dumps(dict(route.example))))


def amounts(schema, place=""):
    """Every field of a body that is an amount of money, with its place."""
    for field_name, field in schema.fields.items():
        inner = getattr(field, "inner", field)
        if isinstance(inner, fields.Nested):
            yield from amounts(inner.schema, f"{place}/{field_name}")
        elif field_name.endswith("_minor"):
            yield f"{place}/{field_name}", inner


def test_an_amount_is_a_whole_number_of_cents_and_not_a_text():
    loose = [
        f"{name(route)} {place}"
        for route in ROUTES
        if route.body
        for place, field in amounts(route.body())
        if not getattr(field, "strict", False)
    ]

    assert loose == []


def test_a_query_refuses_what_it_does_not_know():
    schemas = [schema_of(route) for route in ROUTES if schema_of(route)]

    assert [schema for schema in schemas if not issubclass(schema, Command)] == []


def test_parked_messages_are_discarded_with_the_reason_that_the_chassis_asks():
    chassis = importlib.import_module("services.chassis.answering.parked")
    for ours, theirs in ((parked.Discarding, chassis.Discarding), (parked.Choice, chassis.Choice)):
        assert set(ours().fields) == set(theirs().fields)


def test_the_gateway_waits_in_threads_and_loads_no_eventlet():
    code = "import sys, gateway.app, gateway.resources; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert not {"nameko", "eventlet"} & set(loaded)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_grants_nothing_that_no_method_asks_for(role):
    asked = {scope for methods in METHODS.values() for scope, _ in methods.values()}

    # A role may hold the reading half of what can so far only be written, never a made-up word.
    subjects = {scope.rsplit(":", 1)[0] for scope in asked}
    unknown = {scope for scope in ROLES[role] if scope.rsplit(":", 1)[0] not in subjects}
    assert not unknown
