"""What a case must have come to: one journey, one reservation, one end, or a wait that says so."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from infra.chaos.checker.demands import demand
from infra.chaos.checker.evidence import Evidence

ENDED = {"declined", "withdrawn", "closed"}
WAITING_FOR_A_SEAT = {
    "quoting",
    "short_of_agents",
    "over_tariff",
    "no_offer",
    "chosen",
    "booking",
    "price_changed",
}
# What the last movement of a case may be, by what intake says of the case.
JOURNEY_OF = {
    "accepted": WAITING_FOR_A_SEAT,
    "booked": {"booked"},
    "departed": {"departed", "arrived"},
    "arrived": {"arrived"},
    "no_show": {"no_show"},
    "withdrawn": {"cancelled", "no_show"},
}
JOURNEY_OF_EXPERT = {
    "travel_needed": WAITING_FOR_A_SEAT,
    "booked": {"booked"},
    "travelling": {"departed"},
    "no_journey": {"no_show", "cancelled"},
    "withdrawing": {"cancelling"},
}
GRACE = timedelta(minutes=5)
# Table, key, terminal states: everything in these tables ends or waits for somebody.
WAITING: dict[str, tuple[tuple[str, str, str], ...]] = {
    "intake": (("cases", "case_ref", "'declined','withdrawn','closed'"),),
    "travel": (
        ("movements", "id", "'arrived','replaced','cancelled'"),
        ("bookings", "id", "'failed','cancelled','used'"),
    ),
    "expert_deployment": (
        ("vacancies", "id", "'closed','filled'"),
        ("assignments", "id", "'ended','withdrawn'"),
    ),
}
DUE: tuple[tuple[str, str], ...] = (
    ("entitlements", "'completed','released'"),
    ("allowances", "'settled','returned','released'"),
    ("plans", "'settled','lapsed','cancelled'"),
    ("payments", "'settled','rejected'"),
    ("follow_ups", "'recorded','not_needed'"),
)


def _cases(evidence: Evidence) -> dict[str, tuple[str, bool, str | None]]:
    """Each case's state, whether it was ever accepted, and its outcome."""
    accepted = {fact.subject for fact in evidence.facts if "case_accepted" in fact.routing_key}
    query = "SELECT case_ref, status, was_accepted, outcome FROM cases"
    return {
        ref: (status, was or ref in accepted, outcome)
        for ref, status, was, outcome in evidence.rows("intake", query)
    }


def _movements(evidence: Evidence) -> defaultdict[str, list[str]]:
    """The states of each case's movements, oldest first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    query = "SELECT case_ref, status FROM movements WHERE case_ref IS NOT NULL ORDER BY id"
    for case_ref, status in evidence.rows("travel", query):
        found[case_ref].append(status)
    return found


@demand("cases", "one journey", "Each accepted case has exactly one living journey")
def one_journey(evidence: Evidence) -> Iterator[str]:
    movements = _movements(evidence)
    withdrawn = {row[0] for row in evidence.rows("travel", "SELECT subject FROM withdrawals")}
    for ref, (status, was_accepted, _) in _cases(evidence).items():
        mine = movements[ref]
        live = [one for one in mine if one not in {"cancelled", "replaced", "no_show"}]
        if len(live) > 1:
            yield f"{ref} is {status} and has {len(live)} journeys: {', '.join(mine)}"
        if was_accepted and not mine and ref not in withdrawn:
            yield f"{ref} is {status}, was accepted, and has no journey"
        if mine and not was_accepted:
            yield f"{ref} is {status}, was never accepted, and has a journey: {', '.join(mine)}"


@demand("cases", "services agree", "Intake and travel tell the same of each journey")
def services_agree(evidence: Evidence) -> Iterator[str]:
    movements = _movements(evidence)
    for ref, (status, _, _) in _cases(evidence).items():
        allowed, mine = JOURNEY_OF.get(status), movements[ref]
        if allowed is None or (status == "withdrawn" and not mine):
            continue
        if not mine or mine[-1] not in allowed:
            yield f"{ref} is {status}, and its journeys are {', '.join(mine) or 'none'}"


@demand("cases", "experts agree", "Travel tells the same of each expert's journey")
def experts_agree(evidence: Evidence) -> Iterator[str]:
    query = "SELECT id, status FROM movements WHERE assignment_id IS NOT NULL"
    journeys = dict(evidence.rows("travel", query))
    query = "SELECT id, status, movement_id FROM assignments"
    for found, status, movement in evidence.rows("expert_deployment", query):
        allowed = JOURNEY_OF_EXPERT.get(status)
        if allowed and movement and journeys.get(movement) not in allowed:
            yield f"assignment {found} is {status}, its journey is {journeys.get(movement)}"
    query = (
        "SELECT assignment_id, count(*) FROM movements WHERE assignment_id IS NOT NULL"
        " AND status NOT IN ('cancelled', 'replaced', 'no_show') GROUP BY 1 HAVING count(*) > 1"
    )
    for assignment, count in evidence.rows("travel", query):
        yield f"assignment {assignment} has {count} living journeys"


@demand("cases", "one reservation", "Each accepted case has one reservation, a withdrawn none")
def one_reservation(evidence: Evidence) -> Iterator[str]:
    held: defaultdict[str, list[str]] = defaultdict(list)
    for ref, status in evidence.rows("reintegration", "SELECT case_ref, status FROM entitlements"):
        held[ref].append(status)
    for ref, (status, was_accepted, outcome) in _cases(evidence).items():
        mine = held[ref]
        living = [one for one in mine if one != "released"]
        expects = status in {"accepted", "booked", "departed", "arrived", "no_show"}
        expects = expects or (status == "closed" and outcome == "returned")
        if expects and len(living) != 1:
            yield f"{ref} is {status} and has {len(living)} reservations: {', '.join(mine)}"
        if status in {"withdrawn", "declined"} and living:
            yield f"{ref} is {status} and still holds a reservation: {', '.join(mine)}"
        if not was_accepted and mine:
            yield f"{ref} was never accepted and has a reservation: {', '.join(mine)}"


@demand("cases", "ended or waiting", "What has not ended waits for something, somebody, by a day")
def ended_or_waiting(evidence: Evidence) -> Iterator[str]:
    for service, tables in WAITING.items():
        for table, key, final in tables:
            query = (
                f"SELECT {key}, status, waits_for, owner, due_at FROM {table}"  # noqa: S608
                f" WHERE status NOT IN ({final})"
                " AND (waits_for IS NULL OR owner IS NULL OR due_at IS NULL)"
            )
            for found, status, waits_for, owner, due_at in evidence.rows(service, query):
                yield f"{service} {table} {found} is {status}: {waits_for}, {owner}, {due_at}"
    for table, final in DUE:
        query = f"SELECT id, status FROM {table} WHERE status NOT IN ({final}) AND due_at IS NULL"  # noqa: S608
        for found, status in evidence.rows("reintegration", query):
            yield f"reintegration {table} {found} is {status} and has no deadline"


@demand("cases", "ended once", "A case that has ended has one outcome, and waits for nothing")
def ended_once(evidence: Evidence) -> Iterator[str]:
    query = "SELECT case_ref, status, outcome, waits_for FROM cases"
    for ref, status, outcome, waits_for in evidence.rows("intake", query):
        if status in ENDED and waits_for:
            yield f"{ref} is {status} and still waits for {waits_for}"
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


@demand("cases", "overdue is told", "A deadline that has passed was told to somebody")
def overdue_is_told(evidence: Evidence) -> Iterator[str]:
    passed = evidence.now - GRACE
    query = (
        "SELECT case_ref, status, due_at FROM cases WHERE due_at < %s AND NOT overdue"
        " AND status NOT IN ('declined','withdrawn','closed')"
    )
    for ref, status, due_at in evidence.rows("intake", query, passed):
        yield f"{ref} is {status}, was due at {due_at}, and nobody was told"
    query = "SELECT id, status, due_at FROM movements WHERE due_at < %s AND NOT stuck_told"
    for found, status, due_at in evidence.rows("travel", query, passed):
        yield f"movement {found} is {status}, was due at {due_at}, and nobody was told"


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
    numbers = [ref.split("-") for ref in _cases(evidence)]
    for year, last in evidence.rows("intake", "SELECT year, last FROM case_numbers"):
        used = sorted(int(parts[2]) for parts in numbers if int(parts[1]) == year)
        if used != list(range(1, last + 1)):
            missing = sorted(set(range(1, last + 1)) - set(used))
            yield f"of {year} there are {len(used)} cases, the last is {last}; missing: {missing}"
