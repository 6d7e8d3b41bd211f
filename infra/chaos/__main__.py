"""`python -m infra.chaos --seed 7 --minutes 3`: shake the whole system, and look for any damage."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from infra.chaos.run import run
from infra.local.place import main_home
from infra.local.trouble import Trouble

SECONDS_A_MINUTE = 60


def main() -> int:
    asked = _arguments()
    started = time.strftime("%H:%M:%S")
    say(f"Chaos with seed {asked.seed}, for {asked.minutes:g} minutes, from {started}.")
    try:
        seconds = asked.minutes * SECONDS_A_MINUTE
        report = run(asked.seed, seconds, say, cases_open=asked.open)
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 2
    report["minutes"] = asked.minutes
    asked.report.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report, indent=1, default=str)
    asked.report.write_text(text)
    # Kept beside the last one, for the page that tells of several.
    asked.report.with_stem(f"{asked.report.stem}-{asked.seed}").write_text(text)
    show(report)
    say(f"The report is {asked.report}. To have this run again: SEED={asked.seed}.")
    return 1 if report["violations"] else 0


def say(sentence: str) -> None:
    print(sentence, flush=True)


def show(report: dict[str, Any]) -> None:
    """The table on the terminal."""
    console = Console(width=max(100, Console().width))
    table = Table("", "check", "must be true", "violations", title=f"Seed {report['seed']}")
    for row in report["checks"]:
        mark = "[red]✗" if row["count"] else "[green]✓"
        table.add_row(mark, row["name"], row["sentence"], str(row["count"]))
    console.print(table)
    for name, value in report["counts"].items():
        console.print(f"{name.replace('_', ' ')}: {value}", highlight=False)
    console.print(f"seconds: {report['seconds']}", highlight=False)
    for one in report["violations"]:
        console.print(f"[red]{one['check']}[/]: {one['what']}", highlight=False)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=None, help="any number; drawn when missing")
    parser.add_argument("--minutes", type=float, default=3.0, help="how long the faults strike")
    parser.add_argument("--open", type=int, default=36, help="how many cases are open at a time")
    parser.add_argument("--report", type=Path, default=main_home() / "chaos.json")
    asked = parser.parse_args()
    if asked.seed is None:
        asked.seed = secrets.randbelow(10_000)
    return asked


if __name__ == "__main__":
    sys.exit(main())
