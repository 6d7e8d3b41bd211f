"""`python -m infra.chaos.tour --seeds 1-10 --minutes 3`: one seed after another, then the page."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

from infra.chaos import page, results
from infra.local.place import CHECKOUT, main_home

NOT_RUN = "did not come to a report"


def main() -> int:
    asked = _arguments()
    if asked.fresh:
        results.forget()
    known = {report["seed"] for report in results.kept()} if asked.missing else set()
    seeds = [seed for seed in asked.seeds if seed not in known]
    told: dict[int, str] = {}
    for number, seed in enumerate(seeds, start=1):
        say(f"Seed {seed}, {number} of {len(seeds)}, from {time.strftime('%H:%M:%S')}.")
        told[seed] = play(seed, asked.minutes)
        page.publish(results.kept())
        for done, what in told.items():
            say(f"  seed {done}: {what}")
    return 0 if all(what.startswith("0 ") for what in told.values()) else 1


def play(seed: int, minutes: float) -> str:
    """Play one seed in a process of its own, keep what came of it, and say it in a few words."""
    file = main_home() / "chaos.json"
    file.unlink(missing_ok=True)
    command = [sys.executable, "-m", "infra.chaos", "--report", str(file)]
    command += ["--seed", str(seed), "--minutes", f"{minutes:g}"]
    subprocess.run(command, cwd=CHECKOUT, check=False)
    if not file.exists():
        return NOT_RUN
    report: dict[str, Any] = json.loads(file.read_text())
    results.keep(report)
    return summary(report)


def summary(report: dict[str, Any]) -> str:
    counts = report["counts"]
    return (
        f"{len(report['violations'])} violations in {counts['cases']} cases, "
        f"{counts['facts']} facts and {counts['faults']} faults"
    )


def say(sentence: str) -> None:
    print(sentence, flush=True)


def read_seeds(text: str) -> Sequence[int]:
    """Read `1-10` or `3,7,12`."""
    seeds: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        seeds += range(int(first), int(last or first) + 1)
    return seeds


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.chaos.tour", description=__doc__)
    parser.add_argument("--seeds", type=read_seeds, default=range(1, 11), help="1-10, or 3,7,12")
    parser.add_argument("--minutes", type=float, default=3.0, help="how long the faults strike")
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs have left")
    parser.add_argument("--missing", action="store_true", help="only seeds that have no result")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
