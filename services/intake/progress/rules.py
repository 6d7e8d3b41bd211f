"""What a case waits for beside its own state: what must be put back, proven, or set in motion."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from services.intake.cases.model import Case
from services.intake.safeguarding.rules import OpenPoint
from services.intake.states.model import BEFORE_JOURNEY, CaseStatus

BEFORE_ACCEPTANCE = BEFORE_JOURNEY - {CaseStatus.OPEN, CaseStatus.CLEARANCE_REFUSED}
# Without these nobody takes down a signature.
BEFORE_SIGNING = frozenset({"R-UAM-01", "R-DET-01"})
PUT_BACK = {
    "movement": ("the cancellation of the journey", "movement_officer"),
    "entitlement": ("the release of the reserved money", "counsellor"),
    "deposit": ("the refund of the deposit", "counsellor"),
    "permit_fees": ("the decision on the fees that were claimed", "counsellor"),
    "promissory_notes": ("the promissory notes to be given back", "counsellor"),
    "allowance": ("the return of the cash that was paid", "movement_officer"),
}


def waits_of(case: Case, points: Iterable[OpenPoint], now: datetime) -> list[dict[str, Any]]:
    """Return everything that is waited for, the state of the case first."""
    if case.ended:
        return []
    due_at = case.due_at.isoformat() if case.due_at else None
    waits = [_wait("case", case.waits_for, case.owner, due_at, overdue=case.overdue)]
    if case.status is CaseStatus.WITHDRAWING:
        waits += [
            _wait(thing, *PUT_BACK[thing], due_at, overdue=case.overdue)
            for thing in case.outstanding()
        ]
    waits += [
        _wait(point.person_id, f"{point.rule_id}: {point.sentence}", "counsellor", due_at)
        for point in points
    ]
    for movement in case.journey.movements.values():
        if movement.live and movement.stuck:
            stuck = movement.stuck
            told = (stuck["waits_for"], stuck["owner"], stuck["due_at"])
            # A child with the escort is told of before the time is up (R-UAM-07).
            overdue = datetime.fromisoformat(stuck["due_at"]) <= now
            waits.append(_wait(movement.movement_id, *told, overdue=overdue))
    return waits


def _wait(
    about: str, waits_for: Any, owner: Any, due_at: Any, *, overdue: bool = False
) -> dict[str, Any]:
    return {
        "about": about,
        "waits_for": waits_for,
        "owner": owner,
        "due_at": due_at,
        "overdue": overdue,
    }
