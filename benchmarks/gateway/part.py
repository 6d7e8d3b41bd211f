"""The part `gateway`: commands and reads a second and their p99, beside stock nameko."""

from __future__ import annotations

import statistics
from typing import Any

from benchmarks import measure
from benchmarks.gateway import doors
from benchmarks.size import Size
from benchmarks.stand import Stand

CLIENTS = (1, 16, 64)
SECONDS = 3.0
GOALS = {"reads": 1.0, "commands": 0.8}


def run(stand: Stand, size: Size) -> None:
    """Let the clients loose on one door, then on the other, and again."""
    both = [doors.ours(stand), doors.stock(stand)]
    seconds = max(1.0, SECONDS * size.scale)
    size.say(f"gateway: {size.rounds} rounds of {seconds:g} seconds at each door")
    figures: dict[str, Any] = {}
    goals = []
    for kind, bound in GOALS.items():
        for clients in CLIENTS:
            figures[f"{kind}, {clients} clients"] = _compare(both, kind, clients, seconds, size)
        ratios = [figures[f"{kind}, {clients} clients"]["ours_to_stock"] for clients in CLIENTS]
        middle = statistics.median(each["median"] for each in ratios)
        goals.append(measure.at_least(f"gateway: {kind}, ours to stock nameko", middle, bound))
    measure.keep("gateway", figures, goals)
    for door in both:
        door.close()


def _compare(
    both: list[doors.Door], kind: str, clients: int, seconds: float, size: Size
) -> dict[str, Any]:
    for door in both:
        door.ask(kind, clients, 0.5)
    rates: dict[str, list[float]] = {door.name: [] for door in both}
    spans: dict[str, list[float]] = {door.name: [] for door in both}
    for number in range(size.rounds):
        for door in both[:: 1 if number % 2 == 0 else -1]:
            outcome = door.ask(kind, clients, seconds)
            rates[door.name].append(outcome["per_second"])
            spans[door.name] += outcome["seconds"]
    compared = measure.ratio(*rates.values())
    size.say(f"{kind}, {clients} clients: ours to stock nameko {compared['median']}")
    return {
        "per_second": {name: measure.summary(values) for name, values in rates.items()},
        "times": {name: measure.times(values) for name, values in spans.items()},
        "ours_to_stock": compared,
    }
