"""Breaking the glass: at once, for a short time, and reported to the supervisor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from services.chassis.callers.identity import is_one_of
from services.chassis.errors import Conflict
from services.chassis.staff.grants import Grants
from services.chassis.unit import Unit
from services.intake.assignments.rules import goes_by_function
from services.intake.assignments.usecases import works_on
from services.intake.cases.usecases import read_case
from services.intake.deadlines.usecases import remind_due
from services.intake.emergency_access.model import (
    AccessStatus,
    EmergencyAccess,
    Finding,
    Reason,
)
from services.intake.emergency_access.store import EmergencyStore
from services.intake.exclusions.usecases import setting
from services.intake.timeline.usecases import tell


def break_glass(unit: Unit, *, ref: str, reason: Reason) -> EmergencyAccess:
    """R-DP-03: see a case without being assigned to it, with a reason that is looked at after."""
    case = read_case(unit, ref=ref)
    if goes_by_function(unit.principal.roles) or works_on(unit, case.case_ref):
        raise Conflict("no-need", "You see this case as it is.")
    before = unit.store(EmergencyStore).of_case(case.case_ref)
    mine = [one for one in before if is_one_of(unit.principal.subject, [one.staff_id])]
    if any(one.lasts(unit.now()) for one in mine):
        raise Conflict("already-open", "Your access in an emergency has not ended yet.")
    today, now = unit.today(), unit.now()
    access = EmergencyAccess(
        access_id=unit.new_id(),
        case_ref=case.case_ref,
        staff_id=unit.principal.subject,
        reason=reason,
        given_at=now,
        ends_at=now + timedelta(days=setting(unit, "emergency_access", today)),
        entered_at=now,
    )
    access.wait_from(now, timedelta(days=setting(unit, "emergency_access_review", today)))
    unit.store(EmergencyStore).add(access)
    subject = access.staff_id
    unit.store(Grants).give(
        access.access_id, thing=access.case_ref, subject=subject, until=access.ends_at
    )
    unit.account_for(f"glass-broken {reason}")
    unit.publish(access.given())
    told = {"access_id": access.access_id, "reason": reason, "ends_at": access.ends_at}
    tell(unit, about=access.case_ref, step="glass_broken", facts=told)
    remind_due(unit, access, "access_review_due", access_id=access.access_id)
    return access


def review_access(unit: Unit, *, access_id: str, finding: Finding) -> EmergencyAccess:
    """R-DP-03: the supervisor says whether there was need; what was seen cannot be taken back."""
    access = unit.store(EmergencyStore).get(access_id)
    access.review(finding, unit.principal.subject, unit.now())
    told = {"access_id": access_id, "finding": finding}
    tell(unit, about=access.case_ref, step="access_reviewed", facts=told)
    return access


def escalate_review(unit: Unit, *, access_id: str, status: str, due_at: str) -> None:
    """Nobody has looked at it in time: it is told again until somebody does."""
    access = unit.store(EmergencyStore).get(access_id)
    if access.escalate(status, due_at, unit.now()):
        told = {"access_id": access_id, "owner": access.owner}
        tell(unit, about=access.case_ref, step="access_not_reviewed", facts=told)
        remind_due(unit, access, "access_review_due", access_id=access_id)


def emergency_accesses(
    unit: Unit, *, status: AccessStatus | None, after: str | None, limit: int
) -> tuple[Sequence[EmergencyAccess], str | None]:
    """Return a page of accesses in an emergency, and the cursor of the next one."""
    found = unit.store(EmergencyStore).page(status=status, after=after, limit=limit + 1)
    more = len(found) > limit
    return found[:limit], found[limit - 1].access_id if more else None
