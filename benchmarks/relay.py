"""The part `relay`: rows a second from a committed outbox to confirmed messages on a queue."""

from __future__ import annotations

import sys
import time
from typing import Any

import amqp
import psycopg2

from benchmarks import measure
from benchmarks.hop import race, work
from benchmarks.hop.limit import address
from benchmarks.size import Size
from benchmarks.stand import Stand
from infra.local.bench.database import Database

ROWS = 20_000
SECONDS_MAX = 120
BARE, FEEDER = "bare publisher, no database", "bare publisher with the table"


def run(stand: Stand, size: Size) -> None:
    """Ours, a bare one that reads the same table, and one that has everything in memory."""
    rows = size.of(ROWS, least=2000)
    size.say(f"relay: {size.rounds} rounds of {rows} rows")
    ours, feeder = _Lane(stand), _Lane(stand)
    teller = stand.service("teller", ours.database, ours.broker, "benchmarks.hop.ours")
    env = {"BENCH_AMQP": feeder.uri, "BENCH_DATABASE": feeder.database.uri, "BENCH_QUEUE": "-"}
    publisher = stand.program("-m", "benchmarks.hop.feeder", "plain", **env)
    bare = _Lane(stand)
    runs = {"ours": ours.drain, FEEDER: feeder.drain, BARE: bare.publish}
    for measured in runs.values():
        measured(rows // 5)
    rates: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(size.rounds):
        for name in list(runs)[:: 1 if number % 2 == 0 else -1]:
            rates[name].append(runs[name](rows))
        size.say("  ".join(f"{name} {values[-1]:,.0f}" for name, values in rates.items()))
    ratios = {name: measure.ratio(rates["ours"], rates[name]) for name in (BARE, FEEDER)}
    figures = {
        "rows": rows,
        "per_second": {name: measure.summary(values) for name, values in rates.items()},
        "ours_to": ratios,
    }
    goal = measure.at_least("relay: ours to a bare publisher", ratios[BARE]["median"], 0.6)
    measure.keep("relay", figures, [goal])
    teller.close()
    publisher.close()


class _Lane:
    """A database with an outbox, and a quorum queue that nobody reads."""

    def __init__(self, stand: Stand) -> None:
        self.database: Database = stand.database()
        self.broker = stand.broker()
        self.uri = self.broker.amqp_uri
        self._connection = amqp.Connection(**address(self.uri))
        self._connection.connect()
        stand.closing.callback(self._connection.close)
        self._channel = self._connection.channel()
        self._channel.exchange_declare(work.EXCHANGE, "topic", durable=True, auto_delete=False)
        arguments = {**work.QUEUE_ARGUMENTS, "x-max-length": 100_000}
        self._channel.queue_declare("sink", durable=True, auto_delete=False, arguments=arguments)
        self._channel.queue_bind("sink", work.EXCHANGE, "#")
        self._told = race.Contender("relay", self.database, self.database)

    def drain(self, rows: int) -> float:
        """Commit so many rows at once, and wait until the table is empty."""
        with psycopg2.connect(self.database.uri) as watching, watching.cursor() as cursor:
            race.tell(self._told, rows)
            started = time.perf_counter()
            while time.perf_counter() - started < SECONDS_MAX:
                cursor.execute("SELECT NOT EXISTS (SELECT FROM outbox)")
                watching.rollback()
                if cursor.fetchone() == (True,):
                    self._channel.queue_purge("sink")
                    return rows / (time.perf_counter() - started)
                time.sleep(0.01)
        raise TimeoutError("the outbox was not emptied")

    def publish(self, rows: int) -> float:
        """Send from memory, in windows, in a process of its own, which prints its rate."""
        import subprocess  # noqa: PLC0415 - only here

        command = [sys.executable, "-m", "benchmarks.bare", self.uri, str(rows)]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
        self._channel.queue_purge("sink")
        return float(answer.stdout)


__all__: list[Any] = ["run"]
