"""An eligibility decision: one reason per rule, kept with the versions of everything it used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from services.intake.facts.model import Outcome, Reason


class Verdict(StrEnum):
    ELIGIBLE = "eligible"
    OPEN = "open"
    DECLINED = "declined"


def verdict_of(reasons: tuple[Reason, ...]) -> Verdict:
    """Any rule that fails declines; any that is open blocks."""
    outcomes = {reason.outcome for reason in reasons}
    if Outcome.FAIL in outcomes:
        return Verdict.DECLINED
    return Verdict.OPEN if Outcome.OPEN in outcomes else Verdict.ELIGIBLE


@dataclass(eq=False)
class Decision:
    """Once taken, a decision is never changed; a later one stands beside it.

    What the rules saw of the people is sealed under the applicant's key. R-REAN-24: `versions`
    names the version of every list and of the rule set.
    """

    decision_id: str
    case_ref: str
    number: int
    stage: str
    verdict: Verdict
    decided_at: datetime
    decided_by: str
    reference_date: date
    codes: list[str]
    open_rules: list[str]
    versions: dict[str, Any]
    sealed_reasons: bytes

    @property
    def appealable(self) -> bool:
        """R-REAN-23: whoever is declined may object, and is told the reason."""
        return self.verdict is Verdict.DECLINED
