"""Which roles see cases by their function, and which see only those that they are assigned to."""

from __future__ import annotations

from collections.abc import Mapping

# R-DP-03. A role that is not named here sees the cases that it is assigned to, and no other. What
# of a case a role sees, and what it may do, is another question: scopes and `SEE_NAMES` answer it.
BY_FUNCTION: Mapping[str, str] = {
    "supervisor": "answers for every case, assigns staff, and looks at access in an emergency",
    "auditor": "checks any case, and changes none",
    "privacy_officer": "shows, corrects and erases what is kept of whoever asks for it",
    "medical": "examines whoever is presented (OPEN: assumed; the office may assign instead)",
    "trafficking_specialist": "counsels every victim (OPEN: assumed; may be assigned instead)",
    "protection_lead": "answers for what is kept apart of victims",
    "movement_officer": "arranges every journey (OPEN: assumed; sees no health and no trafficking)",
}


def goes_by_function(roles: frozenset[str]) -> bool:
    return bool(BY_FUNCTION.keys() & roles)
