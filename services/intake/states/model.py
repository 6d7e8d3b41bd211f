"""The life of a case as a table: states, verbs, and what each state waits for."""

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
    CLEARED = "cleared"
    ACCEPTED = "accepted"
    BOOKED = "booked"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    NO_SHOW = "no_show"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


S = CaseStatus

# A journey is being arranged, or has been.
UNDER_WAY = frozenset({S.ACCEPTED, S.BOOKED})

MACHINE = Machine(
    "case",
    S.OPEN,
    [
        Transition(S.OPEN, "sign", S.APPLIED),
        Transition(S.APPLIED, "find_eligible", S.ELIGIBLE),
        Transition(S.APPLIED, "decline", S.DECLINED),
        Transition(S.ELIGIBLE, "ask_clearance", S.CLEARANCE_REQUESTED),
        Transition(S.ELIGIBLE, "decline", S.DECLINED),
        Transition(S.CLEARANCE_REQUESTED, "grant_clearance", S.CLEARED),
        Transition(S.CLEARANCE_REQUESTED, "refuse_clearance", S.CLEARANCE_REFUSED),
        Transition(S.CLEARANCE_REQUESTED, "await_dtv", S.DTV_DECISION),
        Transition(S.DTV_DECISION, "grant_clearance", S.CLEARED),
        Transition(S.DTV_DECISION, "refuse_clearance", S.CLEARANCE_REFUSED),
        Transition(S.CLEARANCE_REFUSED, "ask_clearance", S.CLEARANCE_REQUESTED),
        Transition(S.CLEARANCE_REFUSED, "close", S.CLOSED),
        Transition(S.CLEARED, "accept", S.ACCEPTED),
        Transition(S.CLEARED, "decline", S.DECLINED),
        Transition(S.CLEARED, "refuse_clearance", S.CLEARANCE_REFUSED),
        Transition(S.CLEARED, "await_dtv", S.DTV_DECISION),
        # From here on the facts of travel and reintegration move the case (progress).
        Transition(S.ACCEPTED, "book", S.BOOKED),
        Transition(S.BOOKED, "unbook", S.ACCEPTED),
        Transition(S.BOOKED, "depart", S.DEPARTED),
        Transition(S.BOOKED, "miss", S.NO_SHOW),
        Transition(S.DEPARTED, "arrive", S.ARRIVED),
        Transition(S.ARRIVED, "close", S.CLOSED),
        Transition(S.NO_SHOW, "reopen", S.CLEARED),
        # A no-show that was noted first and corrected by a departure.
        Transition(S.NO_SHOW, "depart", S.DEPARTED),
        # R-REAN-15: withdrawal is possible in every state before boarding.
        *(
            Transition(state, "withdraw", S.WITHDRAWING)
            for state in (
                S.OPEN,
                S.APPLIED,
                S.ELIGIBLE,
                S.CLEARANCE_REQUESTED,
                S.CLEARANCE_REFUSED,
                S.DTV_DECISION,
                S.CLEARED,
                S.ACCEPTED,
                S.BOOKED,
                S.NO_SHOW,
            )
        ),
        Transition(S.WITHDRAWING, "put_back", S.WITHDRAWN),
        # The withdrawal came too late: the traveller was on board.
        Transition(S.WITHDRAWING, "depart", S.DEPARTED),
    ],
    [
        Wait(S.OPEN, "the two signatures of the application", "counsellor", timedelta(days=28)),
        Wait(S.APPLIED, "the eligibility decision", "counsellor", timedelta(days=7)),
        Wait(S.ELIGIBLE, "the request for clearance", "counsellor", timedelta(days=7)),
        Wait(S.CLEARANCE_REQUESTED, "the answer of the IND", "IND", timedelta(days=14)),
        Wait(S.CLEARANCE_REFUSED, "telling the person, and closing", "counsellor", timedelta(14)),
        Wait(S.DTV_DECISION, "the choice of the DT&V", "DT&V", timedelta(days=14)),
        Wait(S.CLEARED, "safeguards and travel documents", "counsellor", timedelta(days=14)),
        Wait(S.ACCEPTED, "the booking", "movement_officer", timedelta(days=28)),
        Wait(S.BOOKED, "the departure", "movement_officer", timedelta(days=42)),
        Wait(S.DEPARTED, "the arrival", "movement_officer", timedelta(days=3)),
        Wait(S.ARRIVED, "the end of reintegration", "counsellor", timedelta(days=395)),
        Wait(S.NO_SHOW, "what the person wants now", "counsellor", timedelta(days=7)),
        Wait(S.WITHDRAWING, "everything to be put back", "movement_officer", timedelta(days=3)),
    ],
)
