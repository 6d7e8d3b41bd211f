"""One route at work: read the request, ask the service, say the answer in HTTP."""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from gateway import reading
from gateway.calls import current_call
from gateway.problems import Refused
from gateway.queries import read_query
from gateway.reception import Reception, expected_version, idempotency_key
from gateway.roles import SERVICES
from gateway.routes import PARAMETER, Route
from services.chassis.callers.identity import Principal
from services.chassis.errors import Forbidden, NotFound, Refusal
from services.chassis.wire.rpc import DeadlinePassed, RemoteCrash, RpcClient, ServiceAway

ATTEMPT_SECONDS = 2.0


@dataclass(frozen=True)
class Operation:
    """The view function of a route."""

    route: Route
    reception: Reception
    rpc: RpcClient

    def __call__(self, **parameters: str) -> Response:
        route = self.route
        principal = self.reception.admit(request)
        service = service_of(route, parameters)
        require(self.rpc, route, principal, service, parameters)
        call = current_call()
        call.service = service
        key = idempotency_key(request, route)
        version = expected_version(request, route)
        arguments = self._arguments(parameters)
        answer, replayed = self.rpc.call(
            service,
            route.procedure,
            arguments,
            principal=principal,
            deadline_seconds=self.deadline_seconds,
            idempotency_key=key,
            expected_version=version,
            trace_parent=call.trace_parent,
        )
        return respond(route, answer, parameters, replayed=replayed)

    @property
    def deadline_seconds(self) -> float:
        return min(self.route.deadline_seconds, self.reception.settings.deadline_seconds_max)

    def _arguments(self, parameters: Mapping[str, str]) -> dict[str, Any]:
        route = self.route
        arguments: dict[str, Any] = {
            name: value for name, value in parameters.items() if name != "service"
        }
        query = read_query(route, request.args)
        if query is not None:
            arguments["query"] = {name: value for name, value in query.items() if name != "service"}
        if route.method != "GET":
            body = self._body()
            if route.body is not None:
                arguments["body"] = body
        return arguments

    def _body(self) -> dict[str, Any]:
        if self.route.body_bytes_max is not None:
            # One more than is allowed: werkzeug cuts a body in chunks off without a word.
            request.max_content_length = self.route.body_bytes_max + 1
        body = reading.read_body(request)
        if self.route.body is not None:
            self.route.body().load(body)
        elif body:
            errors = [{"pointer": f"/{name}", "detail": "Unknown field."} for name in body]
            raise Refused("invalid", "This takes no body.", errors)
        return body


def require(
    rpc: RpcClient,
    route: Route,
    principal: Principal,
    service: str,
    parameters: Mapping[str, str],
) -> None:
    """Refuse who lacks the scope, once the service has been told: the audit is with it."""
    try:
        principal.require(route.scope.replace("{service}", service))
    except Forbidden:
        named = {name: value for name, value in parameters.items() if name != "service"}
        # It refuses too, for want of the same scope; whatever it says, the answer is no.
        with contextlib.suppress(Refusal, ServiceAway, DeadlinePassed, RemoteCrash):
            rpc.call(
                service,
                route.procedure,
                named,
                principal=principal,
                deadline_seconds=ATTEMPT_SECONDS,
                trace_parent=current_call().trace_parent,
            )
        raise


def service_of(route: Route, parameters: Mapping[str, str]) -> str:
    """Return who answers; a route for every service is told it in its path or its query."""
    if route.service != "{service}":
        return route.service
    named = parameters.get("service") or request.args.get("service", "")
    if named not in SERVICES:
        raise NotFound("no-such-service", f"Name a service: {', '.join(SERVICES)}.")
    return named


def respond(
    route: Route,
    answer: Any,
    parameters: Mapping[str, str],
    *,
    replayed: bool = False,
) -> Response:
    """Say a service's answer: JSON, its version as ETag, where the new thing is, the next page."""
    if route.file:
        return hand_out(answer)
    text = json.dumps(answer, ensure_ascii=False)
    response = Response(text, status=route.status, content_type="application/json")
    version = answer.get("version") if isinstance(answer, dict) else None
    if isinstance(version, int):
        response.set_etag(str(version))
    if route.location:
        response.headers["Location"] = filled(route.location, {**parameters, **answer})
    if route.paged and answer.get("next"):
        response.headers["Link"] = f'<{next_page(answer["next"])}>; rel="next"'
    if replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def hand_out(answer: Mapping[str, Any]) -> Response:
    """Answer with the bytes of a file; their checksum is the ETag, for they never change."""
    content = base64.b64decode(answer["content"], validate=True)
    response = Response(content, content_type=answer["media_type"])
    # Never shown inside a page of ours: whatever is in it, it runs nowhere.
    name = answer["file_name"]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.set_etag(answer["sha256"])
    return response


def filled(path: str, values: Mapping[str, Any]) -> str:
    return PARAMETER.sub(lambda found: str(values[found.group(1)]), path)


def next_page(cursor: str) -> str:
    """Return the address of the page behind this one, with the same filters."""
    filters = {name: values for name, values in request.args.lists() if name != "after"}
    return f"{request.path}?{urlencode({**filters, 'after': cursor}, doseq=True)}"
