"""Looking back: finding by tokens, deciding by persons, merging, and taking a merge back."""

from __future__ import annotations

from datetime import date

from services.chassis.errors import Conflict, NotFound
from services.chassis.unit import Unit
from services.intake.assignments.usecases import readable
from services.intake.cases.model import Case
from services.intake.cases.store import CaseStore
from services.intake.cases.usecases import (
    carry,
    case_of,
    facts_of,
    people_of,
    person_of,
    read_case,
)
from services.intake.facts.model import Lookalike, PersonFacts
from services.intake.identities.rules import searches_of
from services.intake.lookback.model import Alike, IdentityDecision, Override, Verdict, pair_of
from services.intake.lookback.rules import Hit, alike, undecided_point
from services.intake.lookback.store import IdentityStore

# Nobody has been entered so often; it ends a search that went astray.
RECORDS_MAX = 100


def look_back(unit: Unit, case: Case, person: PersonFacts) -> list[Alike]:
    """Find who may be this person, by keyed tokens; no record is opened to find it."""
    vault = unit.vault
    searches = [(vault.token(text), kind) for kind, text in searches_of(person, unit.today())]
    found = unit.store(CaseStore).with_tokens([token for token, _ in searches], case.case_ref)
    hits: list[Hit] = [
        (other.person_id, other.case_ref, other.departed_on, kind)
        for other, token in found
        for wanted, kind in searches
        if wanted == token
    ]
    return alike(person.person_id, hits, verdicts_of(unit, person.person_id))


def verdicts_of(unit: Unit, person_id: str) -> dict[tuple[str, str], Verdict]:
    """Return the last decision on each pair that this person is of."""
    decisions = unit.store(IdentityStore).of_persons([person_id])
    return {(one.one_id, one.other_id): one.verdict for one in decisions}


def same_as(unit: Unit, person_id: str) -> set[str]:
    """Return every record that was decided to be this person, directly or by way of another."""
    known, fresh = {person_id}, {person_id}
    while fresh and len(known) < RECORDS_MAX:
        last = {
            (one.one_id, one.other_id): one.verdict
            for one in unit.store(IdentityStore).of_persons(fresh)
        }
        joined = {who for pair, verdict in last.items() if verdict is Verdict.SAME for who in pair}
        fresh = joined - known
        known |= fresh
    return known - {person_id}


def lookalikes(unit: Unit, case: Case, person: PersonFacts) -> tuple[Lookalike, ...]:
    """Return the earlier departures of whoever is, or may be, this person (R-REAN-03)."""
    overridden = unit.store(IdentityStore).is_overridden(case.case_ref)
    found = [
        Lookalike(
            person_id=one.other_id,
            departed_on=one.departed_on,
            certain=one.likeness.certain,
        )
        for one in look_back(unit, case, person)
        if one.departed_on is not None
        and one.undecided
        and (one.likeness.certain or not overridden)
    ]
    return (*found, *_merged(unit, person.person_id))


def undecided(unit: Unit, case: Case) -> str | None:
    """Say what keeps the case from being accepted: records that nobody has compared yet."""
    if unit.store(IdentityStore).is_overridden(case.case_ref):
        return None
    dismissed = set(facts_of(unit, case).not_the_same_person)
    open_pairs = [
        one
        for person in people_of(unit, case)
        for one in look_back(unit, case, person)
        if one.undecided and one.other_id not in dismissed
    ]
    return undecided_point(open_pairs)


def alike_in_case(unit: Unit, *, ref: str) -> list[Alike]:
    """Return who looks like somebody of a case, and what was decided.

    R-DP-03: of a case that the caller may not read it is told that there is one, and not which.
    """
    case = read_case(unit, ref=ref)
    people = [] if case.ended else people_of(unit, case)
    found = [one for person in people for one in look_back(unit, case, person)]
    known = readable(unit, {one.other_case for one in found if one.other_case})
    return [one if one.other_case in known else one.apart() for one in found]


def decide_identity(
    unit: Unit, *, ref: str, person_id: str, other_id: str, verdict: Verdict, ground: str
) -> IdentityDecision:
    """Decide whether two records are one person; `same` merges them, and both stay as they are."""
    case = case_of(unit, ref)
    person_of(case, person_id)
    people = {one.person_id: one for one in people_of(unit, case)}
    pairs = {one.other_id: one for one in look_back(unit, case, people[person_id])}
    if other_id not in pairs:
        raise NotFound("not-alike", f"Nothing says that {other_id} may be {person_id}.")
    pair = pairs[other_id]
    if verdict is Verdict.UNDONE and pair.undecided:
        raise Conflict("nothing-decided", "There is no decision on these two to take back.")
    case.touch()
    one_id, two_id = pair_of(person_id, other_id)
    decision = IdentityDecision(
        decision_id=unit.new_id(),
        one_id=one_id,
        other_id=two_id,
        verdict=verdict,
        score=pair.likeness.score,
        agreements=list(pair.likeness.agreements),
        ground=ground,
        decided_by=unit.principal.subject,
        decided_at=unit.now(),
    )
    unit.store(IdentityStore).add(decision)
    told = {"person_id": person_id, "other_id": other_id, "verdict": verdict}
    carry(unit, case, "identity_decided", facts=told)
    return decision


def override_look_back(unit: Unit, *, ref: str, ground: str) -> Case:
    """Let a case go on undecided: a supervisor answers for it, and the audit says so."""
    case = case_of(unit, ref)
    case.touch()
    override = Override(
        override_id=unit.new_id(),
        case_ref=case.case_ref,
        ground=ground,
        given_by=unit.principal.subject,
        given_at=unit.now(),
    )
    unit.store(IdentityStore).add_override(override)
    unit.account_for(f"look-back-override:{ground}")
    carry(unit, case, "look_back_overridden", facts={"ground": ground})
    return case


def _merged(unit: Unit, person_id: str) -> list[Lookalike]:
    """A departure of a record that was merged with this one is this person's own."""
    records = unit.store(CaseStore).persons(sorted(same_as(unit, person_id)))
    return [
        Lookalike(
            person_id=one.person_id,
            departed_on=one.departed_on or date.min,
            certain=True,
        )
        for one in records
        if one.departed_on is not None
    ]
