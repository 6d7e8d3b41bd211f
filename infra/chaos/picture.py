"""A run as one picture: what was done each second, how old the oldest fact was, what struck."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import pairwise
from typing import Any

WIDTH, LEFT, RIGHT = 1000, 230, 20
BAND, GAP, TOP, ROW = 110, 34, 40, 16
INK, GRID, BLUE, GREEN, RED = "#222", "#ddd", "#2563a8", "#2f7d4f", "#b3362b"
FONT = "font-family='system-ui, sans-serif'"
MIN_WIDTH = 3.0


def draw(report: dict[str, Any]) -> str:
    """Return the picture as SVG."""
    samples = report["samples"]
    end = max([sample["at"] for sample in samples] + [1.0])
    kinds = sorted({fault["kind"] for fault in report["faults"]})
    bands = [
        ("requests answered a second", BLUE, _rates(samples, "answered")),
        ("facts published a second", GREEN, _rates(samples, "facts")),
        ("age of the oldest unsent fact, s", RED, _levels(samples, "oldest_seconds")),
    ]
    faults_top = TOP + len(bands) * (BAND + GAP)
    height = faults_top + len(kinds) * ROW + 60
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' {FONT}>",
        f"<rect width='{WIDTH}' height='{height}' fill='white'/>",
        _text(LEFT, 22, f"Seed {report['seed']}: {_summary(report)}", size=15),
    ]
    for number, (name, colour, points) in enumerate(bands):
        parts += _band(TOP + number * (BAND + GAP), name, colour, points, end)
    parts += _faults(faults_top, kinds, report["faults"], end)
    parts += _seconds(faults_top + len(kinds) * ROW, end, report["seconds"].get("faults_over"))
    return "\n".join([*parts, "</svg>", ""])


def _summary(report: dict[str, Any]) -> str:
    counts = report["counts"]
    return (
        f"{counts['cases']} cases, {counts['facts']} facts, {counts['faults']} faults, "
        f"{len(report['violations'])} violations"
    )


def _rates(samples: list[dict[str, Any]], name: str) -> list[tuple[float, float]]:
    return [
        (after["at"], max(0.0, (after[name] - before[name]) / (after["at"] - before["at"])))
        for before, after in pairwise(samples)
        if after["at"] > before["at"]
    ]


def _levels(samples: list[dict[str, Any]], name: str) -> list[tuple[float, float]]:
    """A database that was away leaves a gap."""
    return [(sample["at"], float(sample[name])) for sample in samples if name in sample]


def _x(at: float, end: float) -> float:
    return round(LEFT + at / end * (WIDTH - LEFT - RIGHT), 1)


def _band(
    top: float, name: str, colour: str, points: list[tuple[float, float]], end: float
) -> Iterable[str]:
    most = max([value for _, value in points] + [1.0])
    bottom = top + BAND
    line = " ".join(
        f"{_x(at, end)},{round(bottom - value / most * BAND, 1)}" for at, value in points
    )
    yield _text(LEFT - 10, top + 14, name, anchor="end")
    yield _text(LEFT - 10, top + 32, f"up to {most:.0f}", anchor="end", colour="#777")
    yield f"<line x1='{LEFT}' y1='{bottom}' x2='{WIDTH - RIGHT}' y2='{bottom}' stroke='{GRID}'/>"
    yield f"<polyline points='{line}' fill='none' stroke='{colour}' stroke-width='1.5'/>"


def _faults(
    top: float, kinds: list[str], faults: list[dict[str, Any]], end: float
) -> Iterable[str]:
    for number, kind in enumerate(kinds):
        yield _text(LEFT - 10, top + number * ROW + 11, kind, anchor="end", size=10)
    for fault in faults:
        y = top + kinds.index(fault["kind"]) * ROW + 2
        left = _x(fault["at_seconds"], end)
        width = max(MIN_WIDTH, _x(fault["ended_seconds"], end) - left)
        yield (
            f"<rect x='{left}' y='{y}' width='{round(width, 1)}' height='{ROW - 4}' fill='{RED}'"
            f" fill-opacity='0.75'><title>{escape(fault['what'])}</title></rect>"
        )


def _seconds(bottom: float, end: float, over: float | None) -> Iterable[str]:
    step = 30 if end > 100 else 10  # noqa: PLR2004 - so that the numbers do not touch
    for second in range(0, int(end) + 1, step):
        x = _x(second, end)
        yield f"<line x1='{x}' y1='{TOP}' x2='{x}' y2='{bottom + 6}' stroke='{GRID}'/>"
        yield _text(x, bottom + 22, f"{second} s", anchor="middle", size=11)
    if over is not None:
        x = _x(over, end)
        yield (
            f"<line x1='{x}' y1='{TOP}' x2='{x}' y2='{bottom + 6}' stroke='{INK}'"
            " stroke-dasharray='4 3'/>"
        )
        yield _text(x, bottom + 38, "the faults are over", anchor="middle", size=11)


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", size: int = 12, colour: str = INK
) -> str:
    return (
        f"<text x='{x}' y='{y}' font-size='{size}' fill='{colour}' text-anchor='{anchor}'>"
        f"{escape(text)}</text>"
    )
