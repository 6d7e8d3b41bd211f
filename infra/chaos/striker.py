"""Carries the faults out at their times, says so, and puts back what they broke."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

import psycopg2
import requests

from infra.chaos.house import House
from infra.chaos.plan import Fault
from infra.chaos.poison import Poisoner
from infra.chaos.taps import BROKEN
from infra.local.broker import HOUSE_VHOST
from infra.local.place import AGENTS
from infra.local.trouble import Trouble

FULL = "chaos-full"

Act = Callable[["Striker", Fault, Random], str]
ACTS: dict[str, Act] = {}


def act(kind: str) -> Callable[[Act], Act]:
    def declare(function: Act) -> Act:
        ACTS[kind] = function
        return function

    return declare


class Striker:
    """Strikes one lane's faults at their times."""

    def __init__(
        self,
        house: House,
        poisoner: Poisoner,
        uri: str,
        *,
        jump: Callable[[timedelta], None],
        say: Callable[[str], None],
    ) -> None:
        self.house = house
        self.poisoner = poisoner
        self.uri = uri
        self.jump = jump
        self.order_seen = threading.Event()
        self.order_agent = AGENTS[0]
        self._say = say
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self.struck: list[dict[str, Any]] = []

    def run(self, faults: list[Fault], started: float) -> None:
        for fault in faults:
            if self._stop.wait(max(0.0, started + fault.at_seconds - time.monotonic())):
                return
            self._strike(fault, started)

    def stop(self) -> None:
        self._stop.set()

    def last(self, seconds: float) -> None:
        """Let a fault last, but not longer than the run."""
        self._stop.wait(seconds)

    def see_order(self, agent: str) -> None:
        """An order has just been handed to an agent."""
        self.order_agent = agent
        self.order_seen.set()

    def _strike(self, fault: Fault, started: float) -> None:
        began = time.monotonic() - started
        note: dict[str, Any] = {**fault.told(), "at_seconds": round(began, 2), "epoch": time.time()}
        self._say(f"{began:6.1f} s  {fault.kind}")
        try:
            note["what"] = ACTS[fault.kind](self, fault, Random(f"{fault.draw}"))
        except (*BROKEN, psycopg2.Error, requests.RequestException, Trouble) as error:
            note["what"] = f"could not: {type(error).__name__}"
        ended = time.monotonic() - started
        note["ended_seconds"] = round(ended, 2)
        self._say(f"{ended:6.1f} s  {fault.kind}: {note['what']}")
        with self._lock:
            self.struck.append(note)


def heal(house: House) -> None:
    """Put everything back that a fault may have left broken."""
    house.network.be("good")
    for process in house.processes:
        house.signal(process, signal.SIGCONT)
    with suppress(Trouble):
        house.where.api.call("DELETE", "policies", HOUSE_VHOST, FULL, missing_ok=True)
