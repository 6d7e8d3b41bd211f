"""What a case must have come to: one journey, one reservation, one end, or a wait that says so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from infra.chaos.checker.demands import demand
from infra.chaos.checker.evidence import Evidence
from infra.chaos.checker.states import (
    ENDED,
    LEAVING,
    OUTCOMES_OF,
    STATES_OF,
    cases,
    movements,
)

OVER = {"cancelled", "replaced", "no_show"}


@demand(
    "cases", "states are known", "Each case is in a state of its kind, or ended as its kind may"
)
def states_are_known(evidence: Evidence) -> Iterator[str]:
    for case in cases(evidence):
        if case.status not in STATES_OF.get(case.kind, set()):
            yield f"{case.ref} is a {case.kind} and {case.status}"
        if case.status == "closed" and case.outcome not in OUTCOMES_OF.get(case.kind, set()):
            yield f"{case.ref} is a {case.kind} and was closed as {case.outcome}"


@demand("cases", "one journey", "Each accepted case has exactly one living journey")
def one_journey(evidence: Evidence) -> Iterator[str]:
    journeys = movements(evidence, "case_ref")
    withdrawn = {row[0] for row in evidence.rows("travel", "SELECT subject FROM withdrawals")}
    for case in cases(evidence):
        mine = journeys[case.ref]
        live = [one for one in mine if one not in OVER]
        if len(live) > 1:
            yield f"{case.ref} is {case.status} and has {len(live)} journeys: {', '.join(mine)}"
        if case.was_accepted and not mine and case.ref not in withdrawn:
            yield f"{case.ref} is {case.status}, was accepted, and has no journey"
        if mine and not case.was_accepted:
            yield f"{case.ref} is {case.status}, was never accepted, and has: {', '.join(mine)}"


@demand("cases", "services agree", "Intake and travel tell the same of each journey")
def services_agree(evidence: Evidence) -> Iterator[str]:
    journeys = movements(evidence, "case_ref")
    for case in cases(evidence):
        mine = journeys[case.ref] or ["none"]
        if mine[-1] not in case.journeys:
            yield f"{case.ref} ({case.kind}) is {case.status}, its journeys are {', '.join(mine)}"


@demand("cases", "one reservation", "Each accepted case has one reservation, a withdrawn none")
def one_reservation(evidence: Evidence) -> Iterator[str]:
    held: defaultdict[str, list[str]] = defaultdict(list)
    for ref, status in evidence.rows("reintegration", "SELECT case_ref, status FROM entitlements"):
        held[ref].append(status)
    for case in cases(evidence):
        mine = held[case.ref]
        living = [one for one in mine if one != "released"]
        if case.arranged and len(living) != 1:
            yield f"{case.ref} is {case.status}, has {len(living)} reservations: {', '.join(mine)}"
        if case.status in {"withdrawn", "declined"} and living:
            yield f"{case.ref} is {case.status} and still holds a reservation: {', '.join(mine)}"
        if not case.was_accepted and mine:
            yield f"{case.ref} was never accepted and has a reservation: {', '.join(mine)}"


@demand("cases", "cash for who leaves", "Who comes to the Netherlands is given no cash")
def cash_for_who_leaves(evidence: Evidence) -> Iterator[str]:
    paid = evidence.rows("reintegration", "SELECT case_ref, count(*) FROM allowances GROUP BY 1")
    kinds = {case.ref: case.kind for case in cases(evidence)}
    for ref, count in paid:
        if kinds.get(ref) not in LEAVING:
            yield f"{ref} is a {kinds.get(ref)} and has {count} allowances"


@demand("cases", "ended once", "A case that has ended has one outcome, and waits for nothing")
def ended_once(evidence: Evidence) -> Iterator[str]:
    query = "SELECT case_ref, status, outcome, waits_for, held FROM cases"
    for ref, status, outcome, waits_for, held in evidence.rows("intake", query):
        if status in ENDED and waits_for:
            yield f"{ref} is {status} and still waits for {waits_for}"
        if status in ENDED and held:
            yield f"{ref} is {status} and still holds {', '.join(held)}"
        if status == "closed" and not outcome:
            yield f"{ref} is closed without an outcome"
    said: Counter[tuple[str, str]] = Counter()
    for fact in {fact.id: fact for fact in evidence.facts}.values():
        name = fact.routing_key.partition(".")[0]
        if fact.exchange == "intake.events" and name in {"case_closed", "case_opened"}:
            said[fact.subject, name] += 1
    for (ref, name), count in said.items():
        if count > 1:
            yield f"{ref}: {name} was said {count} times under different ids"


@demand("cases", "on the timeline once", "Each fact stands on a timeline exactly once")
def on_the_timeline(evidence: Evidence) -> Iterator[str]:
    told: Counter[str] = Counter(
        row[0] for row in evidence.rows("intake", "SELECT entry_id FROM timeline_entries")
    )
    parked: set[Any] = {
        row[0] for row in evidence.rows("intake", "SELECT subject FROM held_messages")
    }
    for fact in {fact.id: fact for fact in evidence.facts}.values():
        if fact.owner != "intake" and told[fact.id] != 1 and fact.subject not in parked:
            yield f"{fact.routing_key} {fact.id} stands {told[fact.id]} times on a timeline"


@demand("cases", "numbered once", "The case numbers have no gap and no double")
def numbered_once(evidence: Evidence) -> Iterator[str]:
    numbers = [case.ref.split("-") for case in cases(evidence)]
    for year, last in evidence.rows("intake", "SELECT year, last FROM case_numbers"):
        used = sorted(int(parts[2]) for parts in numbers if int(parts[1]) == year)
        if used != list(range(1, last + 1)):
            missing = sorted(set(range(1, last + 1)) - set(used))
            yield f"of {year} there are {len(used)} cases, the last is {last}; missing: {missing}"
