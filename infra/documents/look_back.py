"""How well a returnee is recognised, in docs/look-back.md: measured on invented people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from infra.documents import house
from infra.documents.returnees import VARIATIONS, Registry, Returnee
from services.intake.facts.model import PersonFacts
from services.intake.identities.model import LIKELY, WEIGHTS, Kind, likeness_of
from services.intake.identities.rules import keys_of, searches_of

FILE = house.ROOT / "docs" / "look-back.md"
SEED = 20261124
POPULATION = 20_000
EACH = 200
STRANGERS = 2_000
TODAY = date(2026, 11, 24)
TEXT = """\
# Looking back: how well a returnee is recognised

Written by `make docs` from `infra/documents/look_back.py`; a test holds this page to the code.

A person is kept under a handful of keyed tokens (HMAC). Each joins what a name sounds like to a birth date, or is a
document's number; none stands for a name or a date alone. A new applicant is looked up by about eighty tokens: the
same, and those of the slips that clerks make. So the answer costs a look-up in an index, and no name is read to find
one. What agrees is added up, and from {likely} points on a person must decide; below, nobody is bothered.

| what agrees | points |
|---|---|
{weights}

Each further agreement adds five. "Different" is remembered, "same" merges the two records for the look-back and can be
taken back; both stay in the history. Until somebody has decided, the case is not accepted; a supervisor may let it go
on, which the audit records. Where the document or the whole name and birth date are the same, the departure counts at
once, and "different" lifts it.

## Measured

{population} invented people with names of ten languages (seed {seed}; one in eight born on the first of January), of
whom {returnees} come back, each with a new passport, and {strangers} who were never here.

| how they come back | recognised |
|---|---|
{recalls}
| **all** | **{recall}** |

| of those who never were here | |
|---|---|
| nobody is suspected | {quiet} |
| somebody is | {alarmed} |

Precision, of all pairs put before a person: **{precision}** ({right} right, {wrong} wrong). Half of those tested had
been here before, which in life are few: then most who are put before a person are somebody else. What counts then is
how rarely that happens, which the second table says.

## What it does not find

- A new family name together with another slip, and a new family name of somebody born on the first of January.
- Two slips in one birth date.
- A name in another script whose letters are read otherwise than we read them. Arabic letters leave vowels out and have
  one letter for several sounds; we read them as most countries of return do (`services/intake/scripts`), and the names
  measured here are names that we had before us when we chose. Names that we did not think of will fare worse.
- Who changes everything: then only a document, a photograph or a fingerprint could tell, and we take none.
"""  # noqa: E501 - lines of a text file


@dataclass
class Kept:
    """A population under its texts, as the table of tokens keeps it under their tokens."""

    by_text: Mapping[str, list[str]]

    @classmethod
    def of(cls, people: Iterable[PersonFacts]) -> Kept:
        by_text: dict[str, list[str]] = defaultdict(list)
        for person in people:
            for _, text in keys_of(person):
                by_text[text].append(person.person_id)
        return cls(by_text)

    def suspects(self, person: PersonFacts) -> set[str]:
        """Who would be put before a person to decide."""
        kinds: dict[str, set[Kind]] = defaultdict(set)
        for kind, text in searches_of(person, TODAY):
            for other in self.by_text.get(text, ()):
                kinds[other].add(kind)
        return {other for other, found in kinds.items() if likeness_of(found).score >= LIKELY}


@dataclass
class Measured:
    """What came of it."""

    recognised: dict[str, int]
    right: int
    wrong: int
    alarmed: int

    @property
    def recall(self) -> float:
        return sum(self.recognised.values()) / (len(self.recognised) * EACH)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)


def measure(seed: int = SEED) -> Measured:
    """Let returnees and strangers come to a population, and count."""
    registry = Registry(seed)
    population = [registry.someone() for _ in range(POPULATION)]
    kept = Kept.of(population)
    measured = Measured(dict.fromkeys(VARIATIONS, 0), 0, 0, 0)
    for returnee in registry.returnees(population, EACH):
        _count(measured, returnee, kept.suspects(returnee.now))
    strangers = (registry.someone() for _ in range(STRANGERS))
    for suspects in map(kept.suspects, strangers):
        measured.wrong += len(suspects)
        measured.alarmed += bool(suspects)
    return measured


def _count(measured: Measured, returnee: Returnee, suspects: set[str]) -> None:
    found = returnee.before.person_id in suspects
    measured.recognised[returnee.variation] += found
    measured.right += found
    measured.wrong += len(suspects) - found


def text() -> str:
    measured = measure()
    weights = [f"| {weight.sentence} | {weight.points} |" for weight in WEIGHTS.values()]
    recalls = [f"| {how} | {count / EACH:.1%} |" for how, count in measured.recognised.items()]
    return TEXT.format(
        likely=LIKELY,
        weights="\n".join(weights),
        population=f"{POPULATION:,}",
        seed=SEED,
        returnees=f"{EACH * len(VARIATIONS):,}",
        strangers=f"{STRANGERS:,}",
        recalls="\n".join(recalls),
        recall=f"{measured.recall:.1%}",
        quiet=f"{1 - measured.alarmed / STRANGERS:.2%}",
        alarmed=f"{measured.alarmed / STRANGERS:.2%}",
        precision=f"{measured.precision:.1%}",
        right=f"{measured.right:,}",
        wrong=f"{measured.wrong:,}",
    )
