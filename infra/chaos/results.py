"""What is kept of each run, one file per seed in docs/chaos: the page is made from these alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from infra.local.place import CHECKOUT

FOLDER = CHECKOUT / "docs" / "chaos"
SAMPLED = ("at", "answered", "facts", "oldest_seconds")
STRUCK = ("kind", "at_seconds", "ended_seconds", "what")
CHECKED = ("name", "group", "sentence", "count")
# A picture of a thousand points across needs no more than a sample every other second.
SAMPLES_MAX = 240


def keep(report: dict[str, Any], folder: Path = FOLDER) -> Path:
    """Write down what the page needs of a run; an earlier one with the same seed is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"seed-{report['seed']}.json"
    file.write_text(json.dumps(trimmed(report), separators=(",", ":"), default=str) + "\n")
    return file


def kept(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Every run that was kept, by seed."""
    found = [json.loads(file.read_text()) for file in folder.glob("seed-*.json")]
    return sorted(found, key=lambda report: int(report["seed"]))


def forget(folder: Path = FOLDER) -> None:
    for file in folder.glob("seed-*.json"):
        file.unlink()


def trimmed(report: dict[str, Any]) -> dict[str, Any]:
    """The report without what only whoever repairs something needs."""
    samples = report["samples"]
    step = -(-len(samples) // SAMPLES_MAX) or 1
    return {
        "seed": report["seed"],
        "minutes": report["minutes"],
        "seconds": report["seconds"],
        "counts": report["counts"],
        "faults": [_only(STRUCK, fault) for fault in report["faults"]],
        "checks": [_only(CHECKED, row) for row in report["checks"]],
        "violations": report["violations"],
        "samples": [_only(SAMPLED, sample) for sample in samples[::step]],
    }


def _only(names: tuple[str, ...], record: dict[str, Any]) -> dict[str, Any]:
    return {name: record[name] for name in names if name in record}
