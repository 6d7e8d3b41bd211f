"""How the agent behaves, and for which destinations: set at the start, steered by a file.

The file `control.json` in the state folder holds one rule or {"rules": [...]}; the first rule
whose `for_quotes` names the destination holds, and otherwise what the command line said.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from partner_kit.emulator.journal import log

BEHAVIOURS = (
    "good",
    "slow",
    "refuse",
    "expire",
    "nonsense",
    "repeat",
    "price_changed",
    "no_seats",
    "silent",
    "careless",
    "no_show",
    "flown",
    "schedule_changed",
    "penalty_raised",
)
SECONDS = {"slow": 5.0, "expire": 2.0, "schedule_changed": 1.0}


@dataclass(frozen=True)
class Rule:
    """One way to behave. What its numbers mean depends on it (see the guide)."""

    behaviour: str = "good"
    for_quotes: tuple[str, ...] = ("*",)
    seconds: float | None = None
    percent: int = 110
    price_percent: int = 100
    hours: int = 3
    options: tuple[str, ...] = ("accept", "change", "refund")
    reason: str = "no_availability"
    kinds: tuple[str, ...] = ()
    then_answer: bool = False

    def covers(self, destination: str) -> bool:
        """Tell whether the rule holds for journeys to this airport."""
        return "*" in self.for_quotes or destination in self.for_quotes

    @property
    def delay_seconds(self) -> float:
        """Return the seconds that were given, or the behaviour's own."""
        return SECONDS.get(self.behaviour, 0.0) if self.seconds is None else self.seconds


def rule(entry: dict[str, Any]) -> Rule:
    """Read one rule; refuse what no rule can say."""
    unknown = set(entry) - set(Rule.__dataclass_fields__)
    if unknown:
        raise ValueError(f"A rule has no {', '.join(sorted(unknown))}.")
    fields = {**entry}
    for name in ("for_quotes", "kinds", "options"):
        if name in fields:
            fields[name] = tuple(fields[name])
    read = Rule(**fields)
    if read.behaviour not in BEHAVIOURS:
        raise ValueError(f"The behaviour is one of {', '.join(BEHAVIOURS)}.")
    return read


class Behaviour:
    """Looks at the file each time, so that a demo can steer the agent while it runs."""

    def __init__(self, agent: str, default: Rule, control: Path | None = None) -> None:
        self._agent = agent
        self._default = default
        self._control = control
        self._rules: list[Rule] = []
        self._read_text: str | None = None

    def for_destination(self, airport: str) -> Rule:
        """Return the rule that holds for journeys to this airport."""
        self._look()
        return next((one for one in self._rules if one.covers(airport)), self._default)

    def _look(self) -> None:
        try:
            text = self._control.read_text() if self._control else ""
        except FileNotFoundError:
            text = ""
        if text == self._read_text:
            return
        self._read_text = text
        try:
            self._rules = _rules(text)
        except (ValueError, TypeError) as fault:
            # A file that is half written keeps the rules of before; the next look reads it whole.
            log(self._agent, "control file not understood", reason=str(fault))


def _rules(text: str) -> list[Rule]:
    if not text.strip():
        return []
    content = json.loads(text)
    if not isinstance(content, dict):
        raise TypeError("The file holds one rule, or an object with `rules`.")
    entries = content.get("rules", [content])
    return [rule(entry) for entry in entries]
