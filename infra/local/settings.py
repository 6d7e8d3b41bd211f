"""Reads and writes files of KEY=VALUE lines, such as `.local/env`."""

import os
from pathlib import Path


def read(path: Path) -> dict[str, str]:
    """What the file says; nothing when it is not there."""
    if not path.exists():
        return {}
    pairs = (line.partition("=") for line in path.read_text().splitlines() if "=" in line)
    return {key.strip(): value.strip() for key, _, value in pairs if not key.startswith("#")}


def write(path: Path, settings: dict[str, str]) -> None:
    """Replace the file in one step, readable by its owner alone: addresses hold passwords."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    text = "".join(f"{key}={value}\n" for key, value in settings.items())
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
    fresh.replace(path)


def write_private(path: Path, text: str, mode: int = 0o600) -> None:
    """A file that its owner alone may read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
