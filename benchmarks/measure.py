"""Medians, spreads and goals: how figures are made and kept in .local/bench.json."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.local.place import CHECKOUT

FILE = CHECKOUT / ".local/bench.json"


@dataclass(frozen=True)
class Goal:
    """What was asked for, what came out, and whether that is enough."""

    name: str
    value: float
    goal: str
    holds: bool


def at_least(name: str, value: float, bound: float) -> Goal:
    return Goal(name, round(value, 3), f">= {bound:g}", value >= bound)


def at_most(name: str, value: float, bound: float) -> Goal:
    return Goal(name, round(value, 3), f"<= {bound:g}", value <= bound)


def summary(values: Sequence[float]) -> dict[str, float]:
    """Return the median and the extremes; of a handful of runs nothing finer is honest."""
    return {
        "median": round(statistics.median(values), 3),
        "low": round(min(values), 3),
        "high": round(max(values), 3),
        "runs": len(values),
    }


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> dict[str, float]:
    """Compare round by round: what the machine did beside us in one round met both."""
    return summary([mine / other for mine, other in zip(ours, theirs, strict=True)])


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share lies, of what was measured and nothing between."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def times(seconds: Sequence[float]) -> dict[str, float]:
    """Return p50 and p99 in milliseconds."""
    return {
        "p50_ms": round(percentile(seconds, 0.50) * 1000, 2),
        "p99_ms": round(percentile(seconds, 0.99) * 1000, 2),
        "measured": len(seconds),
    }


def keep(part: str, figures: dict[str, Any], goals: list[Goal], file: Path = FILE) -> None:
    """Put one part's figures in the file, beside what other parts have left there."""
    kept = json.loads(file.read_text()) if file.exists() else {}
    parts = kept.get("parts", {})
    parts[part] = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "scale": os.environ.get("SCALE") or "1",
        "load_average": round(os.getloadavg()[0], 1),
        "figures": figures,
        "goals": [asdict(goal) for goal in goals],
    }
    told = {
        "machine": {"processors": os.cpu_count(), "python": platform.python_version()},
        "goals": [goal for one in parts.values() for goal in one["goals"]],
        "parts": parts,
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(told, indent=2) + "\n")
