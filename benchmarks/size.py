"""How large a run is: SCALE=1 is the full one, SCALE=0.1 takes two minutes or so."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Counts of everything, from one number."""

    scale: float
    say: Callable[[str], None]

    def of(self, full: int, *, least: int = 1) -> int:
        return max(least, round(full * self.scale))

    @property
    def rounds(self) -> int:
        return 5 if self.scale >= 1 else 3


def scale() -> float:
    return float(os.environ.get("SCALE") or "1")
