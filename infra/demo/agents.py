"""Tells the travel agents' own programs how to behave towards one destination."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

from infra.local.place import AGENTS


class Agents:
    """One control file per agent; a rule holds for the airports that it names.

    Each story that steers an agent flies to an airport of its own, so stories do not disturb
    each other.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rules: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in AGENTS}
        self._lock = threading.Lock()

    def steer(self, name: str, airport: str, **rule: Any) -> None:
        """From now on the agent behaves so for this airport."""
        if name not in self._rules:
            raise LookupError(f"There is no agent {name}; there are {', '.join(self._rules)}.")
        with self._lock:
            self._rules[name][airport] = rule
            self._write(name)

    def forget(self) -> None:
        """Let every agent be good again."""
        with self._lock:
            for name in self._rules:
                self._rules[name] = {}
                self._write(name)

    def _write(self, name: str) -> None:
        rules = [rule | {"for_quotes": [airport]} for airport, rule in self._rules[name].items()]
        file = self._folder / name / "control.json"
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps({"rules": rules}))
        fresh.replace(file)
