"""Forgetting an expert: the key is destroyed here, travel is told, and silence is noticed."""

from __future__ import annotations

from collections.abc import Sequence

from services.chassis.errors import Conflict
from services.chassis.pages import cut
from services.chassis.privacy.forgetting import ErasureStatus
from services.chassis.unit import Unit
from services.expert_deployment.assignments.usecases import work_of_expert
from services.expert_deployment.erasures.model import ExpertErasure, Ground
from services.expert_deployment.erasures.store import ExpertErasureStore
from services.expert_deployment.experts.usecases import expert_of
from services.expert_deployment.matching.usecases import refuse_open_candidacy

# Who may have been told who an expert is, and destroys its own copy of the key.
KEEPERS = ["travel"]


def erase_expert(unit: Unit, *, expert_id: str, ground: Ground) -> ExpertErasure:
    """Destroy the expert's key. Nothing under way may still need to know who it is."""
    expert = expert_of(unit, expert_id)
    if unit.store(ExpertErasureStore).of_expert(expert.id) is not None:
        raise Conflict("already-erased", "This expert has been forgotten.")
    refuse_open_candidacy(unit, expert.id)
    work = work_of_expert(unit, expert.id)
    going_on = [one.id for one in work if not one.over]
    if going_on:
        raise Conflict(
            "work-under-way",
            f"Assignment {going_on[0]} goes on; it can be withdrawn or ended first.",
        )
    erasure = ExpertErasure(
        id=unit.new_id(),
        expert_id=expert.id,
        ground=ground,
        asked_by=unit.principal.subject,
        asked_at=unit.now(),
        awaited=list(KEEPERS),
    )
    unit.store(ExpertErasureStore).add(erasure)
    unit.vault.forget(expert.id, *(one.id for one in work))
    due_at = erasure.due_at or unit.now()
    unit.publish(erasure.told(due_at.date()), sequence=1)
    unit.remind(due_at, "expert_erasure_due", erasure_id=erasure.id)
    return erasure


def note_acknowledgement(unit: Unit, *, erasure_id: str, by: str, awaits: Sequence[str]) -> None:
    """Somebody has forgotten the expert too."""
    unit.store(ExpertErasureStore).get(erasure_id).acknowledge(by, list(awaits), unit.now())


def escalate_erasure(unit: Unit, *, erasure_id: str) -> None:
    """The day has come; whoever is silent is the supervisor's to pursue."""
    erasure = unit.store(ExpertErasureStore).get(erasure_id)
    if erasure.escalate(unit.now()) and erasure.due_at is not None:
        unit.remind(erasure.due_at, "expert_erasure_due", erasure_id=erasure.id)


def expert_erasures(
    unit: Unit, *, status: ErasureStatus | None, after: str | None, limit: int
) -> tuple[Sequence[ExpertErasure], str | None]:
    """Return a page of erasures, and the cursor of the next one."""
    found = unit.store(ExpertErasureStore).page(status=status, after=after, limit=limit + 1)
    return cut(found, limit, "id")
