"""The stream of cases: so many at once, one after another, until the time is up."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from itertools import count
from pkgutil import iter_modules
from typing import Any

import infra.demo
from infra.chaos.door import ChaosDoor
from infra.demo.agents import Agents
from infra.demo.door import Refused
from infra.demo.people import People
from infra.demo.phrases import carry_out
from infra.demo.steps_decisions import accept_penalties
from infra.demo.story import Story, World
from infra.demo.timekeeper import Timekeeper
from infra.generator.cases import Generator

# Whoever knows a step declares it when imported.
VOCABULARY = [
    import_module(f"infra.demo.{module.name}")
    for module in iter_modules(infra.demo.__path__)
    if module.name.startswith("steps_")
]
LOOK_EVERY_SECONDS = 0.25
# The story looks so long, lets the clock go on for a while, and looks again; then it gives up.
LOOKS_SECONDS = (20.0, 12.0)
CLOCK_GOES_ON = timedelta(hours=9)
STUCK = {
    "no_offer": "the agents are asked again",
    "over_tariff": "the officer approves the dear offer",
    "price_changed": "the officer accepts the new price",
    "rules_broken": "the officer books anew",
    "short_of_agents": "the agents are asked again",
}


class GaveUp(Exception):  # noqa: N818 - staff give up
    """What the story waited for did not come."""


@dataclass
class ChaosStory(Story):
    """A case in stormy weather: more patient, and its officer deals with what is stuck."""

    dealing: bool = False

    def wait_for(self, question: Callable[[], Any], sentence: str) -> Any:
        for seconds in LOOKS_SECONDS:
            give_up_at = time.monotonic() + seconds
            while time.monotonic() < give_up_at:
                answer = question()
                if answer:
                    return answer
                self._deal_with_what_is_stuck()
                time.sleep(LOOK_EVERY_SECONDS)
            self.world.clock.until(self.world.clock.now() + CLOCK_GOES_ON)
        raise GaveUp(f"{sentence} did not happen: {self.line}")

    def _deal_with_what_is_stuck(self) -> None:
        sentence = STUCK.get(str(self.line.get("status"))) or self._escort_to_name()
        if sentence is None or self.dealing:
            return
        self.dealing = True
        try:
            carry_out(self, sentence)
        except Refused:
            pass  # Somebody or something was quicker.
        finally:
            self.dealing = False

    def _escort_to_name(self) -> str | None:
        """Flights that were sought anew need the name of the escort once more (R-UAM-05)."""
        if self.line.get("status") != "chosen" or self.step != "a journey is booked":
            return None
        return next((step for step in self.told.steps if "is named as" in step), None)

    def tidy_up(self) -> None:
        """What is left for the officer when all is over: a penalty above what was offered."""
        if self.ref or "assignment_id" in self.kept:
            accept_penalties(self)


@dataclass
class Tally:
    """What became of the stories."""

    begun: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    to_their_end: Counter[str] = field(default_factory=Counter)
    left: list[dict[str, str]] = field(default_factory=list)


class Stream:
    """Plays the generator's cases; whatever goes wrong with one of them is noted."""

    def __init__(
        self, seed: int, door: ChaosDoor, clock: Timekeeper, people: People, agents: Agents
    ) -> None:
        self._generator = Generator(seed)
        self._world = World(door, clock, people, agents, lambda _: None)  # type: ignore[arg-type]
        self._clock = clock
        self._numbers = count(1)
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self.tally = Tally()

    def run(self, at_once: int) -> None:
        """Play until `close` was called and the cases that had begun are over."""
        self._clock.expect(at_once)
        with ThreadPoolExecutor(at_once, thread_name_prefix="story") as threads:
            for ended in [threads.submit(self._play_many) for _ in range(at_once)]:
                ended.result()

    def close(self) -> None:
        """Begin no new case."""
        self._closing.set()

    def _play_many(self) -> None:
        with self._clock.at_work():
            while not self._closing.is_set():
                self._play_one(next(self._numbers))

    def _play_one(self, number: int) -> None:
        told = self._generator.told(number, self._clock.now().date())
        story = ChaosStory(number, told, self._world)
        kind = told.name.rpartition(" ")[0]
        with self._lock:
            self.tally.begun += 1
            self.tally.kinds[kind] += 1
        try:
            story.play()
            story.tidy_up()
            self._note("to its end")
            with self._lock:
                self.tally.to_their_end[kind] += 1
        except Refused as refused:
            self._leave(story, f"refused: {refused.code}", str(refused))
        except (GaveUp, AssertionError) as gave_up:
            self._leave(story, "gave up", str(gave_up))
        except Exception as error:  # noqa: BLE001 - one case stops no other
            self._leave(story, f"error: {type(error).__name__}", str(error))

    def _leave(self, story: ChaosStory, how: str, why: str) -> None:
        """A case that came off its road is withdrawn where that is possible, as staff would."""
        self._note(how)
        with self._lock:
            note = {"case": story.told.name, "ref": story.ref, "step": story.step, "why": why}
            self.tally.left.append(note)
        if story.ref and story.number % 2:
            try:
                carry_out(story, "withdraws: other")
            except (Refused, GaveUp, KeyError):
                return

    def _note(self, how: str) -> None:
        with self._lock:
            self.tally.ended[how] += 1
