"""Writes docs/chaos.md and its picture: `python -m infra.chaos.page .local/chaos-*.json`."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from infra.chaos.picture import draw
from infra.local.place import CHECKOUT

FOLDER = CHECKOUT / "docs"


def main() -> None:
    asked = _arguments()
    reports = [json.loads(path.read_text()) for path in asked.reports]
    reports.sort(key=lambda report: report["seed"])
    asked.folder.mkdir(parents=True, exist_ok=True)
    pictured = max(reports, key=lambda report: report["counts"]["facts"])
    (asked.folder / "chaos.svg").write_text(draw(pictured))
    (asked.folder / "chaos.md").write_text(write(reports, pictured))
    print(f"{len(reports)} runs are told in {asked.folder / 'chaos.md'}.")


def write(reports: list[dict[str, Any]], pictured: dict[str, Any]) -> str:
    """The page, from the reports alone."""
    return "\n".join(
        [
            "# What was done to the system, and what came of it",
            "",
            "Made by `python -m infra.chaos.page` from the reports of `make chaos`; not by hand.",
            "Each run builds the whole system in a place of its own, with two processes per",
            "service, lets cases of all kinds in through the gateway, and strikes it with the",
            "faults below. Every message comes twice and shuffled, in every run. When the faults",
            "are over and nothing moves any more (`quiet`: after so many seconds), a checker that",
            "shares no code with the services reads databases, broker and the agents' books.",
            "",
            "## The runs",
            "",
            *_runs(reports),
            "",
            f"## The run with seed {pictured['seed']}",
            "",
            "![Throughput, ages and faults on one time line](chaos.svg)",
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


def _faults(reports: list[dict[str, Any]]) -> list[str]:
    struck = Counter(fault["kind"] for report in reports for fault in report["faults"])
    struck["a message of its own kind that nobody can handle"] = struck.pop("poison", 0)
    lines = ["| fault | times, over all runs |", "|---|---:|"]
    return [*lines, *(f"| {kind} | {count} |" for kind, count in sorted(struck.items()))]


def _demands(reports: list[dict[str, Any]]) -> list[str]:
    found: Counter[str] = Counter()
    for report in reports:
        for row in report["checks"]:
            found[row["name"]] += row["count"]
    return [
        "| what | must be true | violations, over all runs |",
        "|---|---|---:|",
        *(
            f"| {row['name']} | {row['sentence']} | {found[row['name']]} |"
            for row in reports[0]["checks"]
        ),
    ]


def _violations(reports: list[dict[str, Any]]) -> list[str]:
    every = [(report["seed"], one) for report in reports for one in report["violations"]]
    if not every:
        return ["No violation was found in any run.", ""]
    told = [f"- seed {seed}, {one['check']}: {one['what'].splitlines()[0]}" for seed, one in every]
    return ["## Violations", "", *told, ""]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.chaos.page", description=__doc__)
    parser.add_argument("reports", type=Path, nargs="+", help="reports of make chaos")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    return parser.parse_args()


if __name__ == "__main__":
    main()
