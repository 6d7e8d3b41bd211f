"""Who counts as alike enough that a person must look, and who is one person with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from services.intake.identities.model import LIKELY, TWICE, Kind, likeness_of
from services.intake.lookback.model import Alike, Verdict, pair_of

# A record that was found: person, case, day of departure, and in what it agrees.
Hit = tuple[str, str, date | None, Kind]


def alike(
    person_id: str, hits: Iterable[Hit], verdicts: Mapping[tuple[str, str], Verdict]
) -> list[Alike]:
    """Return who must be looked at, the likeliest first, with what was decided before.

    A departure counts from `LIKELY` on (R-REAN-03). Of somebody who has not departed, only what
    can hardly be chance matters: the same person, entered twice.
    """
    agreements: dict[tuple[str, str, date | None], set[Kind]] = defaultdict(set)
    for other_id, case_ref, departed_on, kind in hits:
        agreements[other_id, case_ref, departed_on].add(kind)
    found = [
        Alike(
            person_id=person_id,
            other_id=other_id,
            other_case=case_ref,
            departed_on=departed_on,
            likeness=likeness_of(kinds),
            verdict=verdicts.get(pair_of(person_id, other_id)),
        )
        for (other_id, case_ref, departed_on), kinds in agreements.items()
    ]
    shown = [one for one in found if one.likeness.score >= (LIKELY if one.departed_on else TWICE)]
    return sorted(shown, key=lambda one: (-one.likeness.score, one.other_id))


def undecided_point(open_pairs: Iterable[Alike]) -> str | None:
    """Say what a case waits for, if anything."""
    count = len({one.other_id for one in open_pairs})
    if not count:
        return None
    who = "one record of another case" if count == 1 else f"{count} records of other cases"
    return f"It is not decided whether {who} is the same person."
