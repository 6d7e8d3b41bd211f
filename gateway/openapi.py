"""A route in the words of OpenAPI 3.1, from the same schemas that read and show."""

from __future__ import annotations

from typing import Any

from apispec import APISpec
from marshmallow import Schema, fields
from marshmallow.schema import SchemaMeta

from gateway.problem_kinds import KINDS
from gateway.problems import PROBLEM_TYPE
from gateway.queries import schema_of
from gateway.routes import Route

INTRODUCTION = {
    "description": (
        "The HTTP interface of Homeward. Every address below /v1 needs a bearer token; each"
        " operation names the scope that the caller's role must grant. A POST is named with an"
        " Idempotency-Key and carried out once. What does not work is answered with a problem"
        " (RFC 9457); the sorts of problem are at /problems."
    )
}
# Folders and files that every schema lies in say nothing of it.
UNNAMED = {"services", "schemas", "resources"}
EVERY_ROUTE = (400, 401, 403, 404, 422, 429, 431, 500, 503, 504)


class ProblemPlace(Schema):
    """One place that is wrong."""

    pointer = fields.String(
        required=True, metadata={"description": "JSON pointer (RFC 6901) to the place."}
    )
    detail = fields.String(required=True, metadata={"description": "How to mend it."})
    # The word is the wire's; as a Python name it would be a keyword.
    vars()["in"] = fields.String(
        metadata={"description": "`query` when the pointer is into the query string."}
    )


class ProblemView(Schema):
    """RFC 9457, with a code for programs and the numbers to tell us."""

    type = fields.String(required=True, metadata={"format": "uri-reference"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata={"description": "A sentence for a person."})
    code = fields.String(required=True, metadata={"description": "For programs; it is stable."})
    errors = fields.List(fields.Nested(ProblemPlace), required=True)
    request_id = fields.String(required=True)
    trace_id = fields.String(required=True)


HEADERS: dict[str, dict[str, Any]] = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": (
            "The caller's own name for this request: the same again does nothing twice."
            " A GET takes none; there it is ignored."
        ),
        "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": "The ETag of what the caller has read.",
        "schema": {"type": "string"},
        "example": '"3"',
    },
}
# OpenAPI 3.1 says of bytes only what they are.
FILE: dict[str, Any] = {kind: {} for kind in ("application/pdf", "image/jpeg", "image/png")}
ANSWER_HEADERS = {
    "ETag": {"description": "The thing's version, for If-Match.", "schema": {"type": "string"}},
    "Link": {"description": "The next page, rel=next.", "schema": {"type": "string"}},
    "Location": {"description": "Where the new thing is.", "schema": {"type": "string"}},
    "IdempotentReplayed": {
        "description": "`true` when this is the answer of an earlier, equal request.",
        "schema": {"type": "string", "enum": ["true"]},
    },
}


def add_components(spec: APISpec) -> None:
    """Describe once what the operations share."""
    spec.components.security_scheme(
        "bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    )
    spec.components.schema("gateway.Problem", schema=ProblemView)
    for name, header in HEADERS.items():
        spec.components.parameter(name, "header", header)
    for name, header in ANSWER_HEADERS.items():
        spec.components.header(name, header)
    for status in sorted({int(kind.status) for kind in KINDS.values()}):
        kinds = [kind for kind in KINDS.values() if int(kind.status) == status]
        spec.components.response(
            f"Problem{status}",
            {
                "description": "; ".join(f"{kind.title} ({kind.address})" for kind in kinds) + ".",
                "content": {PROBLEM_TYPE: {"schema": ProblemView}},
            },
        )


def operation(route: Route) -> dict[str, Any]:
    """Return the operation object of a route."""
    described: dict[str, Any] = {
        "operationId": route.operation_id,
        "summary": route.summary,
        "description": f"Needs the scope `{route.scope}`.",
        "security": [{"bearer": [route.scope]}],
        "parameters": parameters(route),
        "responses": {str(route.status): answer(route)}
        | {str(status): f"Problem{status}" for status in problem_statuses(route)},
    }
    if route.body is not None:
        content = {"schema": route.body, "example": dict(route.example or {})}
        types = ["application/json"]
        if route.method == "PATCH":
            types.append("application/merge-patch+json")
        described["requestBody"] = {
            "required": True,
            "content": {kind: dict(content) for kind in types},
        }
    return described


def parameters(route: Route) -> list[Any]:
    """Return the query and header parameters; those of the path come from the rule."""
    found: list[Any] = []
    query = schema_of(route)
    if query is not None:
        found.append({"in": "query", "schema": query})
    if route.needs_key:
        found.append("IdempotencyKey")
    if route.needs_version:
        found.append("IfMatch")
    return found


def problem_statuses(route: Route) -> list[int]:
    """Return what can go wrong on this route."""
    statuses = set(EVERY_ROUTE)
    if route.method != "GET":
        statuses |= {408, 409, 413, 415}
    if route.needs_version:
        statuses |= {412}
    if route.needs_key or route.needs_version:
        statuses |= {428}
    return sorted(statuses)


def answer(route: Route) -> dict[str, Any]:
    """Return what a route answers when all is well."""
    headers = {}
    if route.paged:
        headers["Link"] = "Link"
    elif route.file or "version" in route.answer._declared_fields:  # noqa: SLF001 - marshmallow has no other way
        headers["ETag"] = "ETag"
    if route.location:
        headers["Location"] = "Location"
    if route.needs_key:
        headers["Idempotent-Replayed"] = "IdempotentReplayed"
    shown: dict[str, Any] = {
        "description": "As asked." if route.method == "GET" else "Done.",
        "content": FILE if route.file else {"application/json": {"schema": shown_by(route)}},
    }
    if headers:
        shown["headers"] = headers
    return shown


def shown_by(route: Route) -> type[Schema]:
    """Return the view of the whole answer; a page of items unless it is described itself."""
    item = route.answer
    if not route.paged or "items" in item._declared_fields:  # noqa: SLF001 - as above
        return item
    return type(
        f"{item.__name__}Page",
        (Schema,),
        {
            "__module__": item.__module__,
            "items": fields.List(fields.Nested(item), required=True),
            "next": fields.String(
                required=True, allow_none=True, metadata={"description": "Cursor, or null."}
            ),
        },
    )


def schema_name(schema: Any) -> str:
    """Name a schema by its service and subject: two services may both have a CaseView."""
    kind = schema if isinstance(schema, SchemaMeta) else type(schema)
    parts = [part for part in kind.__module__.split(".") if part not in UNNAMED]
    name = ".".join([*parts, kind.__name__])
    if isinstance(schema, Schema):
        if schema.only:
            name += "-only-" + "-".join(sorted(schema.only))
        if schema.exclude:
            name += "-without-" + "-".join(sorted(schema.exclude))
        if schema.partial:
            name += "-partial"
    return name


def reference_schema(_converter: Any) -> dict[str, Any]:
    """Describe what a path parameter looks like."""
    return {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"}
