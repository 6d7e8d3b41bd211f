"""Who may escort: qualified, with a way home, and nowhere else at the time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from services.chassis.errors import Conflict, Invalid
from services.travel.escorts.model import Escort
from services.travel.travellers.rules import ESCORT_KINDS, MEDICAL_KINDS

# R-MOV-06: no source knows the ratio; four is our proposal.
CHILDREN_PER_ESCORT_MAX = 4


def refuse_unfit(
    *, kind: str, needed: str | None, credential_valid_until: date | None, back_at: datetime | None
) -> datetime:
    """Refuse an escort who cannot do it; return when they are back (R-MED-03, R-MOV-06)."""
    if needed is None:
        raise Conflict("no-escort-needed", "Nobody of this party needs an escort.")
    if is_too_weak(kind, needed):
        raise Invalid(
            "wrong-kind",
            f"This party needs a {needed.replace('_', ' ')}.",
            [{"pointer": "/kind", "detail": f"At least {needed}."}],
        )
    if back_at is None:
        raise Conflict("no-way-back", "The chosen offer has no return for the escort.")
    if kind in MEDICAL_KINDS and (
        credential_valid_until is None or credential_valid_until <= back_at.date()
    ):
        raise Invalid(
            "no-credential",
            f"A medical escort's credential must outlast the return on {back_at.date()}.",
            [{"pointer": "/credential_valid_until", "detail": "Valid until after the return."}],
        )
    return back_at


def is_too_weak(kind: str, needed: str | None) -> bool:
    """R-MED-03: whether the party now needs more than the escort who was named."""
    return needed is not None and ESCORT_KINDS.index(kind) < ESCORT_KINDS.index(needed)


def refuse_too_many_children(children_alone: int) -> None:
    """One adult does not watch over more children than they can (R-MOV-06)."""
    if children_alone > CHILDREN_PER_ESCORT_MAX:
        raise Conflict(
            "too-many-children",
            f"One escort may take {CHILDREN_PER_ESCORT_MAX} children, not {children_alone}.",
        )


def refuse_overlap(others: Iterable[Escort], leaves_at: datetime, back_at: datetime) -> None:
    """Nobody is on two journeys at a time (R-MOV-06)."""
    for other in others:
        if other.busy_from < back_at and leaves_at < other.busy_until:
            raise Conflict(
                "escort-busy",
                f"{other.staff_id} is away on movement {other.movement_id} until"
                f" {other.busy_until.isoformat(timespec='minutes')}.",
            )
