"""docs/states.md: every state machine, drawn from its table, with what each state waits for."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from infra.documents import house
from infra.documents.facts import table
from infra.documents.house import Named
from services.chassis.machine import Machine

FILE = house.ROOT / "docs" / "states.md"
HEADING = """\
# States

Drawn from the tables in `services/*/*/model.py` by `make docs`; a test holds it to the code.

What is not final says what it waits for, who must act and by when, counted from entering the state.
A deadline that the case or the journey knows better, such as the day of departure, replaces the one
of the table. What has passed its deadline is shown as overdue; it does not move by itself.
"""
ONE_DAY = timedelta(days=1)


def text() -> str:
    return "\n".join([HEADING, *map(_section, house.machines())])


def _section(one: Named) -> str:
    return "\n".join(
        [
            f"## {one.service}: {one.machine.name}",
            "",
            f"[`{one.file}`](../{one.file})",
            "",
            "```mermaid",
            *_drawing(one.machine),
            "```",
            "",
            table("state | waits for | who must act | within", _waits(one.machine)),
            "",
        ]
    )


def _drawing(machine: Machine) -> list[str]:
    """One arrow for each pair of states, with every verb that leads along it."""
    verbs = defaultdict(list)
    for step in machine.transitions:
        verbs[str(step.state), str(step.next_state)].append(step.verb.replace("_", " "))
    ends = [state for state in machine.states if machine.final(state)]
    return [
        "stateDiagram-v2",
        f"    [*] --> {machine.initial}",
        *(f"    {a} --> {b}: {' / '.join(words)}" for (a, b), words in verbs.items()),
        *(f"    {state} --> [*]" for state in ends),
    ]


def _waits(machine: Machine) -> list[tuple[str, ...]]:
    rows = []
    for state in machine.states:
        wait = machine.wait(state)
        if wait is None:
            rows.append((f"{state}", "nothing: it has ended", "", ""))
        else:
            owner = wait.owner.replace("_", " ")
            rows.append((f"{state}", wait.waits_for, owner, within(wait.within)))
    return rows


def within(time: timedelta) -> str:
    """A time in the largest unit in which it is whole."""
    if not time:
        return "the day itself"
    if time % ONE_DAY:
        return _count(time // timedelta(hours=1), "hour")
    return _count(time.days, "day")


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
