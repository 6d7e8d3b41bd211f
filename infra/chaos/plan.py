"""Which fault strikes when: drawn from the seed before anything starts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

# Two lanes, so that a process dies while the network is ill; within a lane one after another.
LANES: dict[str, tuple[tuple[str, float], ...]] = {
    "processes": (
        ("kill a process", 4),
        ("stop a process", 3),
        ("freeze a process", 3),
        ("kill an agent with our order in its hand", 2),
        ("kill the gateway", 1),
        ("send a service away and shuffle its messages", 1.5),
        ("poison", 2),
        ("jump the clock", 1),
    ),
    "servers": (
        ("drop every connection", 2),
        ("delay the network", 1.5),
        ("cut the way to the broker", 1.5),
        ("cut the way from the broker", 1.5),
        ("swallow silently", 1.5),
        ("restart the broker", 1),
        ("kill the broker", 1),
        ("restart the database", 1),
        ("kill the database", 1),
        ("fill a queue", 1.5),
    ),
}
PAUSE_SECONDS = {"processes": (2.0, 6.0), "servers": (6.0, 12.0)}
# What the system needs to come round, so that the faults stay apart within a lane.
LASTS_SECONDS = {
    "freeze a process": (1.0, 14.0),
    "send a service away and shuffle its messages": (3.0, 6.0),
    "delay the network": (3.0, 8.0),
    "cut the way to the broker": (2.0, 15.0),
    "cut the way from the broker": (2.0, 15.0),
    "fill a queue": (3.0, 7.0),
    "kill the broker": (8.0, 8.0),
    "restart the broker": (10.0, 10.0),
}
QUIET_AT_BOTH_ENDS_SECONDS = 4.0


@dataclass(frozen=True)
class Fault:
    """One fault: when it strikes, how long it lasts, and a number to draw its target by."""

    at_seconds: float
    kind: str
    lasts_seconds: float
    draw: float

    def told(self) -> dict[str, Any]:
        return asdict(self)


def draw(seed: int, seconds: float, lane: str) -> list[Fault]:
    """Deal the kinds like cards, so that each comes about as often as its weight says."""
    dice = Random(f"{lane}/{seed}")
    deck = _deck(dice, LANES[lane])
    faults = []
    at = QUIET_AT_BOTH_ENDS_SECONDS + dice.uniform(0, 2)
    while True:
        kind = next(deck)
        lasts = dice.uniform(*LASTS_SECONDS.get(kind, (0.0, 0.0)))
        if at + lasts > seconds - QUIET_AT_BOTH_ENDS_SECONDS:
            return faults
        faults.append(Fault(round(at, 2), kind, round(lasts, 2), dice.random()))
        at += lasts + dice.uniform(*PAUSE_SECONDS[lane])


def _deck(dice: Random, weighted: tuple[tuple[str, float], ...]) -> Iterator[str]:
    """Every kind once, then by weight."""
    cards = [kind for kind, _ in weighted]
    while True:
        dice.shuffle(cards)
        yield from cards
        cards = [kind for kind, weight in weighted for _ in range(round(weight * 2))]
