"""Giving a case to somebody of staff, and taking it back. The other services are told of both."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from services.chassis.callers.identity import is_one_of
from services.chassis.errors import Conflict, Forbidden, NotFound
from services.chassis.staff.grants import Grants
from services.chassis.unit import Unit
from services.intake.assignments.model import Assignment, Gap, How
from services.intake.assignments.rules import goes_by_function
from services.intake.assignments.store import AssignmentStore
from services.intake.deadlines.usecases import remind_due
from services.intake.exclusions.usecases import setting
from services.intake.timeline.usecases import tell


def assign_opener(unit: Unit, case_ref: str) -> None:
    """R-DP-03: whoever opens a case works on it; so nobody ever waits to see what he opened."""
    _give(unit, case_ref, unit.principal.subject, How.OPENED)


def assign_case(unit: Unit, *, ref: str, staff_id: str) -> Assignment:
    """R-DP-03: a supervisor, or whoever works on the case, lets another work on it."""
    _check_may_hand_over(unit, ref)
    unit.store(AssignmentStore).hold(ref)
    people, gap = assignments_of_case(unit, ref=ref)
    if any(one.active and is_one_of(staff_id, [one.staff_id]) for one in people):
        raise Conflict("already-assigned", "This person works on the case already.")
    given = _give(unit, ref, staff_id, How.GIVEN)
    tell(unit, about=ref, step="case_assigned", facts={"assignment_id": given.assignment_id})
    if gap is not None:
        unit.store(AssignmentStore).gap(gap.gap_id).fill(unit.now())
    return given


def release_case(unit: Unit, *, ref: str, assignment_id: str) -> Assignment:
    """R-DP-03: take a case back. When nobody is left, it waits for the supervisor."""
    _check_may_hand_over(unit, ref)
    unit.store(AssignmentStore).hold(ref)
    known = {one.assignment_id: one for one in unit.store(AssignmentStore).of_case(ref)}
    if assignment_id not in known:
        raise NotFound("no-such-assignment", f"Case {ref} has no assignment {assignment_id}.")
    released = known[assignment_id]
    fact = released.release(unit.principal.subject, unit.now())
    unit.store(Grants).end(assignment_id, thing=ref, subject=released.staff_id, at=fact.released_at)
    unit.publish(fact)
    tell(unit, about=ref, step="case_released", facts={"assignment_id": assignment_id})
    if not any(one.active for one in known.values()):
        _open_gap(unit, ref)
    return released


def assignments_of_case(unit: Unit, *, ref: str) -> tuple[Sequence[Assignment], Gap | None]:
    """Return who works and worked on a case, and since when nobody does."""
    store = unit.store(AssignmentStore)
    people, gap = store.of_case(ref), store.open_gap(ref)
    if not people and gap is None:
        raise NotFound("no-such-case", f"There is no case {ref}.")
    return people, gap


def readable(unit: Unit, refs: Collection[str]) -> set[str]:
    """Return those of these cases of which the caller may learn that they exist (R-DP-03)."""
    if goes_by_function(unit.principal.roles) or not refs:
        return set(refs)
    return set(unit.store(Grants).seen(refs))


def unassigned_cases(
    unit: Unit, *, after: str | None, limit: int
) -> tuple[Sequence[Gap], str | None]:
    """Return a page of cases without anybody, and the cursor of the next one."""
    found = unit.store(AssignmentStore).gaps(after=after, limit=limit + 1)
    more = len(found) > limit
    return found[:limit], found[limit - 1].gap_id if more else None


def escalate_gap(unit: Unit, *, gap_id: str, status: str, due_at: str) -> None:
    """The supervisor let the deadline pass: it is told again until somebody works on the case."""
    gap = unit.store(AssignmentStore).gap(gap_id)
    if gap.escalate(status, due_at, unit.now()):
        tell(unit, about=gap.case_ref, step="case_still_unassigned", facts={"owner": gap.owner})
        remind_due(unit, gap, "gap_due", gap_id=gap_id)


def works_on(unit: Unit, ref: str) -> bool:
    """Whether the caller is assigned to a case; access in an emergency is no assignment."""
    return unit.store(Grants).seen([ref]).get(ref, False)


def _check_may_hand_over(unit: Unit, ref: str) -> None:
    """Who broke the glass may look and act, but lets nobody in, not even himself for longer."""
    if not goes_by_function(unit.principal.roles) and not works_on(unit, ref):
        raise Forbidden("not-assigned", "Only who works on a case, or a supervisor, hands it over.")


def _give(unit: Unit, ref: str, staff_id: str, how: How) -> Assignment:
    given = Assignment(
        assignment_id=unit.new_id(),
        case_ref=ref,
        staff_id=staff_id,
        how=how,
        assigned_by=unit.principal.subject,
        assigned_at=unit.now(),
    )
    unit.store(AssignmentStore).add(given)
    unit.store(Grants).give(given.assignment_id, thing=ref, subject=staff_id)
    unit.publish(given.given())
    return given


def _open_gap(unit: Unit, ref: str) -> None:
    gap = Gap(gap_id=unit.new_id(), case_ref=ref, entered_at=unit.now())
    within = timedelta(days=setting(unit, "unassigned_case", unit.today()))
    gap.wait_from(unit.now(), within)
    unit.store(AssignmentStore).add_gap(gap)
    tell(unit, about=ref, step="case_unassigned", facts={"owner": gap.owner})
    remind_due(unit, gap, "gap_due", gap_id=gap.gap_id)
