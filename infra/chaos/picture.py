"""Runs as one picture: what was done each second, how old the oldest fact was, what struck.

Several runs stand one after another on one time line, each under its seed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import accumulate, pairwise
from typing import Any

WIDTH, LEFT, RIGHT = 1200, 250, 20
BAND, GAP, TOP, ROW = 110, 34, 62, 16
INK, GRID, BLUE, GREEN, RED = "#222", "#ddd", "#2563a8", "#2f7d4f", "#b3362b"
FONT = "font-family='system-ui, sans-serif'"
MIN_WIDTH = 2.0
BETWEEN_SECONDS = 15.0

Points = list[tuple[float, float]]


@dataclass(frozen=True)
class Scene:
    """One run, moved to its place on the common time line, which is `whole` seconds long."""

    report: dict[str, Any]
    starts: float
    whole: float

    @property
    def lasts(self) -> float:
        return _lasts(self.report)

    def x(self, at: float) -> float:
        return round(LEFT + (self.starts + at) / self.whole * (WIDTH - LEFT - RIGHT), 1)


def draw(reports: list[dict[str, Any]]) -> str:
    """Return the picture as SVG."""
    scenes = _scenes(reports)
    kinds = sorted({fault["kind"] for report in reports for fault in report["faults"]})
    faults_top = TOP + 3 * (BAND + GAP)
    bottom = faults_top + len(kinds) * ROW
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {bottom + 60}' {FONT}>",
        f"<rect width='{WIDTH}' height='{bottom + 60}' fill='white'/>",
        _text(LEFT, 22, _summary(reports), size=15),
    ]
    bands = (
        ("requests answered a second", BLUE, _rates("answered")),
        ("facts published a second", GREEN, _rates("facts")),
        ("age of the oldest unsent fact, s", RED, _levels("oldest_seconds")),
    )
    for number, (name, colour, points_of) in enumerate(bands):
        lines = [points_of(scene.report["samples"]) for scene in scenes]
        parts += _band(TOP + number * (BAND + GAP), name, colour, scenes, lines)
    for number, kind in enumerate(kinds):
        parts.append(_text(LEFT - 10, faults_top + number * ROW + 11, kind, anchor="end", size=10))
    for scene in scenes:
        parts += _faults(faults_top, kinds, scene)
        parts += _times(bottom, scene, alone=len(scenes) == 1)
    return "\n".join([*parts, "</svg>", ""])


def _scenes(reports: list[dict[str, Any]]) -> list[Scene]:
    lengths = [_lasts(report) + BETWEEN_SECONDS for report in reports]
    starts = accumulate(lengths[:-1], initial=0.0)
    whole = sum(lengths) - BETWEEN_SECONDS
    return [Scene(one, start, whole) for one, start in zip(reports, starts, strict=True)]


def _lasts(report: dict[str, Any]) -> float:
    return max([sample["at"] for sample in report["samples"]] + [1.0])


def _summary(reports: list[dict[str, Any]]) -> str:
    counts = [report["counts"] for report in reports]
    cases, facts, faults = (
        sum(one[name] for one in counts) for name in ("cases", "facts", "faults")
    )
    violations = sum(len(report["violations"]) for report in reports)
    runs = f"{len(reports)} runs" if len(reports) > 1 else "One run"
    return f"{runs}: {cases} cases, {facts} facts, {faults} faults, {violations} violations"


def _rates(name: str) -> Any:
    def points(samples: list[dict[str, Any]]) -> Points:
        return [
            (after["at"], max(0.0, (after[name] - before[name]) / (after["at"] - before["at"])))
            for before, after in pairwise(samples)
            if after["at"] > before["at"]
        ]

    return points


def _levels(name: str) -> Any:
    """A database that was away leaves a gap."""

    def points(samples: list[dict[str, Any]]) -> Points:
        return [(sample["at"], float(sample[name])) for sample in samples if name in sample]

    return points


def _band(
    top: float, name: str, colour: str, scenes: list[Scene], lines: list[Points]
) -> Iterable[str]:
    most = max([value for line in lines for _, value in line] + [1.0])
    bottom = top + BAND
    yield _text(LEFT - 10, top + 14, name, anchor="end")
    yield _text(LEFT - 10, top + 32, f"up to {most:.0f}", anchor="end", colour="#777")
    yield f"<line x1='{LEFT}' y1='{bottom}' x2='{WIDTH - RIGHT}' y2='{bottom}' stroke='{GRID}'/>"
    for scene, line in zip(scenes, lines, strict=True):
        places = " ".join(
            f"{scene.x(at)},{round(bottom - value / most * BAND, 1)}" for at, value in line
        )
        yield f"<polyline points='{places}' fill='none' stroke='{colour}' stroke-width='1.2'/>"


def _faults(top: float, kinds: list[str], scene: Scene) -> Iterable[str]:
    for fault in scene.report["faults"]:
        y = top + kinds.index(fault["kind"]) * ROW + 2
        left = scene.x(fault["at_seconds"])
        width = max(MIN_WIDTH, scene.x(fault["ended_seconds"]) - left)
        yield (
            f"<rect x='{left}' y='{y}' width='{round(width, 1)}' height='{ROW - 4}' fill='{RED}'"
            f" fill-opacity='0.75'><title>{escape(fault['what'])}</title></rect>"
        )


def _times(bottom: float, scene: Scene, *, alone: bool) -> Iterable[str]:
    """Where the run begins, and when its faults were over; seconds only where there is room."""
    over = scene.report["seconds"].get("faults_over")
    yield _line(scene.x(0), bottom, GRID)
    yield _text(scene.x(0), 46, f"seed {scene.report['seed']}", size=11)
    if alone:
        step = 30 if scene.lasts > 100 else 10  # noqa: PLR2004 - so that the numbers do not touch
        for second in range(0, int(scene.lasts) + 1, step):
            yield _line(scene.x(second), bottom, GRID)
            yield _text(scene.x(second), bottom + 22, f"{second} s", anchor="middle", size=11)
    if over is not None:
        yield _line(scene.x(over), bottom, INK, " stroke-dasharray='4 3'")
        if alone:
            yield _text(scene.x(over), bottom + 38, "the faults are over", anchor="middle", size=11)
    if not alone:
        yield _text(scene.x(0), bottom + 22, f"{scene.lasts:.0f} s", size=11)


def _line(x: float, bottom: float, colour: str, more: str = "") -> str:
    return f"<line x1='{x}' y1='{TOP - 12}' x2='{x}' y2='{bottom + 6}' stroke='{colour}'{more}/>"


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", size: int = 12, colour: str = INK
) -> str:
    return (
        f"<text x='{x}' y='{y}' font-size='{size}' fill='{colour}' text-anchor='{anchor}'>"
        f"{escape(text)}</text>"
    )
