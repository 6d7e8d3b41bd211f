"""Waiting, with a limit, until nothing is on its way any more."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import psycopg2
import requests

from infra.chaos.checker.evidence import Evidence
from infra.chaos.house import House
from infra.chaos.taps import Tap
from infra.local.place import SERVICES
from infra.local.trouble import Trouble

LOOK_SECONDS = 0.5
QUIET_LOOKS = 4
HURRY_AFTER_SECONDS = 5.0
LEFT = """
SELECT (SELECT count(*) FROM outbox),
    (SELECT count(*) FROM held_messages WHERE state = 'retrying'),
    (SELECT count(*) FROM reminders WHERE due_at <= %s)
"""
# The delays between tries would outlast the run; that time passes is all that this says.
HURRY = "UPDATE held_messages SET due_at = clock_timestamp() WHERE state = 'retrying'"


class Quiet:
    """Looks at everything that moves."""

    def __init__(
        self, house: House, taps: list[Tap], evidence: Evidence, say: Callable[[str], None]
    ) -> None:
        self._house = house
        self._taps = taps
        self._evidence = evidence
        self._say = say

    def wait(self, seconds: float) -> float | None:
        """Return how long it took until nothing moved, or nothing when something always does."""
        started = hurried = time.monotonic()
        calm, said = 0, ""
        while time.monotonic() - started < seconds:
            moving = self._moving()
            calm = 0 if moving else calm + 1
            if calm >= QUIET_LOOKS:
                return round(time.monotonic() - started, 1)
            if moving and moving != said:
                self._say(f"waiting: {moving}")
                said = moving
            if time.monotonic() - hurried > HURRY_AFTER_SECONDS:
                self._hurry()
                hurried = time.monotonic()
            time.sleep(LOOK_SECONDS)
        return None

    def _moving(self) -> str:
        """What still moves, in words; nothing when all is quiet."""
        try:
            return self._unready() or self._in_databases() or self._in_queues()
        except (psycopg2.Error, requests.RequestException, Trouble) as error:
            return f"a server is away ({type(error).__name__})"

    def _unready(self) -> str:
        red = [process for process in self._house.processes if self._house.complaints(process)]
        return f"not ready: {', '.join(red)}" if red else ""

    def _in_databases(self) -> str:
        now = self._house.now()
        for service in SERVICES:
            outbox, retrying, due = self._evidence.rows(service, LEFT, now)[0]
            if outbox or retrying or due:
                return f"{service}: {outbox} to send, {retrying} to try again, {due} due"
        return ""

    def _in_queues(self) -> str:
        full: dict[str, Any] = {}
        for vhost in ("homeward", "partners"):
            for queue in self._evidence.broker("queues", vhost):
                if queue.get("messages"):
                    full[queue["name"]] = queue["messages"]
        in_hand = sum(tap.copies_in_hand for tap in self._taps)
        if in_hand:
            return f"{in_hand} copies to say"
        return ", ".join(f"{name}: {count}" for name, count in full.items())

    def _hurry(self) -> None:
        for dsn in self._evidence.databases.values():
            try:
                with closing(psycopg2.connect(dsn)) as connection, connection:
                    connection.cursor().execute(HURRY)
            except psycopg2.Error:
                continue
