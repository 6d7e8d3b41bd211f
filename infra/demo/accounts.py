"""The day's sums: facts sent and handled, what was parked, and whether the ledger balances."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import requests
from kombu import Connection, Consumer, Exchange, Queue, binding
from prometheus_client.parser import text_string_to_metric_families

from infra.demo.door import Door
from infra.local.place import SERVICES

SCRAPE_SECONDS = 5.0
HANDLED, UNSENT = "inbox_handled_total", "outbox_rows"
LISTEN_SECONDS = 0.5


class Facts:
    """Listens to every fact on the bus, as an auditor with a queue of its own would."""

    def __init__(self, uri: str, tell: Callable[[str], None]) -> None:
        self._uri = uri
        self._tell = tell
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._ids: set[str] = set()
        self._thread = threading.Thread(target=self._listen, name="facts", daemon=True)

    @property
    def sent(self) -> int:
        return len(self._ids)

    def begin(self) -> None:
        self._thread.start()
        self._ready.wait(timeout=10)

    def end(self) -> None:
        self._stop.set()
        self._thread.join(timeout=5)

    def _listen(self) -> None:
        with Connection(self._uri) as connection:
            channel = connection.default_channel
            bound = Queue(
                exclusive=True,
                durable=False,
                bindings=[_everything_of(service) for service in SERVICES],
                queue_arguments={"x-queue-type": "classic"},
            )(channel)
            with Consumer(channel, bound, callbacks=[self._take], accept=None, no_ack=True):
                self._ready.set()
                while not self._stop.is_set():
                    try:
                        connection.drain_events(timeout=LISTEN_SECONDS)
                    except TimeoutError:
                        continue

    def _take(self, body: Any, message: Any) -> None:
        del body
        fact = json.loads(message.body)
        if fact["id"] not in self._ids:
            self._ids.add(fact["id"])
            self._tell(fact["type"].rpartition(".v")[0])


def _everything_of(service: str) -> Any:
    return binding(Exchange(f"{service}.events", "topic", durable=True), routing_key="#")


class Handled:
    """Adds up a counter that begins anew whenever its process does, by what came of a message."""

    def __init__(self, doors: Mapping[str, str]) -> None:
        self._doors = doors
        self._last: Counter[tuple[str, str]] = Counter()
        self.outcomes: Counter[str] = Counter()
        self.look(count=False)

    @property
    def total(self) -> int:
        return self.outcomes["handled"]

    @property
    def tried_again(self) -> int:
        """A gap that closed, or a crash that a later try may have survived; the logs tell which."""
        return self.outcomes["retrying"]

    def look(self, *, count: bool = True) -> None:
        """Read every process's counter once; one that does not answer now is read next time."""
        for process, door in self._doors.items():
            for outcome, now in _by_outcome(door).items():
                before = self._last[process, outcome]
                self._last[process, outcome] = now
                if count:
                    self.outcomes[outcome] += now - before if now >= before else now


def left_behind(doors: Mapping[str, str]) -> int:
    """How many facts and orders are recorded and not yet sent."""
    return sum(
        int(sample.value)
        for door in doors.values()
        for sample in _samples(door)
        if sample.name == UNSENT
    )


def _by_outcome(door: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for sample in _samples(door):
        if sample.name == HANDLED:
            found[sample.labels["outcome"]] += int(sample.value)
    return found


def _samples(door: str) -> Iterator[Any]:
    """What a process measures now; nothing while it is away."""
    try:
        text = requests.get(door, timeout=5).text
    except requests.RequestException:
        return
    for family in text_string_to_metric_families(text):
        yield from family.samples


def parked(door: Door, subject: str) -> dict[str, dict[str, Any]]:
    """Every parked message of every service, by its id."""
    found: dict[str, dict[str, Any]] = {}
    for service in SERVICES:
        after = ""
        while after is not None:
            query = f"service={service}&limit=200" + (f"&after={after}" if after else "")
            page = door.get(f"/v1/parked?{query}", "ops", subject)
            found |= {one["id"]: one | {"service": service} for one in page["items"]}
            after = page["next"]
    return found


def trial_balance(door: Door, subject: str) -> dict[str, int]:
    """Debit minus credit in minor units, per currency."""
    currencies = door.get("/v1/ledger/trial-balance", "auditor", subject)["currencies"]
    return {one["currency"]: one["difference_minor"] for one in currencies}
