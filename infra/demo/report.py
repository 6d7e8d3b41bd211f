"""The end of the day: what came of every case, in `.local/demo.json` and in a few lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from infra.demo.story import Story


@dataclass
class Report:
    """Everything that is known when the day is over."""

    stories: Sequence[Story]
    actual: dict[int, dict[str, Any]] = field(default_factory=dict)
    trial_balance: dict[str, int] = field(default_factory=dict)
    sent: int = 0
    handled: int = 0
    tried_again: int = 0
    unsent: int = 0
    parked: list[dict[str, Any]] = field(default_factory=list)
    unexplained: list[dict[str, Any]] = field(default_factory=list)
    states: dict[str, Any] = field(default_factory=dict)
    reaches_all: bool = False
    seconds: float = 0.0

    def faults(self) -> Iterable[str]:
        """Every reason to end with a failure, in a sentence that names the case."""
        for story in self.stories:
            if not story.ok:
                yield f"{story.told.name}: {story.failure}"
        for currency, difference in self.trial_balance.items():
            if difference:
                yield f"The ledger does not balance: {difference} cents of {currency} too much."
        if self.unsent:
            yield f"{self.unsent} messages were recorded and never sent."
        for message in self.unexplained:
            yield (
                f"{message['service']} parked a message of {message['queue']} that nothing"
                f" explains: {message['cause']}: {message['reason']}"
            )

        for machine, told in self.states.items():
            if self.reaches_all and told["missing"]:
                yield f"No case reached, of the machine '{machine}': {', '.join(told['missing'])}."

    def as_json(self) -> dict[str, Any]:
        return {
            "cases": [
                {
                    "name": story.told.name,
                    "expected": story.told.expected,
                    "actual": self.actual.get(story.number, {}),
                    "ok": bool(story.ok),
                    "reference": story.ref or story.kept.get("assignment_id"),
                    "failure": story.failure,
                }
                for story in self.stories
            ],
            "trial_balance": self.trial_balance,
            "messages": {
                "sent": self.sent,
                "handled": self.handled,
                "tried_again": self.tried_again,
                "parked": len(self.parked),
            },
            "parked": {"explained": len(self.parked) - len(self.unexplained)},
            "states": self.states,
            "seconds": round(self.seconds, 1),
        }

    def write(self, file: Path) -> None:
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps(self.as_json(), indent=1, default=str))
        fresh.replace(file)

    def show(self, file: Path) -> int:
        """Say how the day went; the exit status of the demo."""
        console = Console(highlight=False, soft_wrap=True)
        good = sum(bool(story.ok) for story in self.stories)
        console.print(
            f"{good} of {len(self.stories)} cases ended as they must in {self.seconds:.0f} s."
        )
        console.print(
            f"{self.sent} facts sent, {self.handled} messages handled,"
            f" {self.tried_again} of them tried again, {len(self.parked)} parked."
        )
        balance = ", ".join(f"{cur} {diff}" for cur, diff in self.trial_balance.items())
        console.print(f"Trial balance, debit minus credit: {balance or 'no money moved'}.")
        faults = list(self.faults())
        for fault in faults:
            console.print(f"FAILED  {fault}", style="bold red", markup=False)
        console.print(f"All of it is in {file}.")
        return 1 if faults else 0
