"""One log line and one measurement per request: what was asked and how it went, never the body."""

from __future__ import annotations

import time

import structlog
from flask import Flask, Response, request

from gateway import calls, measures
from services.chassis.watch.disclosure import Vouched

log = structlog.get_logger(__name__)

# Nothing here may be kept by a cache: it is about people.
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Asked every few seconds by machines; their answers are in the metrics anyway.
QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


def install(app: Flask) -> None:
    app.before_request(calls.begin)
    app.after_request(finish)


def finish(response: Response) -> Response:
    """Number the answer, and record the route's template: a path can hold a reference."""
    call = calls.current_call()
    response.headers["X-Request-Id"] = call.request_id
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    method = Vouched(request.method if request.method in METHODS else "OTHER")
    route = template()
    status = str(response.status_code)
    measures.REQUESTS.labels(method=method, route=route, status=status).inc()
    seconds = time.monotonic() - call.started
    measures.SECONDS.labels(method=method, route=route).observe(seconds)
    if route not in QUIET:
        log.info(
            "request",
            method=method,
            route=Vouched(route),
            status=response.status_code,
            ms=call.milliseconds,
            request_id=call.request_id,
            trace_id=call.trace_id,
            subject=Vouched(call.subject[:100]),
            answered_by=call.service,
        )
    return response


def template() -> str:
    """Return the path as it is written in the route, `/v1/cases/{ref}`."""
    if request.url_rule is None:
        return "unknown"
    return request.url_rule.rule.replace("<reference:", "{").replace("<", "{").replace(">", "}")
