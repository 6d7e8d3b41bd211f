"""Writes docs/bench.md and its plots from .local/bench.json: `python -m benchmarks.page`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from benchmarks import measure, stand

PAGE = stand.CHECKOUT / "docs/bench.md"
NOTES = Path(__file__).with_name("notes.md")
PLOTS = {"hop": "bench-hop.svg", "relay": "bench-relay.svg", "gateway": "bench-gateway.svg"}

Rows = list[list[Any]]


def text(told: dict[str, Any], before: str = "") -> str:
    """Return the page: goals, then each part's figures, then what a person has noted.

    A part that was not measured here keeps what the page said of it before, with its date.
    """
    machine = told["machine"]
    lines = [
        "# Bench",
        "",
        "Written by `python -m benchmarks.page` from `.local/bench.json`; do not edit.",
        "The notes at its end are `benchmarks/notes.md`.",
        "",
        f"{machine['processors']} processors, Python {machine['python']}; servers and clients",
        "share them. Rates depend on the machine and on what else it does: read the ratios,",
        "which compare runs that took turns.",
        "",
        "## Goals",
        "",
        *table(
            ["goal", "value", "asked", ""],
            [
                [goal["name"], goal["value"], goal["goal"], "holds" if goal["holds"] else "**no**"]
                for goal in told["goals"]
            ],
        ),
        *_goals_before(before, told["parts"]),
    ]
    for name, section in SECTIONS.items():
        part = told["parts"].get(name)
        if part is None:
            lines += _section_before(before, name)
            continue
        lines += ["", f"## {name.capitalize()}", ""]
        scale = part.get("scale", "")
        lines += [f"{part['at']}, load average {part['load_average']}, SCALE={scale}.", ""]
        if name in PLOTS:
            lines += [f"![{name}]({PLOTS[name]})", ""]
        lines += section(part["figures"])
    return "\n".join([*lines, "", NOTES.read_text().rstrip(), ""])


def _goals_before(before: str, parts: Collection[str]) -> list[str]:
    """The goals of the parts that were not measured now."""
    goals = before.partition("## Goals")[2].partition("\n## ")[0].splitlines()
    others = [f"| {name}: " for name in SECTIONS if name not in parts]
    return [line for line in goals if line.startswith(tuple(others))]


def _section_before(before: str, name: str) -> list[str]:
    _, found, rest = before.partition(f"\n## {name.capitalize()}\n")
    return (
        ["", f"## {name.capitalize()}", *rest.partition("\n## ")[0].rstrip().splitlines()]
        if found
        else []
    )


def table(head: list[str], rows: Rows) -> list[str]:
    shown = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(str(cell) for cell in row) + " |" for row in shown]


def hop(figures: dict[str, Any]) -> list[str]:
    microseconds, ratios = figures["consumer_microseconds"], figures["ours_to"]
    rows: Rows = []
    for name, rate in figures["per_second"].items():
        used = measure.summary(microseconds[name])["median"]
        rows.append([name, spread(rate), spread(ratios[name]) if name in ratios else "", used])
    single = figures["single"]
    parts: Rows = [[name, one["p50_ms"], one["p99_ms"]] for name, one in single["parts"].items()]
    through = single["through"]
    return [
        f"{figures['facts']:,} facts a run (a fifth for those who commit one by one), from the",
        "teller's committed outbox to the hearer's committed effect, one consumer process.",
        "",
        *table(["stack", "facts/s", "ours to it", "µs of the processor a fact, consumer"], rows),
        "",
        "One fact through the idle system, in milliseconds:",
        "",
        *table(
            ["", "p50", "p99"],
            [
                ["through ours", through["p50_ms"], through["p99_ms"]],
                *parts,
                ["sum of the parts", single["sum_of_parts_p50_ms"], ""],
            ],
        ),
    ]


def relay(figures: dict[str, Any]) -> list[str]:
    rows: Rows = [
        [name, spread(rate), spread(figures["ours_to"][name]) if name in figures["ours_to"] else ""]
        for name, rate in figures["per_second"].items()
    ]
    return [f"{figures['rows']} rows a run.", "", *table(["", "rows/s", "ours to it"], rows)]


def gateway(figures: dict[str, Any]) -> list[str]:
    rows: Rows = []
    for name, one in figures.items():
        rates, spans = one["per_second"], one["times"]
        row = [name, spread(rates["ours"]), spread(rates["stock nameko"])]
        row += [spread(one["ours_to_stock"])]
        row += [spans["ours"]["p99_ms"], spans["stock nameko"]["p99_ms"]]
        rows.append(row)
    head = ["", "ours /s", "stock /s", "ratio", "ours p99 ms", "stock p99 ms"]
    return table(head, rows)


def flat(figures: dict[str, Any]) -> list[str]:
    few, many = figures["cases"]
    rows: Rows = [
        [
            name,
            *(one["few"]["p50_ms"], one["many"]["p50_ms"], one["p50_ratio"]),
            *(one["few"]["p99_ms"], one["many"]["p99_ms"], one["p99_ratio"]),
        ]
        for name, one in figures["kinds"].items()
    ]
    head = ["", f"p50 ms, {few:,}", f"p50 ms, {many:,}", "ratio"]
    head += [f"p99 ms, {few:,}", f"p99 ms, {many:,}", "ratio"]
    return [
        f"The generator's cases were loaded by COPY at {figures['loaded_rows_per_second']:,} rows",
        "a second (cases, persons and timeline together, secondary indexes and foreign keys made",
        "anew at the end of it).",
        "",
        *table(head, rows),
    ]


def growth(figures: dict[str, Any]) -> list[str]:
    rows: Rows = [
        [
            name,
            *(one["per_second"], one["megabytes_at_start"]),
            *(one["megabytes_after_one_backlog"], one["megabytes_after_two"]),
        ]
        for name, one in figures.items()
        if name != "backlog"
    ]
    head = ["", "facts/s", "MB at start", "MB after one backlog", "MB after two"]
    return [f"A backlog of {figures['backlog']:,} facts, twice.", "", *table(head, rows)]


def start(figures: dict[str, Any]) -> list[str]:
    rows: Rows = [[name, size] for name, size in figures["megabytes"].items()]
    return [
        f"Warm `make up`: {spread(figures['warm_seconds'])} seconds; the first on an empty folder",
        f"{figures['first_seconds']}. Resident memory in megabytes, shared pages counted once:",
        "",
        *table(["process", "MB"], [*rows, ["**whole**", figures["megabytes_whole"]]]),
    ]


def spread(one: dict[str, float]) -> str:
    """Write a median with its extremes, with as many digits as mean something."""
    small = max(one["high"], one["median"]) < 100  # noqa: PLR2004 - a ratio, not a rate
    low, middle, high = (
        f"{one[key]:.2f}" if small else f"{one[key]:,.0f}" for key in ("low", "median", "high")
    )
    return f"{middle} ({low} to {high})"


SECTIONS = {
    "hop": hop,
    "relay": relay,
    "gateway": gateway,
    "flat": flat,
    "growth": growth,
    "start": start,
}


def main() -> int:
    """Write the page with this Python, the plots with the one that has matplotlib."""
    told = json.loads(measure.FILE.read_text())
    told["parts"] = {name: told["parts"][name] for name in SECTIONS if name in told["parts"]}
    PAGE.write_text(text(told, PAGE.read_text() if PAGE.exists() else ""))
    command = [str(stand.PEERS_PYTHON), "-m", "benchmarks.plots", str(measure.FILE)]
    return subprocess.run(command, cwd=stand.CHECKOUT, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
