"""The part `growth`: a backlog drained by one, two and four processes, and their memory."""

from __future__ import annotations

import time
from typing import Any

import psutil
from kombu import Connection

from benchmarks import measure
from benchmarks.hop import race, work
from benchmarks.size import Size
from benchmarks.stand import Stand
from infra.local.bench.database import Database
from infra.local.waiting import wait_until
from services.chassis.wire.delivery import Subscription
from services.chassis.wire.topology import declare_queue

BACKLOG = 100_000
PROCESSES = (1, 2, 4)
MODULE = "benchmarks.hop.ours"
HEARS = Subscription("hearer.teller.movement_booked.v1", "internal", work.EXCHANGE, "#", "")
SECONDS_MAX = 600


def run(stand: Stand, size: Size) -> None:
    """Fill the queue, start the processes, and count until it is empty; then once more."""
    backlog = size.of(BACKLOG, least=2000)
    size.say(f"growth: {backlog} facts with {', '.join(map(str, PROCESSES))} processes")
    figures: dict[str, Any] = {"backlog": backlog}
    grown = 0.0
    for count in PROCESSES:
        drained = _drain(stand, count, backlog)
        figures[f"{count} processes"] = drained
        grown = max(grown, drained["grown_in_second_run"])
        size.say(f"{count} processes: {drained['per_second']:,.0f} facts/s")
    goal = measure.at_most("growth: memory after a second backlog to after the first", grown, 1.05)
    measure.keep("growth", figures, [goal])


def _drain(stand: Stand, count: int, backlog: int) -> dict[str, Any]:
    broker = stand.broker()
    heard, told = stand.database(tables=work.JOURNEYS), stand.database()
    contender = race.Contender("growth", told, heard)
    with Connection(broker.amqp_uri) as connection:
        declare_queue(connection.channel(), "hearer", HEARS)
    teller = stand.service("teller", told, broker, MODULE)
    _fill(contender, backlog)
    holding = race.hold_relay(heard)
    hearers = [stand.service("hearer", heard, broker, MODULE, ready=False) for _ in range(count)]
    # Before the first batch is done, as far as can be seen from outside.
    before = [_megabytes(hearer) for hearer in hearers]
    rate = _rate(heard, backlog)
    after_one = [_megabytes(hearer) for hearer in hearers]
    _fill(contender, backlog, wait=False)
    _rate(heard, backlog * 2)
    after_two = [_megabytes(hearer) for hearer in hearers]
    for running in (teller, *hearers):
        running.close()
    holding.close()
    return {
        "per_second": round(rate),
        "megabytes_at_start": before,
        "megabytes_after_one_backlog": after_one,
        "megabytes_after_two": after_two,
        "grown_in_second_run": round(max(map(_share, after_two, after_one)), 3),
    }


def _fill(contender: race.Contender, facts: int, *, wait: bool = True) -> None:
    race.tell(contender, facts)
    if wait:
        told = contender.told
        wait_until(lambda: not told.value("SELECT count(*) FROM outbox"), 300, "It was not sent.")


def _rate(heard: Database, wanted: int) -> float:
    """From the first effect that is seen to the last."""
    deadline = time.monotonic() + SECONDS_MAX
    first, started = 0, 0.0
    while time.monotonic() < deadline:
        done = int(heard.value("SELECT count(*) FROM journeys"))
        if done and not started:
            first, started = done, time.perf_counter()
        if done >= wanted:
            return (wanted - first) / max(time.perf_counter() - started, 0.001)
        time.sleep(0.1)
    raise TimeoutError("the backlog was not drained")


def _megabytes(running: Any) -> int:
    return round(psutil.Process(running.pid).memory_info().rss / 2**20)


def _share(later: int, earlier: int) -> float:
    return later / earlier
