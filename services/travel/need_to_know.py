"""Who may see what in travel: a journey is its case's, or its assignment's (R-DP-03)."""

from __future__ import annotations

from services.chassis.staff.need_to_know import (
    OF_THE_CHASSIS,
    ONLY_BY_FUNCTION,
    Named,
    NeedToKnow,
    column,
    itself,
)
from services.travel.movements.store import movements

NEED_TO_KNOW = NeedToKnow(
    column="case_ref",
    by_function={
        "movement_officer": "arranges every journey, of whichever case",
        "trafficking_specialist": "sees to hidden journeys (OPEN: may be assigned instead)",
        "protection_lead": "answers for hidden journeys",
        "supervisor": "answers for every case",
        "auditor": "checks any case, and changes none",
        "privacy_officer": "shows and erases what is kept of whoever asks for it",
    },
    arguments={
        "ref": Named(itself, "no-such-case", "There is no case {}."),
        "movement_id": Named(
            # A journey of an expert is nobody's who counsels returnees.
            column(movements, "id", "case_ref", "assignment_id"),
            "no-such-movement",
            "There is no movement {}.",
        ),
    },
    lists=frozenset({"movements", "hidden_movements"}),
    exempt={
        "register_agent": "is about an agency, and no case",
        "retire_agent": "is about an agency, and no case",
        "agents": "is about an agency, and no case",
        "export_person": ONLY_BY_FUNCTION,
        "agent_erasures": ONLY_BY_FUNCTION,
        **OF_THE_CHASSIS,
    },
)
