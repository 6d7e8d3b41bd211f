"""The day itself: every case in a thread of its own, one clock for all, sums at the end."""

from __future__ import annotations

import os
import signal
import time
import traceback
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

from infra.demo import accounts, outcomes
from infra.demo.accounts import Facts, Handled
from infra.demo.agents import Agents
from infra.demo.casebook import Casebook
from infra.demo.contracts import Contracts
from infra.demo.coverage import Coverage
from infra.demo.door import Door, Mint
from infra.demo.people import People
from infra.demo.report import Report
from infra.demo.screen import Screen
from infra.demo.story import AMSTERDAM, Story, World
from infra.demo.timekeeper import Timekeeper
from infra.local import programs, settings
from infra.local.place import SERVICES, Place
from infra.local.waiting import wait_until
from services.chassis.clock import LOOK_EVERY_SECONDS, set_offset

AT_ONCE = 6
BEFORE_OFFICE = 8
QUIET_SECONDS = 30.0
KILL_SECONDS = 30.0
OPS = "ops.demo"


class Day:
    """One run of the casebook against the running system."""

    def __init__(
        self,
        place: Place,
        book: Casebook,
        mint: Mint,
        patience_seconds: float,
        photograph: Path | None = None,
    ) -> None:
        told = settings.read(place.env_file)
        self._place = place
        self._patience_seconds = patience_seconds
        self._book = book
        self._coverage = Coverage()
        self._agents = Agents(place.home / "agents")
        self._people = People(place.home / "people.json")
        self._clock = Timekeeper(self._set_clock, at_once=AT_ONCE)
        self._door = Door(told["HOMEWARD_GATEWAY_URL"], mint, self._coverage.see_page)
        self._amqp = told["HOMEWARD_AMQP_URI"]
        services = tuple(f"HOMEWARD_METRICS_{name.upper()}" for name in SERVICES)
        self._doors = {key: url for key, url in told.items() if key.startswith(services)}
        self._handled = Handled(self._doors)
        self._contracts = Contracts(place)
        world = World(
            self._door, self._clock, self._people, self._agents, self._kill, self._contracts
        )
        self._stories = [Story(n, one, world) for n, one in enumerate(book.cases, start=1)]
        self._report = Report(self._stories)
        self._screen = Screen(self._stories, self._clock.now, photograph)

    def play(self) -> Report:
        """Play every case; whatever happens, the clock and the agents are put back."""
        started = time.monotonic()
        parked_before = set(accounts.parked(self._door, OPS))
        facts = Facts(self._amqp, self._hear)
        facts.begin()
        try:
            with self._screen:
                self._play_all(self._stories)
            self._wait_until_quiet(facts)
        finally:
            self._people.remember()
            self._agents.forget()
            self._contracts.put_back()
            # The office goes on with today's date; what waits for a later one waits for it.
            self._place.clock_file.unlink(missing_ok=True)
            facts.end()
        self._report.sent = facts.sent
        self._sum_up(parked_before)
        self._report.seconds = time.monotonic() - started
        return self._report

    def _play_all(self, stories: Sequence[Story]) -> None:
        first = min(story.told.day for story in stories)
        opening = datetime(first.year, first.month, first.day, BEFORE_OFFICE, tzinfo=AMSTERDAM)
        self._agents.forget()
        self._clock.begin(opening)
        self._clock.expect(len(stories))
        with ThreadPoolExecutor(len(stories)) as threads:
            list(threads.map(self._play_one, stories))

    def _play_one(self, story: Story) -> None:
        with self._clock.at_work():
            try:
                story.play()
                actual = outcomes.settle(story, self._patience_seconds)
            except Exception as error:  # noqa: BLE001 - one case that goes wrong stops no other
                story.kept["traceback"] = traceback.format_exc()
                story.end(f"at '{story.step}': {type(error).__name__}: {error}")
                return
        self._report.actual[story.number] = actual
        different = {
            word: f"{actual[word]} instead of {wanted}"
            for word, wanted in story.told.expected.items()
            if actual[word] != wanted
        }
        story.end("; ".join(f"{word} is {how}" for word, how in different.items()))

    def _hear(self, fact: str) -> None:
        self._coverage.see_fact(fact)
        self._screen.tell(fact)

    def _set_clock(self, offset: timedelta) -> None:
        set_offset(self._place.clock_file, offset)
        # Nobody acts before every service has looked at the clock again.
        time.sleep(LOOK_EVERY_SECONDS)

    def _kill(self, process: str) -> None:
        """End a process as a crash would; the supervisor starts it again."""
        self._handled.look()
        wait_until(lambda: self._end(process), KILL_SECONDS, f"There is no process {process}.")

    def _end(self, process: str) -> bool:
        """Whether it was there to be killed; it may just be starting again."""
        pid = programs.pid_of(self._place, process)
        if pid is None:
            return False
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def _wait_until_quiet(self, facts: Facts) -> None:
        """The last facts are handled when two looks in a row find nothing new."""
        give_up_at = time.monotonic() + QUIET_SECONDS
        before = (-1, -1)
        while time.monotonic() < give_up_at:
            self._handled.look()
            now = (facts.sent, self._handled.total)
            self._report.unsent = accounts.left_behind(self._doors)
            if now == before and not self._report.unsent:
                return
            before = now
            time.sleep(1)

    def _sum_up(self, parked_before: set[str]) -> None:
        report = self._report
        report.handled, report.tried_again = self._handled.total, self._handled.tried_again
        found = accounts.parked(self._door, OPS)
        report.parked = [one for key, one in found.items() if key not in parked_before]
        allowed: dict[str, int] = {}
        for case in self._book.cases:
            for cause, count in case.parks.items():
                allowed[cause] = allowed.get(cause, 0) + count
        for message in report.parked:
            allowed[message["cause"]] = allowed.get(message["cause"], 0) - 1
            if allowed[message["cause"]] < 0:
                report.unexplained.append(message)
        report.trial_balance = accounts.trial_balance(self._door, "auditor.demo")
        report.states = self._coverage.tell(self._book.not_reached or {})
        report.reaches_all = self._book.not_reached is not None


def report_file(place: Place) -> Path:
    return place.home / "demo.json"
