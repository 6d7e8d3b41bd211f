"""Who may see what in expert_deployment: whoever runs it, and nobody by a case (R-DP-03)."""

from __future__ import annotations

from services.chassis.staff.need_to_know import (
    OF_THE_CHASSIS,
    ONLY_BY_FUNCTION,
    Named,
    NeedToKnow,
    itself,
)

# An expert is no case of intake's, so this service keeps no copy of who works on which.
NEED_TO_KNOW = NeedToKnow(
    column="case_ref",
    by_function={
        "deployment_officer": "runs every vacancy, selection and assignment of experts",
        "supervisor": "answers for every deployment",
        "auditor": "checks any deployment, and changes none",
        "privacy_officer": "shows and erases what is kept of whoever asks for it",
    },
    arguments={"ref": Named(itself, "no-such-case", "There is no case {}.")},
    lists=frozenset(),
    exempt={
        **OF_THE_CHASSIS,
        **dict.fromkeys(
            (
                "propose_candidate",
                "record_word",
                "withdraw_candidate",
                "candidate",
                "candidates",
                "draft_vacancy",
                "amend_vacancy",
                "publish_vacancy",
                "close_vacancy",
                "vacancy",
                "vacancies",
                "register_expert",
                "renew_document",
                "expert",
                "experts",
                "open_next_part",
                "set_period",
                "clear_assignment",
                "request_travel",
                "start_assignment",
                "end_assignment",
                "withdraw_assignment",
                "assignment",
                "assignments",
                "export_person",
                "erase_expert",
                "expert_erasures",
            ),
            ONLY_BY_FUNCTION,
        ),
    },
)
