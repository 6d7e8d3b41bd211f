"""The kinds of case: the life of each as a table of states, verbs, and what each state waits for.

The kinds share their parts (`states`): a return is eligible and cleared, and every kind travels,
arrives, or is called off in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from services.chassis.machine import Machine, Transition, Wait
from services.intake.states.model import (
    JOURNEY,
    JOURNEY_WAITS,
    MACHINE,
    RETURN_WAITS,
    CaseStatus,
    cleared_to,
    days,
    seated,
    withdrawable,
)

S = CaseStatus


class Kind(StrEnum):
    VOLUNTARY_RETURN = "voluntary_return"
    DETENTION = "return_from_detention"
    THIRD_COUNTRY = "third_country_resettlement"
    FAMILY = "family_reunification"
    RESETTLEMENT = "resettlement"


# Who leaves the Netherlands; the others come to it.
LEAVING = frozenset({Kind.VOLUNTARY_RETURN, Kind.DETENTION, Kind.THIRD_COUNTRY})


# R-DET-03: whoever holds the person must hear of the booking before the day of departure.
DETENTION = Machine(
    "detention case",
    S.OPEN,
    (
        *cleared_to(S.CLEARED),
        *JOURNEY,
        Transition(S.BOOKED, "announce", S.ANNOUNCED),
        *seated(S.ANNOUNCED),
        Transition(S.ARRIVED, "close", S.CLOSED),
    ),
    (
        *RETURN_WAITS,
        *(wait for wait in JOURNEY_WAITS if wait.state != S.BOOKED),
        Wait(S.BOOKED, "telling DT&V and DJI of the booking", "counsellor", days(1)),
        Wait(S.ANNOUNCED, "the departure", "movement_officer", days(42)),
    ),
)

# Nobody travels before the original of the permanent permit was seen.
THIRD_COUNTRY = Machine(
    "third-country case",
    S.OPEN,
    (
        *cleared_to(S.PERMIT_AWAITED),
        Transition(S.PERMIT_AWAITED, "see_permit", S.CLEARED),
        *withdrawable(S.PERMIT_AWAITED),
        *JOURNEY,
        Transition(S.ARRIVED, "close", S.CLOSED),
    ),
    (
        *RETURN_WAITS,
        *JOURNEY_WAITS,
        Wait(S.PERMIT_AWAITED, "the original permanent permit", "counsellor", days(28)),
    ),
)

# The family orders and pays; whoever only asks for advice gets that.
FAMILY = Machine(
    "family case",
    S.OPEN,
    (
        Transition(S.OPEN, "advise", S.CLOSED),
        Transition(S.OPEN, "order", S.ORDERED),
        Transition(S.ORDERED, "collect_visas", S.VISAS_COLLECTED),
        Transition(S.VISAS_COLLECTED, "estimate", S.ESTIMATED),
        Transition(S.ESTIMATED, "pay_deposit", S.CLEARED),
        *withdrawable(S.OPEN, S.ORDERED, S.VISAS_COLLECTED, S.ESTIMATED),
        *JOURNEY,
        Transition(S.ARRIVED, "account", S.ACCOUNTED),
        Transition(S.ACCOUNTED, "close", S.CLOSED),
    ),
    (
        *JOURNEY_WAITS,
        Wait(S.OPEN, "the order of the sponsor", "counsellor", days(28)),
        Wait(S.ORDERED, "the visas (MVV) to be collected", "sponsor", days(92)),
        Wait(S.VISAS_COLLECTED, "the estimate of the cost", "counsellor", days(7)),
        Wait(S.ESTIMATED, "the deposit", "sponsor", days(14)),
        Wait(S.ARRIVED, "the final statement, settled", "counsellor", days(30)),
        Wait(S.ACCOUNTED, "the closing of the case", "counsellor", days(14)),
    ),
)

# The steps in their order; each is taken when it is known, and none is left out.
RESETTLEMENT = Machine(
    "resettlement case",
    S.NOMINATED,
    (
        Transition(S.NOMINATED, "interview", S.INTERVIEWED),
        Transition(S.NOMINATED, "decline", S.DECLINED),
        Transition(S.INTERVIEWED, "select", S.SELECTED),
        Transition(S.INTERVIEWED, "decline", S.DECLINED),
        Transition(S.SELECTED, "orient", S.ORIENTED),
        Transition(S.ORIENTED, "examine", S.EXAMINED),
        Transition(S.EXAMINED, "document", S.DOCUMENTED),
        Transition(S.DOCUMENTED, "permit_exit", S.CLEARED),
        *withdrawable(S.NOMINATED, S.INTERVIEWED, S.SELECTED, S.ORIENTED, S.EXAMINED),
        *withdrawable(S.DOCUMENTED),
        *JOURNEY,
        Transition(S.ARRIVED, "hand_over", S.HANDED_OVER),
        Transition(S.HANDED_OVER, "close", S.CLOSED),
    ),
    (
        *JOURNEY_WAITS,
        Wait(S.NOMINATED, "the interview, or the reading of the dossier", "IND", days(90)),
        Wait(S.INTERVIEWED, "the selection", "IND", days(60)),
        Wait(S.SELECTED, "three trainings of cultural orientation", "COA", days(120)),
        Wait(S.ORIENTED, "the medical examination", "medical", days(60)),
        Wait(S.EXAMINED, "the visas and travel documents", "embassy", days(60)),
        Wait(S.DOCUMENTED, "the exit permit", "counsellor", days(60)),
        Wait(S.ARRIVED, "the hand-over by the COA", "COA", timedelta(hours=48)),
        Wait(S.HANDED_OVER, "the closing of the case", "counsellor", days(14)),
    ),
)

MACHINES: Mapping[Kind, Machine] = {
    Kind.VOLUNTARY_RETURN: MACHINE,
    Kind.DETENTION: DETENTION,
    Kind.THIRD_COUNTRY: THIRD_COUNTRY,
    Kind.FAMILY: FAMILY,
    Kind.RESETTLEMENT: RESETTLEMENT,
}
