"""What deployment officers do with the register of experts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.chassis.errors import Conflict, Invalid, Problem
from services.chassis.messages import as_json
from services.chassis.unit import Unit
from services.expert_deployment.experts.model import Expert
from services.expert_deployment.experts.store import ExpertStore


def register_expert(
    unit: Unit, *, person: Mapping[str, Any], consent: Mapping[str, Any], **known: Any
) -> Expert:
    """Enter an expert who gave consent; the personal file goes into the vault."""
    if consent["signed_on"] > unit.today():
        sentence = "The consent is signed in the future."
        raise Invalid(
            "no-consent", sentence, [Problem(pointer="/consent/signed_on", detail=sentence)]
        )
    expert_id = unit.new_id()
    expert = Expert(
        id=expert_id,
        consent_signed_on=consent["signed_on"],
        consent_language=consent["language"],
        sealed=unit.vault.seal(expert_id, as_json(dict(person))),
        registered_at=unit.now(),
        **known,
    )
    unit.store(ExpertStore).add(expert)
    return expert


def renew_document(unit: Unit, *, expert_id: str, document: Mapping[str, Any]) -> Expert:
    """Put a new travel document into the personal file."""
    expert = unit.store(ExpertStore).get(expert_id)
    unit.expects(expert.version)
    person = person_of(unit, expert)
    expert.renew(unit.vault.seal(expert_id, person | {"document": as_json(dict(document))}))
    return expert


def expert_of(unit: Unit, expert_id: str) -> Expert:
    return unit.store(ExpertStore).get(expert_id)


def person_of(unit: Unit, expert: Expert) -> dict[str, Any]:
    """Open the personal file."""
    return unit.vault.open(expert.id, expert.sealed)


def refuse_forgotten(unit: Unit, expert_id: str) -> None:
    """Refuse to plan anything with an expert of whom nobody knows who it is.

    The expert is locked first: nobody forgets somebody with whom something is being planned.
    """
    expert_of(unit, expert_id)
    if not unit.vault.remembers(expert_id):
        raise Conflict("erased", f"Expert {expert_id} was forgotten, on request.")


def experts_page(unit: Unit, **asked: Any) -> Sequence[Expert]:
    return unit.store(ExpertStore).page(**asked)
