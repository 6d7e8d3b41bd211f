"""Erasures as the privacy officer asks for them, and what the others say of theirs."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import event_handler, reminder, rpc
from services.chassis.privacy.forgetting_schemas import ErasuresQuery
from services.chassis.unit import Unit
from services.intake.counselling.schemas import ContactView
from services.intake.erasure import usecases
from services.intake.erasure.schemas import (
    ErasureAcknowledged,
    ErasureBody,
    ErasureView,
    ExpertForgotten,
)
from services.intake.retention.schemas import RetentionReason, RetentionView


class Erasures:
    """Forgets people, and knows who has not yet."""

    @rpc("intake:rights:write")
    def erase_person(self, unit: Unit, *, person_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Destroy a person's key here, and have everybody do the same."""
        asked = ErasureBody().load(body)
        return ErasureView().dump(usecases.erase_person(unit, person_id=person_id, **asked))

    @rpc("intake:rights:write")
    def erase_contact(self, unit: Unit, *, contact_id: str) -> dict[str, Any]:
        """Forget who asked, of a contact that led to no case."""
        return ContactView().dump(usecases.erase_contact(unit, contact_id=contact_id))

    @rpc("intake:rights:write")
    def erase_after_review(self, unit: Unit, *, ref: str, body: dict[str, Any]) -> dict[str, Any]:
        """R-DP-04: a case is kept no longer; its people are forgotten everywhere."""
        asked = RetentionReason().load(body)
        return RetentionView().dump(usecases.erase_after_review(unit, ref=ref, **asked))

    @rpc("intake:rights:read")
    def erasures(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return a page of erasures, with who is still silent."""
        found, following = usecases.erasures(unit, **ErasuresQuery().load(query))
        return {"items": ErasureView(many=True).dump(found), "next": following}

    @reminder("erasure_due")
    def on_erasure_due(self, unit: Unit, erasure_id: str) -> None:
        """By now everybody should have said so."""
        usecases.escalate_erasure(unit, erasure_id=erasure_id)

    @reminder(usecases.OLD_CONTACTS)
    def on_old_contacts_due(self, unit: Unit) -> None:
        """A day has passed: the term of some contacts may be over."""
        usecases.forget_old_contacts(unit)

    @event_handler("travel", "erasure_acknowledged.v1")
    def on_travel_forgot(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Travel, or a travel agent, has forgotten the person."""
        usecases.note_acknowledgement(unit, **ErasureAcknowledged().load(fact))

    @event_handler("reintegration", "erasure_acknowledged.v1")
    def on_reintegration_forgot(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Reintegration has forgotten the person."""
        usecases.note_acknowledgement(unit, **ErasureAcknowledged().load(fact))

    @event_handler("expert_deployment", "erasure_acknowledged.v1")
    def on_expert_deployment_forgot(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Expert deployment has forgotten the person."""
        usecases.note_acknowledgement(unit, **ErasureAcknowledged().load(fact))

    @event_handler("expert_deployment", "expert_erased.v1")
    def on_expert_erased(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Expert deployment has forgotten an expert."""
        usecases.note_expert_forgotten(unit, **ExpertForgotten().load(fact))

    @event_handler("travel", "expert_erasure_acknowledged.v1")
    def on_expert_forgotten(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Travel, or a travel agent, has forgotten an expert."""
        usecases.note_expert_forgotten(unit, **ExpertForgotten().load(fact))
