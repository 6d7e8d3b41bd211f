"""One case while it is played: who is in it, what is known of it, and how its people ask."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from infra.demo.agents import Agents
from infra.demo.casebook import Told
from infra.demo.contracts import Contracts
from infra.demo.door import Door, Refused
from infra.demo.people import People
from infra.demo.phrases import carry_out
from infra.demo.timekeeper import Timekeeper

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
OFFICE_OPENS = 9
PATIENCE_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.15
TRY = "tries: "


@dataclass
class World:
    """What all stories share."""

    door: Door
    clock: Timekeeper
    people: People
    agents: Agents
    kill: Callable[[str], None]
    contracts: Contracts | None = None


@dataclass
class Story:
    """Remembers what a caseworker would have on the desk."""

    number: int
    told: Told
    world: World
    ref: str = ""
    person_ids: list[str] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    step: str = "not begun"
    line: dict[str, Any] = field(default_factory=dict)
    failure: str = ""
    ok: bool | None = None
    ended_at: float = 0.0

    def end(self, failure: str) -> None:
        """Say how it went; nothing means as it must."""
        self.failure, self.ok, self.ended_at = failure, not failure, time.monotonic()

    def play(self) -> None:
        """Carry out every step; a step that is only tried may be refused."""
        self.world.clock.until(self.office_hour(self.told.day))
        for sentence in self.told.steps:
            self.step = sentence
            if sentence.startswith(TRY):
                self._try(sentence.removeprefix(TRY))
            else:
                carry_out(self, sentence)

    def _try(self, sentence: str) -> None:
        try:
            carry_out(self, sentence)
        except Refused as refused:
            self.refusals.append(refused.code)
            return
        raise AssertionError(f"'{sentence}' was not refused.")

    # Asking, as somebody with a role.

    def get(self, path: str, role: str = "supervisor") -> Any:
        return self.world.door.get(path, role, self.subject(role))

    def post(self, path: str, body: dict[str, Any] | None, role: str) -> Any:
        return self.world.door.post(path, body, role, self.subject(role))

    def change(self, method: str, path: str, body: dict[str, Any], role: str, read: str) -> Any:
        """PUT or PATCH; `read` is where the version stands that is changed."""
        while True:
            version = self._version_at(read, role)
            try:
                subject = self.subject(role)
                return self.world.door.change(method, path, body, role, subject, version)
            except Refused as refused:
                if refused.code != "stale":
                    raise

    def _version_at(self, read: str, role: str) -> int:
        """A page whose owner is away has no version; one that is not known cannot be changed."""

        def look() -> dict[str, Any] | None:
            page: dict[str, Any] = self.get(read, role)
            return page if "version" in page else None

        page: dict[str, Any] = self.wait_for(look, f"The owner of {read} answering")
        return int(page["version"])

    def subject(self, role: str) -> str:
        """Each case has its own caseworkers: maker, checker and releaser are three people."""
        return str(self.kept.get(f"who is {role}", f"{role}.{self.number}"))

    # Time.

    @property
    def today(self) -> date:
        return self.world.clock.now().astimezone(AMSTERDAM).date()

    def now(self) -> str:
        return self.world.clock.now().astimezone(AMSTERDAM).isoformat(timespec="seconds")

    def office_hour(self, day: date) -> datetime:
        return datetime(day.year, day.month, day.day, OFFICE_OPENS, tzinfo=AMSTERDAM)

    def wait_days(self, days: int) -> None:
        self.world.clock.until(self.world.clock.now() + timedelta(days=days))

    def wait_until(self, moment: datetime) -> None:
        self.world.clock.until(moment)

    def wait_for(self, question: Callable[[], Any], sentence: str) -> Any:
        """Look until the answer is true; the clock stands meanwhile."""
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while True:
            answer = question()
            if answer:
                return answer
            if time.monotonic() > give_up_at:
                raise AssertionError(f"{sentence} did not happen; {self.told.name}: {self.line}")
            time.sleep(LOOK_EVERY_SECONDS)

    # What is on the desk.

    def case(self) -> dict[str, Any]:
        """The whole page of the case; while intake is away its part says so."""

        def look() -> dict[str, Any] | None:
            part: dict[str, Any] = self.get(f"/v1/cases/{self.ref}")["case"]
            return part if "status" in part else None

        shown: dict[str, Any] = self.wait_for(look, "Intake answering")
        return shown

    def standing(self) -> dict[str, Any]:
        """Where the case stands: its state, and all that it waits for, the state's own first."""
        told: dict[str, Any] = self.get(f"/v1/cases/{self.ref}/waits", "counsellor")
        waits = told["waits"] or [{}]
        self.show(waits[0] | {"status": told["status"]})
        return told

    def movement(self) -> dict[str, Any] | None:
        """The last movement of this case or assignment, in full, as those see it who may."""
        role = self.kept.get("who sees the journey", "supervisor")
        if "assignment_id" in self.kept:
            query = f"assignment_id={self.kept['assignment_id']}"
        else:
            query = f"case_ref={self.ref}"
        items = self.get(f"/v1/movements?{query}&limit=200", role)["items"]
        if not items:
            return None
        newest = items[-1]["movement_id"]
        full: dict[str, Any] = self.get(f"/v1/movements/{newest}", role)
        return full

    def movement_in(self, *states: str) -> dict[str, Any]:
        """Wait until the movement is in one of these states."""

        def look() -> dict[str, Any] | None:
            found = self.movement()
            if found:
                self.show(found)
            return found if found and found["status"] in states else None

        wanted = " or ".join(states)
        movement: dict[str, Any] = self.wait_for(look, f"The movement becoming {wanted}")
        return movement

    def case_in(self, *states: str) -> dict[str, Any]:
        """Wait until the case is in one of these states."""

        def look() -> dict[str, Any] | None:
            found = self.standing()
            return found if found["status"] in states else None

        case: dict[str, Any] = self.wait_for(look, f"The case becoming {' or '.join(states)}")
        return case

    def items(self, path: str) -> list[dict[str, Any]]:
        """Everything of this case that a collection holds."""
        joint = "&" if "?" in path else "?"
        found: list[dict[str, Any]] = self.get(f"{path}{joint}case_ref={self.ref}&limit=200")[
            "items"
        ]
        return found

    def find(self, path: str, role: str, **wanted: str) -> list[dict[str, Any]]:
        """Everything on all pages of a collection that has these values."""
        found: list[dict[str, Any]] = []
        after: str | None = ""
        while after is not None:
            page = self.get(f"{path}?limit=200{after}", role)
            found += [one for one in page["items"] if wanted.items() <= one.items()]
            after = f"&after={page['next']}" if page["next"] else None
        return found

    def show(self, view: dict[str, Any]) -> None:
        """What the screen tells of this story."""
        names = ("status", "waits_for", "owner", "due_at")
        self.line = {name: view.get(name) for name in names}
