"""What time it is in the agent's world: real time plus an offset that a file may hold."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path


class Clock:
    """A clock that a demo can set by writing {"offset_seconds": N}."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._offset_seconds = 0.0

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        if self._path is not None:
            self._offset_seconds = self._read(self._path)
        return datetime.now(UTC) + timedelta(seconds=self._offset_seconds)

    def _read(self, path: Path) -> float:
        try:
            return float(json.loads(path.read_text())["offset_seconds"])
        except (OSError, ValueError, KeyError, TypeError):
            # The file may not be there yet, or be half written: time must not jump back for that.
            return self._offset_seconds
