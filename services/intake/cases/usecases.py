"""What staff do with a case: open, read, correct, reopen and close it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.chassis.errors import Invalid, NotFound
from services.chassis.messages import Event
from services.chassis.schema import read_back, revised
from services.chassis.unit import Unit
from services.intake.alerts.model import What
from services.intake.alerts.usecases import settle_alert, settle_alerts, watch, watch_person
from services.intake.assignments.usecases import assign_opener
from services.intake.cases.model import Case, Person
from services.intake.cases.rules import case_reference, checked, merged, seen_person, sees_names
from services.intake.cases.store import CaseStore
from services.intake.destinations.usecases import check_destination
from services.intake.facts.model import CaseFacts, PersonFacts
from services.intake.facts.rules import is_minor, person_type
from services.intake.facts.schemas import FactsBody, FactsReader, PersonBody, PersonReader
from services.intake.history.usecases import keep_former
from services.intake.identities.rules import keys_of
from services.intake.kinds.model import MACHINES, Kind
from services.intake.retention.usecases import begin_retention
from services.intake.states.model import AFTER_JOURNEY, CaseStatus
from services.intake.timeline.usecases import tell


def open_case(
    unit: Unit,
    *,
    kind: Kind,
    persons: Sequence[dict[str, Any]],
    facts: dict[str, Any],
    **plan: Any,
) -> Case:
    """Open a case for one person or a family; number it in this year, without gaps."""
    year = unit.today().year
    case_ref = case_reference(year, unit.store(CaseStore).next_number(year))
    people = [(unit.new_id(), person) for person in persons]
    applicant_id = next(key for key, one in people if one["relation"] == "applicant")
    vault = unit.vault
    case = Case(
        case_ref=case_ref,
        kind=kind,
        opened_on=unit.today(),
        applicant_id=applicant_id,
        sealed_facts=vault.seal(applicant_id, facts),
        entered_at=unit.now(),
        status=CaseStatus(MACHINES[kind].initial),
        people=[
            Person(key, case_ref, position, vault.seal(key, person))
            for position, (key, person) in enumerate(people)
        ],
        **plan,
    )
    check_destination(unit, country=case.destination_country, airport=case.destination_airport)
    unit.store(CaseStore).add(case)
    for person in people_of(unit, case):
        _check_birth(unit, person)
        set_tokens(unit, person)
        watch_person(unit, case_ref, person)
    carry(unit, case, "case_opened", event=case.opened())
    assign_opener(unit, case_ref)
    _flag_minors(unit, case)
    return case


def case_of(unit: Unit, ref: str) -> Case:
    """Return a case to change it, at the version that the caller has seen."""
    unit.expects((case := unit.store(CaseStore).get(checked(ref))).version)
    return case


def read_case(unit: Unit, *, ref: str) -> Case:
    return unit.store(CaseStore).read(checked(ref))


def cases(
    unit: Unit, *, status: CaseStatus | None, after: str | None, limit: int
) -> tuple[Sequence[Case], str | None]:
    """Return a page of cases, and the cursor of the next one."""
    found = unit.store(CaseStore).page(status=status, after=after, limit=limit + 1)
    return found[:limit], found[limit - 1].case_ref if len(found) > limit else None


def correct_case(
    unit: Unit,
    *,
    ref: str,
    facts: dict[str, Any] | None = None,
    persons: Mapping[str, dict[str, Any]] | None = None,
    **plan: Any,
) -> Case:
    """Apply a merge patch: a null takes a fact away, what is not named stays."""
    case = case_of(unit, ref)
    case.correct()
    case.plan(**plan)
    check_destination(unit, country=case.destination_country, airport=case.destination_airport)
    if facts is not None:
        kept = unit.vault.open(case.applicant_id, case.sealed_facts)
        said = revised(FactsBody(), kept, merged, facts)
        case.sealed_facts = unit.vault.seal(case.applicant_id, said)
    for person_id, patch in (persons or {}).items():
        rewrite_person(unit, person_of(case, person_id), patch)
    carry(unit, case, "case_corrected", facts={"what": sorted([*plan, *(facts or {})])})
    return case


def withdraw_case(unit: Unit, *, ref: str, reason_code: str) -> Case:
    """R-REAN-15: one action, no penalty; what was opened is put back, and then it has ended."""
    case = case_of(unit, ref)
    carry(unit, case, "case_withdrawn", event=case.withdraw(reason_code, unit.today(), unit.now()))
    settle(unit, case)
    return case


def reopen_case(unit: Unit, *, ref: str) -> Case:
    case = case_of(unit, ref)
    case.reopen(unit.now())
    carry(unit, case, "case_reopened")
    return case


def close_case(unit: Unit, *, ref: str, outcome: str | None) -> Case:
    carry(unit, case := case_of(unit, ref), "case_closed", event=case.close(outcome, unit.now()))
    return case


def seen_by_caller(unit: Unit, case: Case) -> dict[str, Any]:
    """Return the persons and facts of a case as far as the caller needs to know them."""
    roles, vault = unit.principal.roles, unit.vault
    left = [one for one in case.people if vault.remembers(one.person_id)]
    people = tuple(_facts_of_person(unit, one) for one in left)
    known = {
        person.person_id: seen_person(person, person_type(person, people, unit.today()), roles)
        for person in people
    }
    persons = [
        known.get(one.person_id, {"person_id": one.person_id, "erased": True})
        | {"departed_on": one.departed_on}
        for one in case.people
    ]
    named = sees_names(roles) and vault.remembers(case.applicant_id)
    facts = vault.open(case.applicant_id, case.sealed_facts) if named else None
    return {"persons": persons, "facts": facts}


def carry(
    unit: Unit,
    case: Case,
    step: str,
    *,
    event: Event | None = None,
    facts: dict[str, Any] | None = None,
) -> None:
    """Tell a step: on the timeline, to the other services if it is a fact, and to the clock."""
    told = event.data() if facts is None and event else facts
    tell(unit, about=case.case_ref, step=step, facts=told)
    if event is not None:
        unit.publish(event, sequence=case.version)
    if step == "case_book":
        settle_alert(unit, case_ref=case.case_ref, about=case.case_ref, what=What.BOOKING)
    if case.ended or case.status in AFTER_JOURNEY:
        settle_alerts(unit, case.case_ref)
    if case.ended:
        begin_retention(unit, case.case_ref, (one.departed_on for one in case.people))
    keep_clock(unit, case)


def keep_clock(unit: Unit, case: Case) -> None:
    """Have the case looked at when what it waits for is due."""
    if case.due_at is not None and case.due_at != case.reminded_for:
        case.reminded_for = case.due_at
        ids = {"case_ref": case.case_ref, "status": case.status}
        unit.remind(case.due_at, "case_due", due_at=case.due_at.isoformat(), **ids)


def settle(unit: Unit, case: Case) -> None:
    """Go where what is known leads, and tell each step."""
    for step in case.settle(unit.now()):
        carry(unit, case, f"case_{step}", facts={})


def prepare(unit: Unit, case: Case, verb: str) -> None:
    """Note what this kind of case needed, go where it leads, and tell each step."""
    for step in case.prepare(verb, unit.now()):
        carry(unit, case, f"case_{step}", facts={})


def escalate(unit: Unit, *, case_ref: str, status: str, due_at: str) -> None:
    """A deadline passed in silence: from now on the supervisor must act."""
    case = unit.store(CaseStore).get(case_ref)
    owner = case.owner
    if case.escalate(status, due_at, unit.now()):
        carry(unit, case, "deadline_passed", facts={"owner": owner, "waits_for": case.waits_for})


def person_of(case: Case, person_id: str) -> Person:
    person = next((one for one in case.people if one.person_id == person_id), None)
    if person is None:
        raise NotFound("no-such-person", f"Case {case.case_ref} has no person {person_id}.")
    return person


def people_of(unit: Unit, case: Case) -> tuple[PersonFacts, ...]:
    """Open what is sealed of the travellers, in the order in which they were named."""
    return tuple(_facts_of_person(unit, person) for person in case.people)


def facts_of(unit: Unit, case: Case) -> CaseFacts:
    return read_back(FactsReader(), unit.vault.open(case.applicant_id, case.sealed_facts))


def rewrite_person(
    unit: Unit, person: Person, patch: dict[str, Any], *, ground: str = "correction"
) -> None:
    """Merge into what is sealed of a person, and seal it again; what it said before is kept."""
    said = revised(PersonBody(), unit.vault.open(person.person_id, person.sealed), merged, patch)
    keep_former(unit, person_id=person.person_id, sealed=person.sealed, ground=ground)
    person.sealed = unit.vault.seal(person.person_id, said)
    facts = _facts_of_person(unit, person)
    _check_birth(unit, facts)
    set_tokens(unit, facts)
    watch_person(unit, person.case_ref, facts)


def set_tokens(unit: Unit, person: PersonFacts) -> None:
    """Keep the keyed tokens by which a later case finds this person (look-back)."""
    tokens = [(kind, unit.vault.token(text)) for kind, text in keys_of(person)]
    unit.store(CaseStore).set_tokens(person.person_id, tokens)


def _flag_minors(unit: Unit, case: Case) -> None:
    """R-DET-04: that a minor is held is told to the supervisor at once."""
    minors = [one for one in people_of(unit, case) if is_minor(one, unit.today())]
    if case.kind is Kind.DETENTION and minors:
        ref, flag = case.case_ref, What.MINOR_IN_DETENTION
        watch(unit, case_ref=ref, about=ref, what=flag, breaks_on=unit.today())


def _facts_of_person(unit: Unit, person: Person) -> PersonFacts:
    opened = unit.vault.open(person.person_id, person.sealed)
    return read_back(PersonReader(), opened | {"person_id": person.person_id})


def _check_birth(unit: Unit, person: PersonFacts) -> None:
    if person.birth_date > unit.today():
        raise Invalid("not-born-yet", "A birth date lies in the future.")
