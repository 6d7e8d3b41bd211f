"""The states of a case, the parts that all kinds share, and the life of a voluntary return.

A verb that prepares (`PREPARING`) is taken as soon as what it names is known, whatever became known
first. The machines of the other kinds are in `kinds`.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from services.chassis.machine import Machine, Transition, Wait


class CaseStatus(StrEnum):
    OPEN = "open"
    APPLIED = "applied"
    DECLINED = "declined"
    ELIGIBLE = "eligible"
    CLEARANCE_REQUESTED = "clearance_requested"
    CLEARANCE_REFUSED = "clearance_refused"
    DTV_DECISION = "dtv_decision"
    PERMIT_AWAITED = "permit_awaited"
    ORDERED = "ordered"
    VISAS_COLLECTED = "visas_collected"
    ESTIMATED = "estimated"
    NOMINATED = "nominated"
    INTERVIEWED = "interviewed"
    SELECTED = "selected"
    ORIENTED = "oriented"
    EXAMINED = "examined"
    DOCUMENTED = "documented"
    CLEARED = "cleared"
    ACCEPTED = "accepted"
    BOOKED = "booked"
    ANNOUNCED = "announced"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    ACCOUNTED = "accounted"
    HANDED_OVER = "handed_over"
    NO_SHOW = "no_show"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


S = CaseStatus

# A journey is being arranged, or has been.
UNDER_WAY = frozenset({S.ACCEPTED, S.BOOKED, S.ANNOUNCED})
# Nobody is on the way any more, so what the journey needed cannot break.
AFTER_JOURNEY = frozenset({S.ARRIVED, S.ACCOUNTED, S.HANDED_OVER})
# Nothing is arranged yet, so facts may still be corrected.
BEFORE_JOURNEY = frozenset(
    {
        S.OPEN,
        S.APPLIED,
        S.ELIGIBLE,
        S.CLEARANCE_REQUESTED,
        S.CLEARANCE_REFUSED,
        S.DTV_DECISION,
        S.PERMIT_AWAITED,
        S.ORDERED,
        S.VISAS_COLLECTED,
        S.ESTIMATED,
        S.NOMINATED,
        S.INTERVIEWED,
        S.SELECTED,
        S.ORIENTED,
        S.EXAMINED,
        S.DOCUMENTED,
        S.CLEARED,
    }
)
# What came of a case that is closed, if nobody says it otherwise.
OUTCOMES = {
    S.ARRIVED: "returned",
    S.CLEARANCE_REFUSED: "clearance_refused",
    S.ACCOUNTED: "reunited",
    S.HANDED_OVER: "resettled",
}
# Taken as soon as what they name is known; the other verbs are somebody's act, or a journey's.
PREPARING = frozenset(
    {
        "see_permit",
        "order",
        "collect_visas",
        "estimate",
        "pay_deposit",
        "interview",
        "select",
        "orient",
        "examine",
        "document",
        "permit_exit",
        "announce",
        "account",
        "hand_over",
    }
)
# What was prepared for one journey alone, and has to be done again for another.
OF_ONE_JOURNEY = frozenset({"announce"})


def days(number: int) -> timedelta:
    return timedelta(days=number)


def withdrawable(*states: CaseStatus) -> tuple[Transition, ...]:
    """R-REAN-15: withdrawal is possible in every state before boarding."""
    return tuple(Transition(state, "withdraw", S.WITHDRAWING) for state in states)


def cleared_to(state: CaseStatus) -> tuple[Transition, ...]:
    """The way of a return to a granted clearance, which leads to `state`."""
    return (
        Transition(S.OPEN, "sign", S.APPLIED),
        Transition(S.APPLIED, "find_eligible", S.ELIGIBLE),
        Transition(S.APPLIED, "decline", S.DECLINED),
        Transition(S.ELIGIBLE, "ask_clearance", S.CLEARANCE_REQUESTED),
        Transition(S.ELIGIBLE, "decline", S.DECLINED),
        Transition(S.CLEARANCE_REQUESTED, "grant_clearance", state),
        Transition(S.CLEARANCE_REQUESTED, "refuse_clearance", S.CLEARANCE_REFUSED),
        Transition(S.CLEARANCE_REQUESTED, "await_dtv", S.DTV_DECISION),
        Transition(S.DTV_DECISION, "grant_clearance", state),
        Transition(S.DTV_DECISION, "refuse_clearance", S.CLEARANCE_REFUSED),
        Transition(S.CLEARANCE_REFUSED, "ask_clearance", S.CLEARANCE_REQUESTED),
        Transition(S.CLEARANCE_REFUSED, "close", S.CLOSED),
        *(
            step
            for waiting in dict.fromkeys((state, S.CLEARED))
            for step in (
                Transition(waiting, "decline", S.DECLINED),
                Transition(waiting, "refuse_clearance", S.CLEARANCE_REFUSED),
                Transition(waiting, "await_dtv", S.DTV_DECISION),
            )
        ),
        *withdrawable(S.OPEN, S.APPLIED, S.ELIGIBLE, S.CLEARANCE_REQUESTED),
        *withdrawable(S.CLEARANCE_REFUSED, S.DTV_DECISION),
    )


def seated(state: CaseStatus) -> tuple[Transition, ...]:
    """What the facts of travel do to a case whose travellers have seats (progress)."""
    return (
        Transition(state, "unbook", S.ACCEPTED),
        Transition(state, "depart", S.DEPARTED),
        Transition(state, "miss", S.NO_SHOW),
        *withdrawable(state),
    )


JOURNEY = (
    Transition(S.CLEARED, "accept", S.ACCEPTED),
    Transition(S.ACCEPTED, "book", S.BOOKED),
    *seated(S.BOOKED),
    Transition(S.DEPARTED, "arrive", S.ARRIVED),
    # A child whom nobody could receive came back with the escort (R-UAM-07).
    Transition(S.DEPARTED, "miss", S.NO_SHOW),
    Transition(S.NO_SHOW, "reopen", S.CLEARED),
    # A no-show that was noted first and corrected by a departure.
    Transition(S.NO_SHOW, "depart", S.DEPARTED),
    *withdrawable(S.CLEARED, S.ACCEPTED, S.NO_SHOW),
    Transition(S.WITHDRAWING, "put_back", S.WITHDRAWN),
    # The withdrawal came too late: the traveller was on board.
    Transition(S.WITHDRAWING, "depart", S.DEPARTED),
)
RETURN_WAITS = (
    Wait(S.OPEN, "the two signatures of the application", "counsellor", days(28)),
    Wait(S.APPLIED, "the eligibility decision", "counsellor", days(7)),
    Wait(S.ELIGIBLE, "the request for clearance", "counsellor", days(7)),
    Wait(S.CLEARANCE_REQUESTED, "the answer of the IND", "IND", days(14)),
    Wait(S.CLEARANCE_REFUSED, "telling the person, and closing", "counsellor", days(14)),
    Wait(S.DTV_DECISION, "the choice of the DT&V", "DT&V", days(14)),
    Wait(S.ARRIVED, "the end of reintegration", "counsellor", days(395)),
)
JOURNEY_WAITS = (
    Wait(S.CLEARED, "safeguards and travel documents", "counsellor", days(14)),
    Wait(S.ACCEPTED, "the booking", "movement_officer", days(28)),
    Wait(S.BOOKED, "the departure", "movement_officer", days(42)),
    Wait(S.DEPARTED, "the arrival", "movement_officer", days(3)),
    Wait(S.NO_SHOW, "what the person wants now", "counsellor", days(7)),
    Wait(S.WITHDRAWING, "everything to be put back", "movement_officer", days(3)),
)

MACHINE = Machine(
    "case",
    S.OPEN,
    (*cleared_to(S.CLEARED), *JOURNEY, Transition(S.ARRIVED, "close", S.CLOSED)),
    (*RETURN_WAITS, *JOURNEY_WAITS),
)
