"""Where the facts of the other services lead a case: one step at a time, until none is left."""

from __future__ import annotations

from services.intake.journeys.model import Journey
from services.intake.states.model import CaseStatus


def next_step(
    status: CaseStatus, everybody: set[str], journey: Journey, outstanding: tuple[str, ...]
) -> str | None:
    """Return the verb that what is known calls for in this state, or nothing.

    It looks at what is known, not at which fact came last, so that facts in any order lead to
    the same state. A case of several travellers moves on when each of them has.
    """
    gone, stayed = journey.gone(), journey.stayed()
    seated, decided = journey.booked(everybody), everybody <= gone | stayed
    steps = {
        CaseStatus.ACCEPTED: ((seated, "book"),),
        CaseStatus.BOOKED: (
            (decided and bool(gone), "depart"),
            (decided, "miss"),
            (not seated, "unbook"),
        ),
        CaseStatus.NO_SHOW: ((bool(gone), "depart"),),
        CaseStatus.DEPARTED: ((decided and gone <= journey.arrived(), "arrive"),),
        CaseStatus.WITHDRAWING: ((decided and bool(gone), "depart"), (not outstanding, "put_back")),
    }
    return next((verb for called_for, verb in steps.get(status, ()) if called_for), None)
