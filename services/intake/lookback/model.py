"""What was decided of two records that look alike. A decision is never changed, only followed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from services.intake.identities.model import Likeness

COMPARERS = "There is another file: a supervisor may compare the two, or let you in to it."


class Verdict(StrEnum):
    """`undone` takes back what was decided before: the two are as if nobody had looked."""

    SAME = "same"
    DIFFERENT = "different"
    UNDONE = "undone"


@dataclass(eq=False)
class IdentityDecision:
    """Somebody compared two records; `one_id` sorts before `other_id`, so a pair is one pair."""

    decision_id: str
    one_id: str
    other_id: str
    verdict: Verdict
    score: int
    agreements: list[str]
    ground: str
    decided_by: str
    decided_at: datetime


@dataclass(eq=False)
class Override:
    """A supervisor lets a case go on although nobody has decided."""

    override_id: str
    case_ref: str
    ground: str
    given_by: str
    given_at: datetime


@dataclass(frozen=True, kw_only=True)
class Alike:
    """A record of another case that looks like a person of this one.

    `other_case` and its departure are shown to whoever may read that case, and to nobody else.
    """

    person_id: str
    other_id: str
    other_case: str | None
    departed_on: date | None
    likeness: Likeness
    verdict: Verdict | None = None

    def apart(self) -> Alike:
        """Tell that there is another file, and nothing that stands in it."""
        return replace(self, other_case=None, departed_on=None)

    @property
    def may_compare(self) -> str | None:
        """Who can look into both files, when the caller cannot."""
        return COMPARERS if self.other_case is None else None

    @property
    def undecided(self) -> bool:
        return self.verdict in {None, Verdict.UNDONE}


def pair_of(person_id: str, other_id: str) -> tuple[str, str]:
    """Return two persons in the order in which a pair is kept."""
    return (person_id, other_id) if person_id < other_id else (other_id, person_id)
