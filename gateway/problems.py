"""What a caller is told when it does not work, as RFC 9457 problems."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from gateway.calls import current_call
from gateway.problem_kinds import BY_STATUS, KINDS, Kind
from services.chassis.errors import Conflict, Forbidden, Invalid, NotFound, Refusal
from services.chassis.watch.disclosure import Vouched
from services.chassis.wire.rpc import DeadlinePassed, ServiceAway

PROBLEM_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 5

log = structlog.get_logger(__name__)


# A chassis code that means more than its refusal; any other code keeps the refusal's kind.
OF_REFUSAL: Mapping[type[Refusal], str] = {
    Invalid: "invalid",
    NotFound: "not-found",
    Conflict: "conflict",
    Forbidden: "forbidden",
}


class Refused(Exception):  # noqa: N818 - staff say refusal, not error
    """The gateway itself does not let a request pass."""

    def __init__(
        self,
        kind: str,
        sentence: str,
        errors: Iterable[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(kind, sentence)
        self.kind = KINDS[kind]
        self.sentence = sentence
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


def kind_of(refusal: Refusal) -> Kind:
    """Return the sort of problem that a service's refusal is."""
    if refusal.code in KINDS:
        return KINDS[refusal.code]
    code = next((code for sort, code in OF_REFUSAL.items() if isinstance(refusal, sort)), "invalid")
    return KINDS[code]


def problem(
    kind: Kind,
    detail: str,
    *,
    code: str | None = None,
    errors: Iterable[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Make the answer."""
    call = current_call()
    body: dict[str, Any] = {
        "type": kind.address,
        "title": kind.title,
        "status": int(kind.status),
        "detail": detail,
        "code": code or kind.code,
        "errors": [dict(error) for error in errors],
        "request_id": call.request_id,
        "trace_id": call.trace_id,
    }
    answer = Response(json.dumps(body), status=int(kind.status), content_type=PROBLEM_TYPE)
    answer.headers.extend(headers or {})
    return answer


def refused(error: Refused) -> Response:
    return problem(error.kind, error.sentence, errors=error.errors, headers=error.headers)


def service_refused(error: Refusal) -> Response:
    places: list[dict[str, str]] = [{**place} for place in error.errors]  # type: ignore[dict-item]
    return problem(kind_of(error), error.sentence, code=error.code, errors=places)


def service_away(error: ServiceAway) -> Response:
    note("service_away", error)
    return problem(
        KINDS["service-away"],
        "The service that answers this cannot be reached now; nothing was done.",
        headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
    )


def deadline_passed(error: DeadlinePassed) -> Response:
    note("deadline_passed", error)
    return problem(
        KINDS["deadline-passed"],
        "The service did not answer in time; it may or may not have been done.",
    )


def note(event: str, error: Exception) -> None:
    call = current_call()
    reason = Vouched(error)
    log.warning(event, reason=reason, answered_by=call.service, request_id=call.request_id)


def broken(error: Exception) -> Response:
    """Answer for a defect of ours: the log gets where it happened, the caller a number to tell."""
    log.error("defect", exc_info=error, request_id=current_call().request_id)
    return problem(KINDS["defect"], "This is our fault, not yours; it has been recorded.")


def http_error(error: HTTPException) -> Response:
    """Say in our own way what the web framework found."""
    status = error.code or int(HTTPStatus.INTERNAL_SERVER_ERROR)
    kind = BY_STATUS.get(status, KINDS["unreadable" if status < 500 else "defect"])  # noqa: PLR2004
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    return problem(kind, f"{kind.title}.", headers=headers)


def install(app: Flask) -> None:
    """Let every error leave as a problem."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(Refusal, service_refused)
    app.register_error_handler(ServiceAway, service_away)
    app.register_error_handler(DeadlinePassed, deadline_passed)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, broken)
