"""Reads cases.yaml: people, where they go, the steps in staff's words, and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("cases.yaml")
KNOWN = {
    "name",
    "why",
    "day",
    "persons",
    "kind",
    "origin",
    "to",
    "facts",
    "agents",
    "expert",
    "vacancy",
    "steps",
    "expected",
    "parks",
}
NEEDED = {"name", "day", "steps", "expected"}


@dataclass(frozen=True)
class Told:
    """One case as the book tells it."""

    name: str
    day: date
    steps: tuple[str, ...]
    expected: dict[str, Any]
    why: str = ""
    kind: str = "voluntary_return"
    origin: str = "AMS"
    persons: tuple[dict[str, Any], ...] = ()
    to: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    agents: dict[str, Any] = field(default_factory=dict)
    expert: dict[str, Any] = field(default_factory=dict)
    vacancy: dict[str, Any] = field(default_factory=dict)
    parks: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Casebook:
    """All cases, and the states that no case can reach, each with its reason.

    A book without such a list does not claim to reach every state.
    """

    cases: tuple[Told, ...]
    not_reached: dict[str, dict[str, str] | str] | None


class BadCasebook(Exception):  # noqa: N818 - it is the book that is bad
    """The book cannot be played; the sentence says where and why."""


def read(file: Path = FILE) -> Casebook:
    """Read the book; refuse it with the case that is wrong."""
    try:
        content = yaml.safe_load(file.read_text())
    except (OSError, yaml.YAMLError) as error:
        raise BadCasebook(f"{file} cannot be read: {error}") from error
    cases = tuple(_case(entry, number) for number, entry in enumerate(content["cases"], start=1))
    names = [one.name for one in cases]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BadCasebook(f"Two cases are called '{twice[0]}'.")
    return Casebook(cases, content.get("states no case can reach"))


def _case(entry: dict[str, Any], number: int) -> Told:
    called = f"Case {number} ({entry.get('name', 'without a name')})"
    unknown, missing = sorted(set(entry) - KNOWN), sorted(NEEDED - set(entry))
    if unknown or missing:
        wrong = f"does not know '{unknown[0]}'" if unknown else f"lacks '{missing[0]}'"
        raise BadCasebook(f"{called} {wrong}.")
    if not isinstance(entry["day"], date):
        raise BadCasebook(f"{called} must begin on a date, such as 2026-11-24.")
    listed = {key: tuple(entry.get(key) or ()) for key in ("persons", "steps")}
    return Told(**(entry | listed))
