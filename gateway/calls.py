"""One HTTP request as we speak of it: its number, its trace, and who turned out to be asking."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import cast

from flask import g, has_request_context, request

from services.chassis.ids import new_id
from services.chassis.watch import tracing

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


@dataclass
class Call:
    """What log lines, problems and the services' traces share about one request."""

    request_id: str
    trace_parent: str
    started: float = field(default_factory=time.monotonic)
    subject: str = "-"
    service: str = "-"

    @property
    def trace_id(self) -> str:
        return self.trace_parent.split("-")[1]

    @property
    def milliseconds(self) -> int:
        return round((time.monotonic() - self.started) * 1000)


def begin() -> None:
    """Number the request, keeping the caller's own number and trace when they are well formed."""
    offered = request.headers.get("X-Request-Id", "")
    g.call = Call(
        request_id=offered if REQUEST_ID.fullmatch(offered) else new_id(),
        trace_parent=tracing.child(request.headers.get("traceparent", "")),
    )


def current_call() -> Call:
    """Return the call in hand; one is made for an error so early that none has begun."""
    if not has_request_context() or "call" not in g:
        return Call(request_id=new_id(), trace_parent=tracing.child(""))
    return cast("Call", g.call)
