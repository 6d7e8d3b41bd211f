"""Whatever stands in a body or a query of any route, it is accepted or refused, never a crash."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gateway.queries import schema_of
from gateway.resources import ROUTES
from services.chassis.errors import Invalid
from tests.examples import examples

TEXTS = some.text(max_size=30) | some.sampled_from(
    ["", " ", "2026-11-24", "2026-02-30", "0000-01-01", "9999-12-31", "NL", "AMS", "-1", "1e9"]
)
LEAVES = some.none() | some.booleans() | some.integers() | some.floats() | TEXTS
JSON = LEAVES | some.lists(LEAVES, max_size=3) | some.dictionaries(TEXTS, LEAVES, max_size=3)


def name(route):
    return f"{route.method} {route.path}"


def places(value, path=()):
    """Every place in a JSON value, the value itself last."""
    inner = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list | tuple):
        inner = enumerate(value)
    for key, child in inner:
        yield from places(child, (*path, key))
    if path:
        yield path


def put(body, path, value):
    at = body
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value


def plain(value):
    """The example as JSON has it: dicts and lists alone."""
    if hasattr(value, "items"):
        return {key: plain(child) for key, child in value.items()}
    return [plain(child) for child in value] if isinstance(value, list | tuple) else value


def refused_places(schema, value):
    """Return where a value is refused; any other error than a refusal fails the test."""
    try:
        schema.load(value)
    except Invalid as refusal:
        return [error["pointer"] for error in refusal.errors]
    return []


@pytest.mark.parametrize("route", [route for route in ROUTES if route.body], ids=name)
@examples(20)
@given(some.data())
def test_no_body_is_a_crash(route, data):
    body = copy.deepcopy(plain(route.example))
    found = list(places(body))
    for path in data.draw(
        some.lists(some.sampled_from(found), max_size=2) if found else some.just([])
    ):
        try:
            put(body, path, data.draw(JSON))
        except (KeyError, IndexError, TypeError):
            continue  # The place went with the first change.

    assert all(place.startswith("/") for place in refused_places(route.body(), body))


@pytest.mark.parametrize("route", [route for route in ROUTES if schema_of(route)], ids=name)
@examples(10)
@given(some.data())
def test_no_query_is_a_crash(route, data):
    schema = schema_of(route)()
    names = some.sampled_from(sorted(schema.fields))

    query = data.draw(some.dictionaries(names, TEXTS, max_size=4))

    assert all(place.startswith("/") for place in refused_places(schema, query))
