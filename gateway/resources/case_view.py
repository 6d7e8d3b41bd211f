"""One case as four services see it, asked side by side; who is away leaves their part blank."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import structlog
from flask import Response, request
from marshmallow import Schema, fields

from gateway.calls import Call, current_call
from gateway.operations import require, respond
from gateway.queries import read_query
from gateway.reception import Reception
from gateway.routes import Route
from services.chassis.callers.identity import Principal
from services.chassis.errors import Forbidden, NotFound, Refusal
from services.chassis.wire.rpc import DeadlinePassed, RpcClient, ServiceAway

PART_DEADLINE_SECONDS = 3.0
THREADS = 16

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Part:
    """What one service knows of a case."""

    name: str
    service: str
    procedure: str
    scope: str


CASE = Part("case", "intake", "case", "intake:cases:read")
OTHERS = (
    Part("movements", "travel", "movements_of_case", "travel:movements:read"),
    Part("entitlement", "reintegration", "entitlement_of_case", "reintegration:entitlements:read"),
    Part(
        "assignments",
        "expert_deployment",
        "assignments_of_case",
        "expert_deployment:assignments:read",
    ),
)


class CaseView(Schema):
    """Each part is as its service shows it, or says why it is not there."""

    case_ref = fields.String(required=True)
    version = fields.Integer(metadata={"description": "The case's own; also its ETag."})
    case = fields.Dict(
        required=True,
        metadata={"description": "As intake shows it."},
    )
    movements = fields.Raw(
        required=True,
        metadata={
            "description": "As travel shows them, or `unavailable` or `withheld` with a `reason`."
        },
    )
    entitlement = fields.Raw(
        required=True, metadata={"description": "As reintegration shows it; null without one."}
    )
    assignments = fields.Raw(
        required=True, metadata={"description": "As expert_deployment shows them."}
    )


ROUTE = Route(
    "GET",
    "/v1/cases/{ref}",
    rpc=f"{CASE.service}.{CASE.procedure}",
    scope=CASE.scope,
    answer=CaseView,
    summary="One case, as the four services see it",
)


@dataclass(frozen=True)
class CaseOperation:
    """The view function of a case."""

    reception: Reception
    rpc: RpcClient
    threads: ThreadPoolExecutor

    def __call__(self, ref: str) -> Response:
        principal = self.reception.admit(request)
        require(self.rpc, ROUTE, principal, ROUTE.service, {"ref": ref})
        read_query(ROUTE, request.args)
        call = current_call()
        asked = {
            part.name: self.threads.submit(self._ask, part, ref, principal, call)
            for part in (CASE, *OTHERS)
        }
        shown: dict[str, Any] = {"case_ref": ref, "case": asked[CASE.name].result()}
        version = shown["case"].get("version")
        if version is not None:
            shown["version"] = version
        shown.update({part.name: asked[part.name].result() for part in OTHERS})
        return respond(ROUTE, shown, {"ref": ref})

    def _ask(self, part: Part, ref: str, principal: Principal, call: Call) -> Any:
        """Return a part; only intake may say that there is no such case, or not for you."""
        if not principal.may(part.scope):
            return {"withheld": True, "reason": f"This needs the scope {part.scope}."}
        try:
            answer, _ = self.rpc.call(
                part.service,
                part.procedure,
                {"ref": ref},
                principal=principal,
                deadline_seconds=PART_DEADLINE_SECONDS,
                trace_parent=call.trace_parent,
            )
        except Refusal as error:
            return refused_part(part, error)
        except (ServiceAway, DeadlinePassed) as error:
            log.warning("part_unavailable", **told(part, call, error))
            return unavailable(f"{part.service} does not answer now.")
        except Exception as error:  # noqa: BLE001 - one service's defect must not hide the others
            log.warning("part_broken", **told(part, call, error))
            return unavailable(f"{part.service} could not answer; it has been recorded.")
        return answer


def refused_part(part: Part, error: Refusal) -> Any:
    """Show another service's refusal in its part."""
    if part is CASE:
        raise error
    if isinstance(error, NotFound):
        return None
    if isinstance(error, Forbidden):
        return {"withheld": True, "reason": error.sentence}
    return unavailable(error.sentence)


def unavailable(reason: str) -> dict[str, Any]:
    return {"unavailable": True, "reason": reason}


def told(part: Part, call: Call, error: Exception) -> dict[str, str]:
    return {
        "answered_by": part.service,
        "request_id": call.request_id,
        "cause": type(error).__name__,
    }
