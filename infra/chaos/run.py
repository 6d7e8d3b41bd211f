"""One run: build the house, let cases in, shake it, wait until it is quiet, and check."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from infra.chaos import account, harm_to_processes, harm_to_servers, plan, witness
from infra.chaos.checker import demands
from infra.chaos.checker.answers import ask_again
from infra.chaos.checker.evidence import Evidence, Published
from infra.chaos.door import Call, ChaosDoor
from infra.chaos.gauges import Gauges
from infra.chaos.house import PROCESSES, House
from infra.chaos.poison import Poisoner
from infra.chaos.quiet import Quiet
from infra.chaos.stream import Stream
from infra.chaos.striker import Striker, heal
from infra.chaos.taps import Tap
from infra.demo.agents import Agents
from infra.demo.door import Mint
from infra.demo.people import People
from infra.demo.timekeeper import Timekeeper
from infra.local import broker, postgres
from infra.local.addresses import AUDIENCE, ISSUER
from infra.local.place import AGENTS, SERVICES
from services.chassis.callers import tokens

# Of the cases that are open so many are worked on; the others wait for their day.
CASES_AT_WORK = 10
# Longer than any story takes, also on a machine that has other things to do.
STORIES_SECONDS_MAX = 240.0
LEAVING_SECONDS_MAX = 60.0
QUIET_SECONDS_MAX = 120.0
CHAOS_USER = "chaos"
PARTNER_EXCHANGES = (broker.TO_AGENTS, broker.FROM_AGENTS)
HARMS = (harm_to_processes, harm_to_servers)
GROUPS = ("bus", "processes", "cases", "agents", "money", "answers")

Say = Callable[[str], None]


class ChaosClock(Timekeeper):
    """The stories' clock, which a fault may push."""

    def jump(self, by: timedelta) -> None:
        """Set it ahead or back, for everybody, at once."""
        with self._changed:
            self._offset += by
            self._set_clock(self._offset)
            now = self.now()
            self._waiting = {who: when for who, when in self._waiting.items() if when > now}
            self._changed.notify_all()


class Run:
    """Everything that one seed leads to."""

    def __init__(self, house: House, seed: int, cases_open: int, say: Say) -> None:
        self._house = house
        self._seed = seed
        self._cases_open = cases_open
        self._say = say
        self._calls: list[Call] = []
        self._seconds: dict[str, Any] = {}
        self._open_the_bus()
        self._open_the_door()
        self._databases = {
            service: postgres.admin_dsn(house.place, house.credentials, f"homeward_{service}")
            for service in SERVICES
        }
        for database in self._databases.values():
            witness.call_in(database)
        self._gauges = Gauges(
            self._databases,
            {
                "answered": lambda: self._door.answered,
                "facts": lambda: len(self._taps[0].heard),
                "begun": lambda: self._stream.tally.begun,
            },
        )

    def play(self, seconds: float) -> dict[str, Any]:
        """Let it run for so long, and return the report."""
        for tap in self._taps:
            tap.begin()
        started = time.monotonic()
        self._gauges.begin(started)
        stories = threading.Thread(target=self._stream.run, args=(self._cases_open,), daemon=True)
        stories.start()
        self._shake(seconds, started)
        self._stream.close()
        self._say("The faults are over; the cases that have begun go to their end.")
        stories.join(STORIES_SECONDS_MAX)
        self._door.shut()
        stories.join(LEAVING_SECONDS_MAX)
        self._seconds["stories_done"] = round(time.monotonic() - started, 1)
        for tap in self._taps:
            tap.stop_copying()
        return self._examine(started)

    def _open_the_bus(self) -> None:
        house, seed = self._house, self._seed
        password = house.credentials.password("CHAOS")
        house.where.api.add_user(CHAOS_USER, password, tags="administrator,impersonator")
        uris = {}
        for vhost in (broker.HOUSE_VHOST, broker.PARTNER_VHOST):
            every = broker.EVERYTHING
            house.where.api.permit(vhost, CHAOS_USER, every, every, every)
            uris[vhost] = broker.address(house.place, CHAOS_USER, password, vhost)
        facts = tuple(f"{service}.events" for service in SERVICES)
        house_uri = uris[broker.HOUSE_VHOST]
        self._taps = [
            Tap(house_uri, facts, Random(f"facts/{seed}")),
            Tap(
                uris[broker.PARTNER_VHOST],
                PARTNER_EXCHANGES,
                Random(f"orders/{seed}"),
                self._hear_order,
            ),
        ]
        self._poisoner = Poisoner(house_uri, Random(f"poison/{seed}"))
        self._clock = ChaosClock(house.set_clock, at_once=CASES_AT_WORK)
        self._strikers = [
            Striker(house, self._poisoner, house_uri, jump=self._clock.jump, say=self._say)
            for _ in plan.LANES
        ]

    def _open_the_door(self) -> None:
        house = self._house
        self._door = ChaosDoor(house.where.gateway, self._mint(), self._seed, self._calls.append)
        people = People(house.place.home / "people.json")
        agents = Agents(house.place.home / "agents")
        self._clock.begin(datetime.now(UTC) + timedelta(seconds=1))
        self._stream = Stream(self._seed, self._door, self._clock, people, agents)

    def _mint(self) -> Mint:
        key = tokens.load_signing_key(self._house.place.keys)

        def mint(role: str, subject: str) -> str:
            return tokens.mint(key, issuer=ISSUER, audience=AUDIENCE, subject=subject, roles=[role])

        return mint

    def _hear_order(self, heard: Published) -> None:
        agent, _, kind = heard.routing_key.partition(".")
        if heard.exchange == broker.TO_AGENTS and kind.startswith("booking_requested"):
            for striker in self._strikers:
                striker.see_order(agent)

    def _shake(self, seconds: float, started: float) -> None:
        lanes = [
            threading.Thread(
                target=striker.run, args=(plan.draw(self._seed, seconds, lane), started)
            )
            for lane, striker in zip(plan.LANES, self._strikers, strict=True)
        ]
        for lane in lanes:
            lane.start()
        while time.monotonic() - started < seconds:
            time.sleep(min(5.0, max(0.1, started + seconds - time.monotonic())))
            self._say(self._progress(started))
        for striker in self._strikers:
            striker.stop()
        for lane in lanes:
            lane.join()
        heal(self._house)
        self._seconds["faults_over"] = round(time.monotonic() - started, 1)

    def _progress(self, started: float) -> str:
        last = self._gauges.samples[-1] if self._gauges.samples else {}
        return (
            f"{time.monotonic() - started:6.1f} s  {self._stream.tally.begun} cases begun, "
            f"{self._door.answered} requests answered, {len(self._taps[0].heard)} facts, "
            f"{last.get('outbox', '?')} to send, oldest {last.get('oldest_seconds', '?')} s"
        )

    def _examine(self, started: float) -> dict[str, Any]:
        evidence = self._evidence()
        quiet = Quiet(self._house, self._taps, evidence, self._say)
        self._seconds["until_quiet"] = quiet.wait(QUIET_SECONDS_MAX)
        self._say("Asking again what was asked, with the same keys.")
        repeated = ask_again(evidence)
        quiet.wait(QUIET_SECONDS_MAX / 2)
        evidence.now = self._house.now()
        evidence.facts = self._taps[0].heard
        evidence.partner_messages = self._taps[1].heard
        self._gauges.end()
        for tap in self._taps:
            tap.end()
        self._say("Checking.")
        table = demands.check(evidence, GROUPS)
        found = demands.violations(table)
        if self._seconds["until_quiet"] is None:
            sentence = "Everything comes to rest within its time"
            what = f"something still moved after {QUIET_SECONDS_MAX:.0f} s"
            found.insert(0, {"check": "quiet", "sentence": sentence, "what": what})
        self._seconds["whole"] = round(time.monotonic() - started, 1)
        tally = self._stream.tally
        return {
            "seed": self._seed,
            "seconds": self._seconds,
            "faults": sorted(evidence.faults, key=lambda fault: fault["at_seconds"]),
            "counts": {
                **account.counts(tally, self._calls, *self._taps),
                "asked_again": repeated,
                "poison": len(evidence.poison),
                "faults": len(evidence.faults),
            },
            "checks": table,
            "violations": found,
            "left": tally.left,
            "samples": self._gauges.samples,
        }

    def _evidence(self) -> Evidence:
        house = self._house
        return Evidence(
            databases=self._databases,
            broker_url=house.where.api.url,
            broker_auth=(house.where.api.user, house.where.api.password),
            vhost=broker.HOUSE_VHOST,
            poison=frozenset(self._poisoner.digests),
            calls=[call.told() for call in self._calls],
            books={name: house.place.home / "agents" / name / "book.sqlite" for name in AGENTS},
            faults=[fault for striker in self._strikers for fault in striker.struck],
            logs=house.place.home / "logs",
            now=house.now(),
            processes=dict.fromkeys(SERVICES, PROCESSES),
            gateway_url=house.where.gateway,
            token=self._door.token,
        )


def run(seed: int, seconds: float, say: Say, *, cases_open: int) -> dict[str, Any]:
    """Build, play, check, and leave nothing running."""
    began = time.monotonic()
    say("Building the house.")
    house = House.build()
    try:
        say(f"The house stands after {time.monotonic() - began:.0f} s, {house.place.home}.")
        return Run(house, seed, cases_open, say).play(seconds)
    finally:
        house.close()
