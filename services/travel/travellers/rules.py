"""What an agent must know of the travellers to make an offer: kinds, ages, needs; no names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.travel.travellers.model import PersonType

ESCORT_REFERENCE = "E1"
# The strongest last: one escort of the strongest kind that anybody in the party needs (R-MED-03).
ESCORT_KINDS = ("social", "medical_nurse", "medical_doctor")
MEDICAL_KINDS = ESCORT_KINDS[1:]
AIRLINE_ESCORT, UMNR = "airline_um", "UMNR"
NEED_AN_AGE = ("child", "unaccompanied_minor")

Details = Mapping[str, Any]


@dataclass(frozen=True)
class Needs:
    """What the party needs on board, in the words of the contract with the agents."""

    passengers: tuple[dict[str, Any], ...]
    services: tuple[tuple[str, str], ...]
    escort_kind: str | None
    nationalities: frozenset[str]
    documents_end_on: date | None

    @property
    def ages_alone(self) -> tuple[int, ...]:
        """How old those are whom the airline itself takes care of (R-MOV-08)."""
        alone = {reference for reference, code in self.services if code == UMNR}
        return tuple(
            one["age"]
            for one in self.passengers
            if one["passenger_reference"] in alone and "age" in one
        )

    @property
    def is_assisted(self) -> bool:
        """Whether connections take longer: an escort, a minor alone, or a special service."""
        return self.escort_kind is not None or bool(self.services)


def needs_of(party: Sequence[tuple[str, Details]], day: date) -> Needs:
    """Read the needs off the details of (reference, details) pairs; ages are those on `day`."""
    documents = [end for _, details in party if (end := _document_end(details))]
    return Needs(
        passengers=tuple(_passenger(reference, details, day) for reference, details in party),
        services=tuple(
            (reference, code) for reference, details in party for code in _services(details)
        ),
        escort_kind=escort_kind(details for _, details in party),
        nationalities=frozenset(
            nation for _, details in party for nation in details["nationalities"]
        ),
        documents_end_on=min(documents, default=None),
    )


def escort_kind(party: Iterable[Details]) -> str | None:
    """Return the strongest kind of escort that somebody of ours must provide, if any."""
    kinds = [ESCORT_KINDS.index(one["escort"]) for one in party if one["escort"] in ESCORT_KINDS]
    return ESCORT_KINDS[max(kinds)] if kinds else None


def settled_escort(person_type: PersonType, kind: str, *, required: bool) -> str:
    """A minor alone always has an escort, ours unless the airline's was chosen (R-UAM-05)."""
    if kind == "none" and (required or person_type is PersonType.UAM):
        return "social"
    return kind


def age_on(birth_date: date, day: date) -> int:
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)


def arrive_by(needs: Needs, not_after: date) -> date | None:
    """The day on which the first travel document ends, when the journey could reach it.

    A later end cannot matter, and agents are told no more than they need (R-REAN-04).
    """
    end = needs.documents_end_on
    return end if end is not None and end <= not_after + timedelta(days=3) else None


def _passenger(reference: str, details: Details, day: date) -> dict[str, Any]:
    passenger = {"passenger_reference": reference, "type": details["passenger_type"]}
    if details["passenger_type"] in NEED_AN_AGE:
        passenger["age"] = age_on(date.fromisoformat(details["birth_date"]), day)
    return passenger


def _services(details: Details) -> list[str]:
    airline_escort = [UMNR] if details["escort"] == AIRLINE_ESCORT else []
    return sorted({*details["ssr"], *airline_escort})


def _document_end(details: Details) -> date | None:
    expires_on = (details["document"] or {}).get("expires_on")
    return date.fromisoformat(expires_on) if expires_on else None
