"""The agents' own books against ours: each booking once, at one agent, and no order lost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from infra.chaos.checker.demands import demand
from infra.chaos.checker.evidence import Evidence

HAVE_TICKETS = {"confirmed", "used"}
# Of a booking in these states the agent may still hold the seats, for the answer is on its way.
MAY_HAVE_TICKETS = HAVE_TICKETS | {"cancel_requested", "cancel_accepted", "requested"}


def _bookings(evidence: Evidence) -> dict[str, tuple[str, str, str, str | None]]:
    query = "SELECT id, movement_id, agent, status, record_locator FROM bookings"
    return {row[0]: tuple(row[1:]) for row in evidence.rows("travel", query)}  # type: ignore[misc]


def _held_by(evidence: Evidence) -> defaultdict[str, dict[str, dict[str, Any]]]:
    """Every booking that any agent's book holds, by reference and agent."""
    found: defaultdict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for agent in evidence.books:
        for reference, paper in evidence.papers(agent, "booking").items():
            found[reference][agent] = paper
    return found


@demand("agents", "booked once", "Each confirmed booking is one record at one agent")
def booked_once(evidence: Evidence) -> Iterator[str]:
    held = _held_by(evidence)
    for reference, (_, agent, status, locator) in _bookings(evidence).items():
        if status not in HAVE_TICKETS:
            continue
        records = held[reference]
        if list(records) != [agent]:
            yield f"{reference} is {status} at {agent}; it stands in the books of {list(records)}"
        elif records[agent]["record_locator"] != locator:
            yield f"{reference}: we say {locator}, {agent} says {records[agent]['record_locator']}"


@demand("agents", "no seat for nobody", "No agent holds tickets that we do not want")
def no_seat_for_nobody(evidence: Evidence) -> Iterator[str]:
    bookings = _bookings(evidence)
    # An agent asks more for giving a ticket back than it may: that is an officer's to decide.
    query = "SELECT id FROM bookings WHERE status = 'penalty_questioned' AND owner IS NOT NULL"
    asked = {id_ for (id_,) in evidence.rows("travel", f"{query} AND due_at IS NOT NULL")}
    for reference, records in _held_by(evidence).items():
        for agent, paper in records.items():
            status = bookings[reference][2] if reference in bookings else "unknown to us"
            wanted = status in MAY_HAVE_TICKETS or reference in asked
            if paper["state"] == "ticketed" and not wanted:
                yield f"{agent} holds tickets for {reference}, which is {status}"


@demand("agents", "one live booking", "No movement has two bookings that live")
def one_live_booking(evidence: Evidence) -> Iterator[str]:
    living: Counter[str] = Counter()
    for movement, _, status, _ in _bookings(evidence).values():
        living[movement] += status in MAY_HAVE_TICKETS
    for movement, count in living.items():
        if count > 1:
            yield f"movement {movement} has {count} living bookings"


@demand("agents", "locators differ", "No record of an agent stands for two bookings")
def locators_differ(evidence: Evidence) -> Iterator[str]:
    used: Counter[tuple[str, str]] = Counter()
    for _, agent, status, locator in _bookings(evidence).values():
        if locator and status in HAVE_TICKETS:
            used[agent, locator] += 1
    for (agent, locator), count in used.items():
        if count > 1:
            yield f"{agent} {locator} stands for {count} bookings"


@demand("agents", "orders arrive", "Every order that we recorded stands in its agent's book")
def orders_arrive(evidence: Evidence) -> Iterator[str]:
    if not evidence.books:
        return
    received = {
        agent: {row[0] for row in evidence.book(agent, "SELECT id FROM received")}
        for agent in evidence.books
    }
    query = "SELECT message_id, routing_key FROM chaos_recorded WHERE broker = 'partners'"
    for message_id, key in evidence.rows("travel", query):
        agent = key.partition(".")[0]
        if agent in received and message_id not in received[agent]:
            yield f"{key} {message_id} never reached {agent}"


@demand("agents", "answers are read", "Every answer that an agent sent is in travel's log")
def answers_are_read(evidence: Evidence) -> Iterator[str]:
    query = "SELECT agent, message_id, kind FROM partner_messages"
    logged = {(agent, message_id) for agent, message_id, _ in evidence.rows("travel", query)}
    for agent in evidence.books:
        # What an agent spoilt on purpose may carry no id, or one that is not in its body.
        query = (
            "SELECT id, type, subject FROM answers"
            " WHERE sent = 1 AND body LIKE '%\"' || id || '\"%'"
        )
        for message_id, kind, subject in evidence.book(agent, query):
            if (agent, message_id) not in logged:
                yield f"{agent} sent {kind} {message_id} about {subject}; travel never read it"


@demand("agents", "nothing unsent", "No agent keeps an answer that is due and not sent")
def nothing_unsent(evidence: Evidence) -> Iterator[str]:
    now = evidence.now.isoformat()
    for agent in evidence.books:
        query = (
            "SELECT type, subject FROM answers WHERE sent = 0"  # noqa: S608 - a time of ours
            f" AND due_epoch <= strftime('%s','now') - 30 AND (due_at IS NULL OR due_at <= '{now}')"
        )
        for kind, subject in evidence.book(agent, query):
            yield f"{agent} has not sent {kind} about {subject}"
