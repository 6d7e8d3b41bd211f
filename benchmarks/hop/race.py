"""Runs the contenders one after another, again and again, on the same servers."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import amqp
import psutil
import psycopg2

from benchmarks.hop import work
from benchmarks.hop.limit import address
from benchmarks.stand import Stand
from infra.local.bench.database import Database
from infra.local.waiting import wait_until

DRAIN_SECONDS_MAX = 300
QUEUE = "hearer.bookings"


@dataclass
class Contender:
    """One stack: where its facts come from, where its effects go, and how fast it was."""

    name: str
    told: Database
    heard: Database
    processes: list[Any] = field(default_factory=list)
    seen: int = 0
    # Whoever commits one by one is slow, and is as slow over a fifth of the facts.
    share: float = 1.0
    rates: list[float] = field(default_factory=list)
    # Of the consumer's processor time, per fact: it is steadier than a rate on a shared machine.
    microseconds: list[int] = field(default_factory=list)

    def close(self) -> None:
        """End its processes; its databases and its vhost go with the stand."""
        for running in self.processes:
            running.close()


PEERS = {
    "limit": ("benchmarks.hop.limit", "100"),
    "limit, one by one": ("benchmarks.hop.limit", "1"),
    "FastStream": ("benchmarks.hop.faststream_peer",),
    "Celery": ("benchmarks.hop.celery_peer",),
    "stock nameko": ("benchmarks.hop.nameko_peer",),
}


def ours(stand: Stand, name: str = "ours", *, sends_on: bool = False, **env: str) -> Contender:
    """The chassis: a teller whose relay sends, a hearer that handles.

    The peers leave what they wrote in the outbox, so ours must not send it either, unless asked.
    """
    broker = stand.broker()
    heard, told = stand.database(tables=work.JOURNEYS), stand.database()
    contender = Contender(name, told, heard)
    if sends_on:
        _bind_answers(broker.amqp_uri)
    else:
        stand.closing.callback(hold_relay(heard).close)
    for service, database in (("hearer", heard), ("teller", told)):
        running = stand.service(service, database, broker, "benchmarks.hop.ours", **env)
        contender.processes.append(running)
    return contender


def hold_relay(database: Database) -> Any:
    """Take the lock of the relay, so that rows stay in the outbox."""
    connection = psycopg2.connect(database.uri)
    connection.autocommit = True
    connection.cursor().execute("SELECT pg_advisory_lock(hashtext('relay.internal'))")
    return connection


def _bind_answers(uri: str) -> None:
    with amqp.Connection(**address(uri)) as connection:
        channel = connection.channel()
        channel.exchange_declare("hearer.events", "topic", durable=True, auto_delete=False)
        channel.queue_declare(
            "answers", durable=True, auto_delete=False, arguments=work.QUEUE_ARGUMENTS
        )
        channel.queue_bind("answers", "hearer.events", "#")


def peer(stand: Stand, name: str) -> Contender:
    """Another stack, fed by the bare publisher."""
    module, *words = PEERS[name]
    broker = stand.broker()
    heard, told = stand.database(tables=work.JOURNEYS), stand.database()
    contender = Contender(name, told, heard, share=1.0 if name == "limit" else 0.2)
    env = {"BENCH_AMQP": broker.amqp_uri, "BENCH_QUEUE": QUEUE}
    consumer = stand.program("-m", module, *words, **env, BENCH_DATABASE=heard.uri)
    contender.processes.append(consumer)
    wait_until(lambda: _consumes(broker.amqp_uri, consumer), 60, f"{name} does not consume.")
    form = "celery" if name == "Celery" else "plain"
    feeder = stand.program("-m", "benchmarks.hop.feeder", form, **env, BENCH_DATABASE=told.uri)
    contender.processes.append(feeder)
    return contender


def _consumes(uri: str, consumer: Any) -> bool:
    if not consumer.is_running():
        raise RuntimeError(consumer.log[-3000:])
    with amqp.Connection(**address(uri)) as connection:
        try:
            answer = connection.channel().queue_declare(QUEUE, passive=True)
        except amqp.NotFound:
            return False
        return bool(answer.consumer_count)


def run_once(contender: Contender, facts: int) -> float:
    """Commit so many facts at once; return how many a second had their effect committed."""
    watching = psycopg2.connect(contender.heard.uri)
    watching.autocommit = True
    with watching.cursor() as cursor:
        used = _processor_seconds(contender)
        tell(contender, facts)
        started = time.perf_counter()
        _wait_for_effects(cursor, contender, started)
        seconds = time.perf_counter() - started
        contender.microseconds.append(round((_processor_seconds(contender) - used) / facts * 1e6))
    watching.close()
    return facts / seconds


def _processor_seconds(contender: Contender) -> float:
    """Of the consumer and its children: Celery may have one."""
    consumer = psutil.Process(contender.processes[0].pid)
    family = [consumer, *consumer.children(recursive=True)]
    return float(sum(sum(each.cpu_times()[:2]) for each in family))


def tell(contender: Contender, facts: int) -> None:
    """Leave so many facts in the teller's outbox, in one transaction."""
    body = json.dumps(work.a_fact(), separators=(",", ":"))
    first = contender.seen + 1
    contender.seen += facts
    contender.told.rows(work.TELL, work.EXCHANGE, work.ROUTING_KEY, body, first, contender.seen)
    contender.told.rows(work.WAKE)


def _wait_for_effects(cursor: Any, contender: Contender, started: float) -> None:
    while time.perf_counter() - started < DRAIN_SECONDS_MAX:
        # An estimate that costs nothing would lag; this count reads an index of a few thousand.
        cursor.execute("SELECT count(*) FROM journeys")
        if cursor.fetchone()[0] >= contender.seen:
            return
        time.sleep(0.02)
    logs = "\n".join(process.log[-2000:] for process in contender.processes)
    raise TimeoutError(f"{contender.name} did not finish.\n{logs}")


def race(contenders: list[Contender], facts: int, rounds: int, say: Callable[[str], None]) -> None:
    """Warm each up, then let them run in turn, the order reversed each time."""
    for contender in contenders:
        run_once(contender, max(round(facts * contender.share) // 5, 200))
        clear(contender)
        contender.microseconds.clear()
    for number in range(rounds):
        order = contenders if number % 2 == 0 else contenders[::-1]
        for contender in order:
            contender.rates.append(run_once(contender, max(round(facts * contender.share), 200)))
            clear(contender)
        line = "  ".join(f"{each.name} {each.rates[-1]:,.0f}" for each in contenders)
        say(f"round {number + 1}: {line}")


def clear(contender: Contender) -> None:
    """Empty what has been written, so that every run begins alike."""
    contender.heard.rows("TRUNCATE journeys; TRUNCATE inbox; TRUNCATE outbox")
    contender.seen = 0
