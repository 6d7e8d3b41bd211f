"""Where what is known leads a case: one step at a time, until none is left."""

from __future__ import annotations

from collections.abc import Collection

from services.chassis.machine import Machine
from services.intake.journeys.model import Journey
from services.intake.states.model import PREPARING, CaseStatus

# Whoever is no longer held has nobody who must be told of the booking (R-DET-03).
IMPLIED = {"released": "announce"}

# What staff read who find a slip when the journey is being arranged.
FIXED = (
    "The facts of a case that is {} are fixed. What is wrong about a person is corrected by the"
    " privacy officer; for another destination or other days it is withdrawn and opened anew."
)


def next_step(
    status: CaseStatus,
    everybody: set[str],
    journey: Journey,
    outstanding: tuple[str, ...],
) -> str | None:
    """Return the verb that the facts of the journey call for in this state, or nothing.

    It looks at what is known, not at which fact came last, so that facts in any order lead to
    the same state. A case of several travellers moves on when each of them has.
    """
    gone, stayed = journey.gone(), journey.stayed()
    seated, decided = journey.booked(everybody), everybody <= gone | stayed
    with_seats = (
        (decided and bool(gone), "depart"),
        (decided, "miss"),
        (not seated, "unbook"),
    )
    steps = {
        CaseStatus.ACCEPTED: ((seated, "book"),),
        CaseStatus.BOOKED: with_seats,
        CaseStatus.ANNOUNCED: with_seats,
        CaseStatus.NO_SHOW: ((bool(gone), "depart"),),
        CaseStatus.DEPARTED: (
            (decided and bool(gone) and gone <= journey.arrived(), "arrive"),
            (decided and not gone, "miss"),
        ),
        CaseStatus.WITHDRAWING: ((decided and bool(gone), "depart"), (not outstanding, "put_back")),
    }
    return next((verb for called_for, verb in steps.get(status, ()) if called_for), None)


def next_preparation(machine: Machine, status: CaseStatus, prepared: Collection[str]) -> str | None:
    """Return the verb of this state whose matter has already been seen to, or nothing."""
    ready = PREPARING & ({*prepared} | {IMPLIED[one] for one in prepared if one in IMPLIED})
    return next((verb for verb in machine.verbs(status) if verb in ready), None)
