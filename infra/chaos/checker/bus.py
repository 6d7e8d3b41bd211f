"""The promise of the bus: said is published, published is handled once, nothing is left over."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator

from infra.chaos.checker.demands import demand
from infra.chaos.checker.evidence import Evidence

# Why a message may be parked although nobody poisoned the bus: cause, and why that is right.
EXPLAINED: dict[str, str] = {}


@demand("bus", "said is published", "Every fact that was recorded was published")
def said_is_published(evidence: Evidence) -> Iterator[str]:
    published = {fact.id for fact in evidence.facts}
    for service in evidence.databases:
        recorded = evidence.rows(
            service,
            "SELECT message_id, routing_key, recorded_at FROM chaos_recorded"
            " WHERE broker = 'internal'",
        )
        for message_id, key, at in recorded:
            if message_id not in published:
                yield f"{service} recorded {key} {message_id} at {at}; nobody ever heard it"


@demand("bus", "published is said", "Nothing was published that no committed transaction recorded")
def published_is_said(evidence: Evidence) -> Iterator[str]:
    recorded = {
        row[0]
        for service in evidence.databases
        for row in evidence.rows(service, "SELECT message_id FROM chaos_recorded")
    }
    for fact in evidence.facts:
        if fact.id not in recorded:
            yield f"{fact.exchange} {fact.routing_key} {fact.id} stands in no outbox"


@demand("bus", "one id, one body", "A fact that was published again carried the same words")
def one_body(evidence: Evidence) -> Iterator[str]:
    bodies: defaultdict[str, set[str]] = defaultdict(set)
    for fact in evidence.facts:
        bodies[fact.id].add(fact.digest)
    for message_id, different in bodies.items():
        if len(different) > 1:
            yield f"{message_id} came with {len(different)} bodies"


@demand("bus", "handled once", "Each listener handled every published fact, and has one mark of it")
def handled_once(evidence: Evidence) -> Iterator[str]:
    bindings = evidence.bindings()
    marks, held = _marks(evidence), _held(evidence)
    for fact in {fact.id: fact for fact in evidence.facts}.values():
        listeners = bindings.get((fact.exchange, fact.routing_key), [])
        if not listeners:
            yield f"{fact.exchange} {fact.routing_key} {fact.id} has no listener at all"
        for queue in listeners:
            count = marks[queue, fact.id]
            if count > 1:
                yield f"{queue} has {count} marks of {fact.id}"
            elif count == 0 and fact.id not in held[queue]:
                yield f"{queue} has not handled {fact.id}"
            elif count and fact.id in held[queue]:
                yield f"{queue} has both handled and kept {fact.id}"


@demand("bus", "nothing unheard of", "No listener has a mark of a fact that was never published")
def nothing_unheard_of(evidence: Evidence) -> Iterator[str]:
    published = {fact.id for fact in evidence.facts}
    for queue, message_id in _marks(evidence):
        if message_id not in published:
            yield f"{queue} handled {message_id}, which nobody said"


@demand("bus", "outbox empty", "No outbox row is left")
def outbox_empty(evidence: Evidence) -> Iterator[str]:
    for service in evidence.databases:
        left = "SELECT position, broker, routing_key, recorded_at FROM outbox"
        for position, broker, key, at in evidence.rows(service, left):
            yield f"{service}: row {position} for {broker}, {key}, recorded at {at}"


@demand("bus", "no overdue reminder", "No reminder is overdue")
def no_overdue_reminder(evidence: Evidence) -> Iterator[str]:
    for service in evidence.databases:
        late = "SELECT name, due_at, ids FROM reminders WHERE due_at < %s - interval '10 seconds'"
        for name, due_at, ids in evidence.rows(service, late, evidence.now):
            yield f"{service}: {name} of {ids} was due at {due_at}"


@demand("bus", "nothing retrying", "No message is still tried again and again")
def nothing_retrying(evidence: Evidence) -> Iterator[str]:
    for service in evidence.databases:
        query = "SELECT queue, cause, attempts, reason FROM held_messages WHERE state = 'retrying'"
        for queue, cause, attempts, reason in evidence.rows(service, query):
            yield f"{queue}: {cause}, {attempts} attempts: {reason}"


@demand("bus", "parked is explained", "Each parked message is poison of ours, or explained")
def parked_is_explained(evidence: Evidence) -> Iterator[str]:
    for service in evidence.databases:
        rows = evidence.rows(
            service,
            "SELECT queue, cause, reason, encode(sha256(body), 'hex'), subject, traceback"
            " FROM held_messages WHERE state = 'parked'",
        )
        for queue, cause, reason, digest, subject, trace in rows:
            if digest not in evidence.poison and cause not in EXPLAINED:
                where = trace.strip().rpartition("\n")[2]
                yield f"{queue} {subject}: {cause}: {reason} {where}".strip()


@demand("bus", "poison is kept", "Each poisonous message is kept by each listener that it reached")
def poison_is_kept(evidence: Evidence) -> Iterator[str]:
    kept = Counter(
        row[0]
        for service in evidence.databases
        for row in evidence.rows(service, "SELECT encode(sha256(body), 'hex') FROM held_messages")
    )
    for digest in evidence.poison:
        if not kept[digest]:
            yield f"the poison {digest[:12]} is kept by nobody"


@demand("bus", "queues empty", "Every queue is empty, and nothing is out with a consumer")
def queues_empty(evidence: Evidence) -> Iterator[str]:
    for queue in evidence.broker("queues", evidence.vhost):
        name = queue["name"]
        if name.partition(".")[0] not in evidence.databases:
            continue
        for kind in ("messages_ready", "messages_unacknowledged"):
            if queue.get(kind):
                yield f"{name}: {queue[kind]} {kind}"


def _marks(evidence: Evidence) -> Counter[tuple[str, str]]:
    return Counter(
        {
            (queue, message_id): count
            for service in evidence.databases
            for queue, message_id, count in evidence.rows(
                service, "SELECT queue, message_id, count(*) FROM inbox GROUP BY 1, 2"
            )
        }
    )


def _held(evidence: Evidence) -> defaultdict[str, set[str]]:
    """The ids of the messages that are kept, by queue, as far as they can be read."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for service in evidence.databases:
        for queue, body in evidence.rows(service, "SELECT queue, body FROM held_messages"):
            try:
                found[queue].add(str(json.loads(bytes(body))["id"]))
            except (ValueError, KeyError, TypeError):
                continue
    return found
