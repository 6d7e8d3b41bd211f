"""Who may see what in intake: everything below a case is the case's (R-DP-03)."""

from __future__ import annotations

from services.chassis.staff.need_to_know import (
    OF_THE_CHASSIS,
    ONLY_BY_FUNCTION,
    Named,
    NeedToKnow,
    column,
)
from services.chassis.unit import Unit
from services.intake.assignments.rules import BY_FUNCTION
from services.intake.cases.rules import checked
from services.intake.counselling.store import contacts
from services.intake.loans.store import loans
from services.intake.third_country.store import permit_fees


def _case(_unit: Unit, ref: str) -> str:
    """A reference that was misheard is told as such, whoever asks."""
    return checked(ref)


DRAFTS = "tries a draft on last year's cases: references and rules, and nobody's name"

CASE = Named(_case, "no-such-case", "There is no case {}.")

NEED_TO_KNOW = NeedToKnow(
    column="case_ref",
    by_function=BY_FUNCTION,
    arguments={
        "ref": CASE,
        "case_ref": CASE,
        "contact_id": Named(
            # Until it has led to a case a contact is the office's: whoever is at the desk goes on.
            column(contacts, "contact_id", "case_ref"),
            "no-such-contact",
            "There is no contact {}.",
        ),
        "loan_id": Named(
            column(loans, "loan_id", "case_ref"), "no-such-loan", "There is no loan {}."
        ),
        "fee_id": Named(
            column(permit_fees, "fee_id", "case_ref"), "no-such-fee", "There is no fee {}."
        ),
    },
    lists=frozenset({"cases", "radar", "contacts", "unassigned_cases", "emergency_accesses"}),
    with_nobodys=frozenset({"contacts"}),
    exempt={
        "open_case": "makes a case, which is then the opener's",
        "ask_advice": "makes a contact, which is the office's until it leads to a case",
        "break_glass": "lets in by itself, with a reason that the supervisor looks at",
        "consulting_hours": "is about no person",
        "quotas": "is about no person",
        "figures_of_departures": "counts, and names no case",
        "figures_of_contacts": "counts, and names no case",
        "review_access": ONLY_BY_FUNCTION,
        "try_draft": DRAFTS,
        "try_rule_change": DRAFTS,
        "export_person": ONLY_BY_FUNCTION,
        "file_of_person": ONLY_BY_FUNCTION,
        "history_of_person": ONLY_BY_FUNCTION,
        "correct_person": ONLY_BY_FUNCTION,
        "erase_person": ONLY_BY_FUNCTION,
        "erasures": ONLY_BY_FUNCTION,
        "rights_radar": ONLY_BY_FUNCTION,
        "record_person_request": ONLY_BY_FUNCTION,
        "person_requests": ONLY_BY_FUNCTION,
        "extend_person_request": ONLY_BY_FUNCTION,
        "answer_person_request": ONLY_BY_FUNCTION,
        "refuse_person_request": ONLY_BY_FUNCTION,
        "retentions": ONLY_BY_FUNCTION,
        **OF_THE_CHASSIS,
    },
)
