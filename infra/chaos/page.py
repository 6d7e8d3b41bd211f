"""Writes docs/chaos.md and its picture from what is kept of the runs: `python -m infra.chaos.page`.

With reports of `make chaos` as arguments, these are kept first.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from infra.chaos import results
from infra.chaos.picture import draw
from infra.local.place import CHECKOUT

FOLDER = CHECKOUT / "docs"
HEAD = """# What was done to the system, and what came of it

Made by `python -m infra.chaos.page` from `docs/chaos/`, one file per seed; not by hand.
`make chaos-tour SEEDS=1-10 MINUTES=3` plays seeds one after another and writes this page.
Each run builds the whole system in a place of its own, with two processes per service, lets
cases of all kinds in through the gateway, and strikes it with the faults below. Every message
comes twice and shuffled, in every run. When the faults are over and nothing moves any more
(`quiet`: after so many seconds), a checker that shares no code with the services reads
databases, broker and the agents' books.
"""


def main() -> None:
    asked = _arguments()
    for path in asked.reports:
        results.keep(json.loads(path.read_text()))
    publish(results.kept())


def publish(reports: list[dict[str, Any]]) -> None:
    """Write the page and the picture of these runs."""
    if not reports:
        print("There is no run to tell of; `make chaos-tour` plays some.")
        return
    (FOLDER / "chaos.svg").write_text(draw(reports))
    (FOLDER / "chaos.md").write_text(write(reports))
    print(f"{len(reports)} runs are told in {FOLDER / 'chaos.md'}.", flush=True)


def write(reports: list[dict[str, Any]]) -> str:
    """The page, from the reports alone."""
    return "\n".join(
        [
            HEAD,
            "## The runs",
            "",
            *_runs(reports),
            "",
            "## One after another",
            "",
            "![Throughput, ages and faults of every run on one time line](chaos.svg)",
            "",
            "## Who came",
            "",
            "Not every case comes to its end within a run: the storm throws some off their road,",
            "which is no violation as long as they then wait for something, somebody, by a day.",
            "",
            *_cases(reports),
            "",
            "## What struck",
            "",
            *_faults(reports),
            "",
            "## What was demanded",
            "",
            *_demands(reports),
            "",
            *_violations(reports),
        ]
    )


def _runs(reports: list[dict[str, Any]]) -> list[str]:
    lines = [
        "| seed | minutes | cases | commands | facts | said twice | faults | quiet | violations |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for report in reports:
        counts = report["counts"]
        copies = counts["copies"] + counts["partner_copies"]
        lines.append(
            f"| {report['seed']} | {report['minutes']:g} | {counts['cases']} | "
            f"{counts['commands']} | {counts['facts']} | {copies} | {counts['faults']} | "
            f"{report['seconds']['until_quiet']} | {len(report['violations'])} |"
        )
    return lines


def _cases(reports: list[dict[str, Any]]) -> list[str]:
    came: Counter[str] = Counter()
    ended: Counter[str] = Counter()
    for report in reports:
        came.update(report["counts"].get("kinds", {}))
        ended.update(report["counts"].get("to_their_end", {}))
    lines = [
        "| sort of case | cases, over all runs | to the end of their road |",
        "|---|---:|---:|",
    ]
    lines += [f"| {sort} | {came[sort]} | {ended[sort]} |" for sort in sorted(came)]
    return [*lines, f"| all | {came.total()} | {ended.total()} |"]


def _faults(reports: list[dict[str, Any]]) -> list[str]:
    struck = Counter(fault["kind"] for report in reports for fault in report["faults"])
    struck["a message of its own kind that nobody can handle"] = struck.pop("poison", 0)
    lines = ["| fault | times, over all runs |", "|---|---:|"]
    return [*lines, *(f"| {kind} | {count} |" for kind, count in sorted(struck.items()))]


def _demands(reports: list[dict[str, Any]]) -> list[str]:
    found: Counter[str] = Counter()
    sentences: dict[str, str] = {}
    for report in reports:
        for row in report["checks"]:
            found[row["name"]] += row["count"]
            sentences[row["name"]] = row["sentence"]
    return [
        "| what | must be true | violations, over all runs |",
        "|---|---|---:|",
        *(f"| {name} | {sentence} | {found[name]} |" for name, sentence in sentences.items()),
    ]


def _violations(reports: list[dict[str, Any]]) -> list[str]:
    every = [(report["seed"], one) for report in reports for one in report["violations"]]
    if not every:
        return ["No violation was found in any run.", ""]
    told = [f"- seed {seed}, {one['check']}: {one['what'].splitlines()[0]}" for seed, one in every]
    return ["## Violations", "", *told, ""]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.chaos.page", description=__doc__)
    parser.add_argument("reports", type=Path, nargs="*", help="reports of make chaos to keep")
    return parser.parse_args()


if __name__ == "__main__":
    main()
