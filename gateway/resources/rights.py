"""A person's rights over HTTP: to see everything in one file, to correct it, to be forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, request
from marshmallow import Schema, fields

from gateway.calls import Call, current_call
from gateway.operations import require, respond
from gateway.queries import read_query
from gateway.reception import Reception
from gateway.roles import SERVICES
from gateway.routes import Route
from services.chassis.callers.identity import Principal
from services.chassis.errors import NotFound
from services.chassis.privacy.forgetting_schemas import ErasuresFilter
from services.chassis.wire.rpc import RpcClient
from services.expert_deployment.erasures import schemas as experts
from services.intake.counselling.schemas import ContactView
from services.intake.erasure import schemas as erasure
from services.intake.retention import schemas as kept
from services.intake.rights import schemas as rights
from services.travel.erasures import schemas as agents

PERSON, CONTACT = "/v1/persons/{person_id}", "/v1/contacts/{contact_id}"
PART_DEADLINE_SECONDS = 5.0
READ, WRITE = "intake:rights:read", "intake:rights:write"


class ExportView(Schema):
    """Everything that is kept about a person, by service; each part is whole."""

    person_id = fields.String(required=True)
    intake: Any = fields.Raw(required=True)
    travel: Any = fields.Raw(required=True)
    reintegration: Any = fields.Raw(required=True)
    expert_deployment: Any = fields.Raw(required=True)


EXPORT = Route(
    "GET",
    f"{PERSON}/export",
    rpc="intake.export_person",
    scope=READ,
    answer=ExportView,
    summary="Everything that is kept about a person, in one file",
)

ROUTES: list[Route] = [
    EXPORT,
    Route(
        "GET",
        f"{PERSON}/history",
        rpc="intake.history_of_person",
        scope=READ,
        answer=rights.FormerRecordView,
        paged=True,
        summary="What was recorded of a person before each correction",
    ),
    Route(
        "POST",
        f"{PERSON}/correction",
        rpc="intake.correct_person",
        scope=WRITE,
        body=rights.PersonCorrection,
        answer=rights.CorrectedView,
        summary="Correct what is recorded of a person, in any state of the case",
        example={"ground": "request", "person": {"family_name": "Exemple"}},
    ),
    Route(
        "POST",
        f"{PERSON}/erasure",
        rpc="intake.erase_person",
        scope=WRITE,
        body=erasure.ErasureBody,
        answer=erasure.ErasureView,
        status=201,
        summary="Forget a person here and everywhere",
        example={"ground": "request"},
    ),
    Route(
        "GET",
        "/v1/erasures",
        rpc="intake.erasures",
        scope=READ,
        query=ErasuresFilter,
        paged=True,
        answer=erasure.ErasureView,
        summary="Who was forgotten, and who has not said so yet",
    ),
    Route(
        "GET",
        "/v1/agent-erasures",
        rpc="travel.agent_erasures",
        scope="travel:rights:read",
        query=agents.AgentErasuresFilter,
        paged=True,
        answer=agents.AgentErasureView,
        summary="Which travel agents were told to forget somebody, and which are overdue",
    ),
    Route(
        "GET",
        f"{CONTACT}/export",
        rpc="intake.export_contact",
        scope=READ,
        answer=rights.ContactExportView,
        summary="Everything that is kept about who asked for advice",
    ),
    Route(
        "POST",
        f"{CONTACT}/erasure",
        rpc="intake.erase_contact",
        scope=WRITE,
        answer=ContactView,
        summary="Forget who asked for advice, when it led to no case",
    ),
]

ROUTES += [
    Route(
        "POST",
        "/v1/experts/{expert_id}/erasure",
        rpc="expert_deployment.erase_expert",
        scope="expert_deployment:rights:write",
        body=experts.ExpertErasureBody,
        answer=experts.ExpertErasureView,
        status=201,
        summary="Forget an expert here and at travel",
        example={"ground": "request"},
    ),
    Route(
        "GET",
        "/v1/expert-erasures",
        rpc="expert_deployment.expert_erasures",
        scope="expert_deployment:rights:read",
        query=ErasuresFilter,
        paged=True,
        answer=experts.ExpertErasureView,
        summary="Which experts were forgotten, and who has not said so yet",
    ),
]


REASON = {"reason": "The term is over and nothing of it is needed any more."}


def retention(verb: str, rpc: str, summary: str, **more: Any) -> Route:
    """A decision of the privacy officer on how long a case is kept."""
    usual: dict[str, Any] = {"body": kept.RetentionReason, "example": REASON}
    path = f"/v1/cases/{{ref}}/retention/{verb}"
    answer = kept.RetentionView
    return Route("POST", path, f"intake.{rpc}", WRITE, summary, answer, **(usual | more))


LONGER = {"until": "2032-01-01", "reason": "An objection is before the court."}
ROUTES += [
    Route(
        "GET",
        "/v1/retentions",
        rpc="intake.retentions",
        scope=READ,
        query=kept.RetentionsFilter,
        paged=True,
        answer=kept.RetentionView,
        summary="How long each ended case is kept, and which wait for a review",
    ),
    retention(
        "extension",
        "keep_longer",
        "Keep a reviewed case longer, with a reason and a new day",
        body=kept.LongerRetention,
        example=LONGER,
    ),
    retention("hold", "hold_case", "A legal hold: nothing of the case is erased"),
    retention("release", "release_from_hold", "The legal hold is over; the case is reviewed"),
    retention("erasure", "erase_after_review", "Forget everybody of a case whose term is over"),
]


@dataclass(frozen=True)
class ExportOperation:
    """The view function of an export: all services answer, or it is refused for now."""

    reception: Reception
    rpc: RpcClient
    threads: ThreadPoolExecutor

    def __call__(self, person_id: str) -> Response:
        principal = self.reception.admit(request)
        for service in SERVICES:
            part = replace(EXPORT, scope=f"{service}:rights:read")
            require(self.rpc, part, principal, service, {"person_id": person_id})
        read_query(EXPORT, request.args)
        call = current_call()
        asked = {
            service: self.threads.submit(self._ask, service, person_id, principal, call)
            for service in SERVICES
        }
        parts = {service: part.result() for service, part in asked.items()}
        if not any(part and part["rows"] for part in parts.values()):
            raise NotFound("no-such-person", f"Nothing is kept about {person_id}.")
        # One message carries no more than a file or two, so each comes in one of its own.
        for file in (parts["intake"] or {"rows": {}})["rows"].get("files", []):
            asking = {"person_id": person_id, "file_id": file["file_id"]}
            found = self._call("intake", "file_of_person", asking, principal, call)
            file["content"] = found and found["content"]
        return respond(EXPORT, {"person_id": person_id, **parts}, {"person_id": person_id})

    def _ask(self, service: str, person_id: str, principal: Principal, call: Call) -> Any:
        return self._call(service, "export_person", {"person_id": person_id}, principal, call)

    def _call(
        self, service: str, method: str, asked: dict[str, str], principal: Principal, call: Call
    ) -> Any:
        try:
            answer, _ = self.rpc.call(
                service,
                method,
                asked,
                principal=principal,
                deadline_seconds=PART_DEADLINE_SECONDS,
                trace_parent=call.trace_parent,
            )
        except NotFound:
            # An expert is nobody of intake's, and most people are no experts; a file of a person
            # who was forgotten is closed for good.
            return None
        return answer
