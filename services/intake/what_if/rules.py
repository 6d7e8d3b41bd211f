"""Who would have been decided otherwise, and by which rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.intake.eligibility.model import Verdict, verdict_of
from services.intake.facts.model import Reason


@dataclass(frozen=True, kw_only=True)
class Change:
    """A case that the draft decides otherwise; `rules` are those that say something else."""

    case_ref: str
    before: Verdict
    after: Verdict
    rules: tuple[str, ...]
    sentences: tuple[str, ...]


def change_of(case_ref: str, before: Sequence[Reason], after: Sequence[Reason]) -> Change | None:
    """Compare two answers to one question; nothing when the verdict stays."""
    was, becomes = verdict_of(tuple(before)), verdict_of(tuple(after))
    if was is becomes:
        return None
    other = [new for old, new in zip(before, after, strict=True) if old.outcome is not new.outcome]
    return Change(
        case_ref=case_ref,
        before=was,
        after=becomes,
        rules=tuple(reason.rule_id for reason in other),
        sentences=tuple(reason.sentence for reason in other),
    )
