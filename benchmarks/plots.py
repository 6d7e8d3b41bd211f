"""Draws the plots of docs/bench.md as SVG; runs on the peers' packages, which have matplotlib."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")

from matplotlib import pyplot as plt

DOCS = Path(__file__).resolve().parents[1] / "docs"
OURS, OTHERS = "#1f6f8b", "#b9c4c9"


def bars(file: str, rates: dict[str, dict[str, float]], label: str) -> None:
    """One bar for each, its median, with a line from the lowest to the highest run."""
    names = list(rates)[::-1]
    medians = [rates[name]["median"] for name in names]
    below = [rates[name]["median"] - rates[name]["low"] for name in names]
    above = [rates[name]["high"] - rates[name]["median"] for name in names]
    figure, axes = plt.subplots(figsize=(8, 0.5 * len(names) + 1))
    colours = [OURS if name.startswith("ours") else OTHERS for name in names]
    axes.barh(names, medians, xerr=[below, above], color=colours, ecolor="#333333")
    axes.set_xlabel(label)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.tight_layout()
    figure.savefig(DOCS / file, metadata={"Date": None})
    plt.close(figure)


def main(file: Path) -> None:
    """Draw what was measured."""
    mpl.rcParams["svg.hashsalt"] = "homeward"
    parts: dict[str, Any] = json.loads(file.read_text())["parts"]
    for part, label in (("hop", "facts a second"), ("relay", "rows a second")):
        if part in parts:
            bars(f"bench-{part}.svg", parts[part]["figures"]["per_second"], label)
    if "gateway" in parts:
        rates = {
            f"{who}: {name}": rate
            for name, one in parts["gateway"]["figures"].items()
            for who, rate in one["per_second"].items()
        }
        bars("bench-gateway.svg", rates, "requests a second")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
