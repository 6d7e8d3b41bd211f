"""The case reference that people say on the phone, and who may see which part of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.chassis.errors import NotFound
from services.intake.facts.model import PersonFacts

# Damm's quasigroup finds every wrong digit and every swap of two neighbours.
DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
REFERENCE_PARTS = 4
# Need to know: whoever counsels, protects, carries or answers for a person sees who it is.
SEE_NAMES = {
    "counsellor",
    "medical",
    "movement_officer",
    "protection_lead",
    "service",
    "supervisor",
    "trafficking_specialist",
}
SEE_HEALTH = {"medical", "service"}
# What is left of an asylum procedure opens a scheme, and is nobody's else to know.
SEE_ASYLUM = {"counsellor", "service", "supervisor"}


def check_digit(digits: str) -> str:
    """Return the digit that makes the whole come out at zero."""
    interim = 0
    for digit in digits:
        interim = int(DAMM[interim][int(digit)])
    return str(interim)


def case_reference(year: int, number: int) -> str:
    """NL-2026-004635-7: the year of opening, the number in that year, a check digit."""
    return f"NL-{year}-{number:06d}-{check_digit(f'{year % 100:02d}{number:06d}')}"


def checked(ref: str) -> str:
    """Return a reference whose digits agree; refuse one that was misheard."""
    parts = ref.split("-")
    if len(parts) == REFERENCE_PARTS and all(part.isdecimal() for part in parts[1:]):
        year, number = int(parts[1]), int(parts[2])
        if case_reference(year, number) == ref:
            return ref
        raise NotFound("no-such-case", f"{ref} is no case reference; its last digit does not fit.")
    raise NotFound("no-such-case", f"There is no case {ref}.")


def merged(kept: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """Merge as RFC 7396 says: a null removes, an object is merged, all else replaces."""
    result = dict(kept)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, Mapping):
            before = result.get(key)
            result[key] = merged(before if isinstance(before, Mapping) else {}, value)
        else:
            result[key] = value
    return result


def sees_names(roles: frozenset[str]) -> bool:
    return bool(SEE_NAMES & roles)


def sees_journeys(scopes: frozenset[str]) -> bool:
    """R-VOT-04: when a hidden journey is, is seen by those alone who arrange or accompany it."""
    return "travel:restricted:read" in scopes


def seen_person(person: PersonFacts, kind: str, roles: frozenset[str]) -> dict[str, Any]:
    """Leave out of a person what these roles have no need to know."""
    whole = asdict(person)
    shown: dict[str, Any] = {"person_id": person.person_id, "person_type": str(kind)}
    if sees_names(roles):
        hidden = {"medical", "vot", "lookalikes"}
        shown |= {key: value for key, value in whole.items() if key not in hidden}
        if not SEE_ASYLUM & roles:
            del shown["asylum_background"]
    if SEE_HEALTH & roles:
        shown |= {"medical": person.medical}
    return shown
