"""State machines as tables: what may happen in a state, and what a state waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from services.chassis.errors import Conflict


@dataclass(frozen=True)
class Transition:
    """In `state`, `verb` leads to `next_state`."""

    state: str
    verb: str
    next_state: str


@dataclass(frozen=True)
class Wait:
    """What a state waits for, the role that must act, and within what time from entering it."""

    state: str
    waits_for: str
    owner: str
    within: timedelta

    def due_at(self, entered_at: datetime) -> datetime:
        return entered_at + self.within


class Machine:
    """A table of transitions and waits. A state that is not final must say what it waits for.

    `undoing` are the steps out of a state that is final for all we know, which waits for nothing:
    the world may take back what had ended.
    """

    def __init__(
        self,
        name: str,
        initial: str,
        transitions: Iterable[Transition],
        waits: Iterable[Wait],
        undoing: Iterable[Transition] = (),
    ) -> None:
        self.name = name
        self.initial = initial
        expected = tuple(transitions)
        self.undoing = tuple(undoing)
        self.transitions = (*expected, *self.undoing)
        self._goes_on = frozenset(step.state for step in expected)
        self._waits: Mapping[str, Wait] = {wait.state: wait for wait in waits}
        self._next: Mapping[tuple[str, str], str] = {
            (step.state, step.verb): step.next_state for step in self.transitions
        }
        silent = [
            state for state in self.states if not self.final(state) and state not in self._waits
        ]
        if silent:
            raise ValueError(
                f"{name}: {', '.join(silent)} must say what it waits for, who, by when."
            )

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order of the table."""
        seen = [self.initial]
        for step in self.transitions:
            seen += [step.state, step.next_state]
        return tuple(dict.fromkeys(seen))

    def final(self, state: str) -> bool:
        """Whether nothing is expected to follow this state."""
        return str(state) not in self._goes_on

    def verbs(self, state: str) -> tuple[str, ...]:
        """What may be done in this state."""
        return tuple(step.verb for step in self.transitions if step.state == state)

    def next(self, state: str, verb: str) -> str:
        """Return where `verb` leads from `state`; refuse with `wrong-state` what cannot be done."""
        following = self._next.get((str(state), verb))
        if following is None:
            possible = ", ".join(self.verbs(state)) or "nothing, it has ended"
            raise Conflict(
                "wrong-state",
                f"A {self.name} that is {state} cannot {verb.replace('_', ' ')};"
                f" what can be done now: {possible.replace('_', ' ')}.",
            )
        return following

    def wait(self, state: str) -> Wait | None:
        """What the state waits for; nothing for a final state."""
        return self._waits.get(str(state))


class Waits:
    """What keeps beside its state for what it waits, who must act and by when.

    As columns of its own, so that the database can be asked, and another may have to act.
    """

    waits_for: str | None
    owner: str | None
    due_at: datetime | None

    def take_over(self, wait: Wait | None, now: datetime, due_at: datetime | None = None) -> None:
        """Wait from now on as the state says, or by a better day; after the last, for nothing."""
        self.waits_for = wait.waits_for if wait else None
        self.owner = wait.owner if wait else None
        self.due_at = (due_at or wait.due_at(now)) if wait else None


class Standing:
    """What stands in a state of its machine. For what it waits and who must act is never stored.

    An aggregate names its `machine`, and has a `status`, a `version` and the moment `due_at`.
    """

    machine: ClassVar[Machine]
    status: Any
    version: int
    due_at: datetime | None

    @property
    def waits_for(self) -> str | None:
        wait = self.machine.wait(self.status)
        return wait.waits_for if wait else None

    @property
    def owner(self) -> str | None:
        wait = self.machine.wait(self.status)
        return wait.owner if wait else None

    @property
    def is_open(self) -> bool:
        """Whether anything can follow."""
        return not self.machine.final(self.status)

    def enter(self, at: datetime) -> None:
        """Begin to wait in the state in which it stands."""
        wait = self.machine.wait(self.status)
        self.due_at = wait.due_at(at) if wait else None

    def move(self, verb: str, at: datetime) -> None:
        """Take a verb of the machine, or refuse with `wrong-state`."""
        states: type[StrEnum] = type(self.status)
        self.status = states(self.machine.next(self.status, verb))
        self.version += 1
        self.enter(at)
