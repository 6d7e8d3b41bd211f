"""Who would have been decided otherwise, and by which rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from services.intake.eligibility.model import Verdict, verdict_of
from services.intake.facts.model import Reason


@dataclass(frozen=True, kw_only=True)
class Change:
    """A case that the draft decides otherwise; `rules` are those that say something else.

    Without a reference it is so many cases of which no more than their number is told.
    """

    case_ref: str | None
    before: Verdict
    after: Verdict
    rules: tuple[str, ...]
    sentences: tuple[str, ...]
    cases: int = 1


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


def counted(changes: Iterable[Change]) -> tuple[Change, ...]:
    """How many cases would be decided otherwise in which way, and none of them by name."""
    ways = Counter((one.before, one.after, one.rules) for one in changes)
    return tuple(
        Change(case_ref=None, before=before, after=after, rules=rules, sentences=(), cases=number)
        for (before, after, rules), number in ways.items()
    )


def told(changes: Sequence[Change], known: Collection[str]) -> tuple[Change, ...]:
    """Name the cases that the caller may read, and count the others (R-DP-03)."""
    named = tuple(one for one in changes if one.case_ref in known)
    return named + counted(one for one in changes if one.case_ref not in known)
