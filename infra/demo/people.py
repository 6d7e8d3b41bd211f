"""Invented people with papers of their own in each run, so that nobody is known from the last."""

from __future__ import annotations

import json
import secrets
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SYLLABLES = [first + vowel for first in "bdfgklmnprstvz" for vowel in "aeiou"]
FAMILY_SYLLABLES = 4


@dataclass(frozen=True)
class Papers:
    """What makes a person of the casebook one person of this run."""

    given_names: str
    family_name: str
    birth_date: str
    number: str


@dataclass
class People:
    """The people of one run. The same name in the casebook is the same person."""

    kept_in: Path
    _known: dict[str, Papers] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def papers_of(self, name: str, born: str) -> Papers:
        """Return a person's papers, made up when the person is met first."""
        with self._lock:
            if name not in self._known:
                given, _, family = name.rpartition(" ")
                self._known[name] = Papers(
                    # A first name of the run's own as well: the look-back knows people by less
                    # than a whole name.
                    given_names=f"{_a_word()} {given or name}",
                    family_name=f"{family} {_a_word()}",
                    birth_date=born,
                    number=f"X{secrets.choice('ABCDEFGHJK')}{secrets.randbelow(10**7):07d}",
                )
            return self._known[name]

    def remember(self) -> None:
        """Leave a list of who was invented, for the search that must find none of them."""
        earlier: list[dict[str, Any]] = []
        if self.kept_in.exists():
            earlier = json.loads(self.kept_in.read_text())
        mine = [vars(one) for one in self._known.values()]
        self.kept_in.touch(mode=0o600)
        self.kept_in.write_text(json.dumps([*earlier, *mine], indent=1))


def _a_word() -> str:
    return "".join(secrets.choice(SYLLABLES) for _ in range(FAMILY_SYLLABLES)).capitalize()
