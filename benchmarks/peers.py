"""Installs the peers into .venv-bench, so that the product's own venv stays clean; quick if so."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
REQUIREMENTS = CHECKOUT / "benchmarks/requirements.txt"
VENV = CHECKOUT / ".venv-bench"
STAMP = VENV / ".installed"


def main() -> int:
    """Make the venv and install what is pinned, when that has changed."""
    wanted = hashlib.sha256(str(VENV).encode() + REQUIREMENTS.read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return 0
    sys.stdout.write("Installing the peers of the bench; the first time this takes a minute.\n")
    sys.stdout.flush()
    python = str(VENV / "bin/python")
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        [python, "-m", "pip", "install", "--quiet", "--no-input", "-r", str(REQUIREMENTS)],
    ):
        if subprocess.run(command, check=False).returncode:  # noqa: S603 - our own words
            return 1
    STAMP.write_text(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
