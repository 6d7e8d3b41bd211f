"""The part `start`: seconds for a warm `make up`, and the memory of each process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil

from benchmarks import measure
from benchmarks.size import Size
from benchmarks.stand import Stand
from infra.local.place import CHECKOUT

HOME = CHECKOUT / ".local-bench-whole"
COMMAND_SECONDS_MAX = 300


def run(_: Stand, size: Size) -> None:
    """Start the whole system once to warm it, then again; it has a folder of its own."""
    shutil.rmtree(HOME, ignore_errors=True)
    try:
        cold = _homeward("up")
        _homeward("down")
        warm = [_warm() for _ in range(size.of(3))]
        _homeward("up")
        memory = _memory()
    finally:
        _homeward("down")
    whole = sum(memory.values())
    size.say(f"start: {measure.summary(warm)['median']} s warm, {whole} MB in all")
    figures: dict[str, Any] = {
        "first_seconds": round(cold, 1),
        "warm_seconds": measure.summary(warm),
        "megabytes": memory,
        "megabytes_whole": whole,
    }
    measure.keep("start", figures, [])
    shutil.rmtree(HOME, ignore_errors=True)


def _warm() -> float:
    seconds = _homeward("up")
    _homeward("down")
    return seconds


def _homeward(word: str) -> float:
    """Run an operator's command on this system and no other; return how long it took."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("HOMEWARD_")}
    started = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "infra.local.cli", word],
        cwd=CHECKOUT,
        env={**clean, "HOMEWARD_LOCAL": str(HOME)},
        capture_output=True,
        check=True,
        timeout=COMMAND_SECONDS_MAX,
    )
    return time.perf_counter() - started


def _memory() -> dict[str, int]:
    """Megabytes of each program with its children; what they share is counted once."""
    return {note.name: _of(note) for note in sorted((HOME / "pids").iterdir())}


def _of(note: Path) -> int:
    program = psutil.Process(int(note.read_text()))
    family = [program]
    if note.name != "supervisor":  # Everybody else is its child.
        family += program.children(recursive=True)
    return round(sum(each.memory_full_info().pss for each in family) / 2**20)
