"""A person of a case as intake described them by id, and what a rule answers about one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.chassis.kept import Kept

TO_THE_NETHERLANDS = frozenset({"family_reunification", "resettlement"})


class PersonType(StrEnum):
    ADULT = "adult"
    UAM = "uam"
    ACCOMPANIED_MINOR = "accompanied_minor"


@dataclass(frozen=True)
class Reason(Kept):
    """One rule's answer about one person."""

    rule_id: str
    person_id: str
    outcome: str
    evidence: str
    rule_version: str
    sentence: str


class Victim(StrEnum):
    """A victim of trafficking: of one of the thirteen EU states of R-VOT-01, or of another."""

    EU13 = "eu13"
    OTHER = "other"


@dataclass(frozen=True)
class Person(Kept):
    """A person of the case as intake described them by id, and how far they have travelled."""

    person_id: str
    person_type: PersonType
    nationalities: tuple[str, ...] = ()
    reintegration_bars: tuple[str, ...] = ()
    # None of these is kept with the person: they are added while the person is priced (grounds).
    asylum_background: bool | None = None
    in_detention: bool = False
    victim: Victim | None = None
    kind: str = "voluntary_return"
    departed_on: date | None = None
    arrived_on: date | None = None
    stayed: bool = False

    @property
    def leaves(self) -> bool:
        """Whether the journey leads out of the Netherlands: nobody else gets the allowance."""
        return self.kind not in TO_THE_NETHERLANDS

    @property
    def returns(self) -> bool:
        """A third country gives the allowance of REAN, and nothing to reintegrate with (6)."""
        return self.leaves and self.kind != "third_country_resettlement"

    def not_due(self, rule_id: str, version: str) -> Reason:
        kind = self.kind.replace("_", " ")
        sentence = f"Nothing is due under this rule in a case of {kind}."
        return Reason(rule_id, self.person_id, "fail", f"kind {self.kind}", version, sentence)
