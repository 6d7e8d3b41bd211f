"""Forgetting a person: the key is destroyed here, everybody is told, and silence is noticed."""

from __future__ import annotations

from collections.abc import Sequence

from services.chassis.audit.anchors import next_midnight
from services.chassis.errors import Conflict
from services.chassis.pages import cut
from services.chassis.privacy.forgetting import ErasureStatus
from services.chassis.rules.keeping import kept_since
from services.chassis.unit import Unit
from services.intake.cases.store import CaseStore
from services.intake.counselling import usecases as counselling
from services.intake.counselling.model import Contact
from services.intake.erasure.model import Erasure, Ground
from services.intake.erasure.store import ErasureStore
from services.intake.person_requests.usecases import answered_by_erasure
from services.intake.retention.model import Retention
from services.intake.retention.schemas import CONTACT, TABLE
from services.intake.retention.usecases import check_no_hold, decide_to_erase, note_all_forgotten
from services.intake.timeline.usecases import retell, tell

# Each keeps something about people, and destroys its own copy of the key.
# The daily round of contacts; migration 0019 begins it.
OLD_CONTACTS, CONTACTS_AT_ONCE = "old_contacts_due", 500
EXPERTS = "expert_deployment"
KEEPERS = ["travel", "reintegration", EXPERTS]


def erase_person(unit: Unit, *, person_id: str, ground: Ground) -> Erasure:
    """Destroy the person's key. Nothing under way may still need to know who it is."""
    case = unit.store(CaseStore).of_person(person_id)
    if unit.store(ErasureStore).of_person(person_id) is not None:
        raise Conflict("already-erased", "This person has been forgotten.")
    if not case.ended:
        raise Conflict(
            "case-open",
            f"Case {case.case_ref} has not ended; it can be withdrawn first, and then forgotten.",
        )
    check_no_hold(unit, case.case_ref)
    erasure = Erasure(
        erasure_id=unit.new_id(),
        case_ref=case.case_ref,
        person_id=person_id,
        ground=ground,
        asked_by=unit.principal.subject,
        asked_at=unit.now(),
        awaited=list(KEEPERS),
    )
    unit.store(ErasureStore).add(erasure)
    unit.store(CaseStore).set_tokens(person_id, [])
    unit.vault.forget(person_id, case.case_ref)
    counselling.forget_contact_of(unit, case.case_ref)
    answered_by_erasure(unit, person_id)
    if not any(unit.vault.remembers(one) for one in case.person_ids):
        note_all_forgotten(unit, case.case_ref)
    due_at = erasure.due_at or unit.now()
    unit.publish(erasure.told(due_at.date()), sequence=case.version)
    unit.remind(due_at, "erasure_due", erasure_id=erasure.erasure_id)
    told = {"person_id": person_id, "ground": ground}
    tell(unit, about=case.case_ref, step="person_erased", facts=told)
    return erasure


def erase_contact(unit: Unit, *, contact_id: str) -> Contact:
    """Forget who asked for advice, and led to no case."""
    contact = counselling.forget_contact(unit, contact_id=contact_id)
    answered_by_erasure(unit, contact_id)
    return contact


def forget_old_contacts(unit: Unit) -> None:
    """R-DP-04: who asked for advice and led to no case is forgotten when the term is over."""
    before = kept_since(unit.rules(TABLE), CONTACT, unit.today())
    forgotten = counselling.forget_old_contacts(unit, before, CONTACTS_AT_ONCE)
    for contact_id in forgotten:
        answered_by_erasure(unit, contact_id)
    more = len(forgotten) == CONTACTS_AT_ONCE
    unit.remind(unit.now() if more else next_midnight(unit.now()), OLD_CONTACTS)


def erase_after_review(unit: Unit, *, ref: str, reason: str) -> Retention:
    """R-DP-04: the term is over and the officer has decided: everybody of the case is forgotten.

    The case is locked before its retention, as by whoever forgets one person of it.
    """
    person_ids = unit.store(CaseStore).get(ref).person_ids
    retention = decide_to_erase(unit, ref=ref, reason=reason)
    for person_id in person_ids:
        if unit.store(ErasureStore).of_person(person_id) is None:
            erase_person(unit, person_id=person_id, ground=Ground.RETENTION)
    return retention


def note_acknowledgement(
    unit: Unit, *, erasure_id: str, by: str, awaits: Sequence[str], case_ref: str, person_id: str
) -> None:
    """Somebody has forgotten the person too."""
    erasure = unit.store(ErasureStore).get(erasure_id)
    told = {"person_id": person_id}
    retell(unit, about=case_ref, facts=told | {"by": by})
    if erasure.acknowledge(by, list(awaits), unit.now()):
        tell(unit, about=case_ref, step="erasure_done", facts=told)


def note_expert_forgotten(unit: Unit, *, erasure_id: str, person_id: str, by: str) -> None:
    """An expert has no case here: it is retold, under the erasure."""
    retell(unit, about=erasure_id, facts={"person_id": person_id, "by": by})
    if by == EXPERTS:
        answered_by_erasure(unit, person_id)


def escalate_erasure(unit: Unit, *, erasure_id: str) -> None:
    """The day has come; whoever is silent is named to the supervisor."""
    erasure = unit.store(ErasureStore).get(erasure_id)
    if erasure.escalate(unit.now()):
        told = {"outstanding": erasure.outstanding}
        tell(unit, about=erasure.case_ref, step="erasure_overdue", facts=told)
        if erasure.due_at is not None:
            unit.remind(erasure.due_at, "erasure_due", erasure_id=erasure_id)


def erasures(
    unit: Unit, *, status: ErasureStatus | None, after: str | None, limit: int
) -> tuple[Sequence[Erasure], str | None]:
    """Return a page of erasures, and the cursor of the next one."""
    found = unit.store(ErasureStore).page(status=status, after=after, limit=limit + 1)
    return cut(found, limit, "erasure_id")
