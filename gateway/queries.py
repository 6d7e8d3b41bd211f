"""Reading the query string: named filters, each once, and the bounds of a page."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate
from werkzeug.datastructures import MultiDict

from gateway.problems import Refused
from gateway.reading import storable
from gateway.routes import Route
from services.chassis.errors import Invalid, Problem
from services.chassis.messages import as_json
from services.chassis.schema import Command

PAGE_MAX = 200
PAGE_USUAL = 50
TEXT_MAX = 200

Query = MultiDict[str, str]


class Page(Command):
    """How much of a collection, and from where."""

    limit = fields.Integer(
        load_default=PAGE_USUAL,
        validate=validate.Range(1, PAGE_MAX),
        metadata={"description": f"How many items, at most {PAGE_MAX}."},
    )
    after = fields.String(
        validate=validate.Length(1, TEXT_MAX),
        metadata={"description": "The cursor `next` of the page before; take it from Link."},
    )


def schema_of(route: Route) -> type[Schema] | None:
    """Return what a route reads from its query string, the bounds of a page included."""
    if not route.paged:
        return route.query
    if route.query is None:
        return Page
    # The page's own fields win: a service cannot lift the limit by naming it itself.
    bounds = {name: Page._declared_fields[name] for name in ("limit", "after")}  # noqa: SLF001
    return type(f"{route.query.__name__}Page", (route.query,), bounds)


def read_query(route: Route, args: Query) -> dict[str, Any] | None:
    """Return the filters as JSON values, or nothing for a route without any."""
    kind = schema_of(route)
    if kind is None:
        if args:
            raise refused([{"pointer": f"/{name}", "detail": "Unknown filter."} for name in args])
        return None
    schema = kind()
    try:
        loaded = schema.load(flattened(schema, args))
    except Invalid as error:
        raise refused(error.errors) from error
    except ValidationError as error:
        raise TypeError(
            f"{kind.__name__} must be a Command, to refuse what it does not know."
        ) from error
    values: dict[str, Any] = as_json(loaded)
    return values


def flattened(schema: Schema, args: Query) -> dict[str, Any]:
    """Turn repeated names into lists where a list is asked, and refuse them elsewhere."""
    values: dict[str, Any] = {}
    for name, given in args.lists():
        if not all(storable(text) and len(text) <= TEXT_MAX for text in given):
            raise refused([{"pointer": f"/{name}", "detail": f"At most {TEXT_MAX} characters."}])
        if isinstance(schema.fields.get(name), fields.List):
            values[name] = given
        elif len(given) > 1:
            raise refused([{"pointer": f"/{name}", "detail": "Give this filter once."}])
        else:
            values[name] = given[0]
    return values


def refused(errors: list[Problem] | tuple[Problem, ...]) -> Refused:
    """The pointers are into the query string, read as an object; `in` says so."""
    return Refused(
        "invalid",
        "The query string is not understood.",
        [{"in": "query", "pointer": e["pointer"], "detail": e["detail"]} for e in errors],
    )
