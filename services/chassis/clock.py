"""The domain's clock: UTC now and Amsterdam's today, which a test or a demo may set ahead."""

from __future__ import annotations

import json
import logging
import os
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from services.chassis.calendar import AMSTERDAM

LOOK_EVERY_SECONDS = 0.05

log = logging.getLogger(__name__)


class Clock:
    """The machine's time plus an offset that a file may hold: {"offset_seconds": N}."""

    def __init__(self, path: Path | str | None = None) -> None:
        named = path or os.environ.get("HOMEWARD_CLOCK_FILE")
        self._path = Path(named) if named else None
        self._offset = timedelta()
        self._seen: tuple[int, int, int] | None = None
        self._look_at = 0.0

    def now(self) -> datetime:
        """Return the domain's time, aware and in UTC."""
        if self._path and time.monotonic() >= self._look_at:
            self._look(self._path)
        return datetime.now(UTC) + self._offset

    def today(self) -> date:
        """Return the date on the wall in the Amsterdam office."""
        return self.now().astimezone(AMSTERDAM).date()

    def _look(self, path: Path) -> None:
        self._look_at = time.monotonic() + LOOK_EVERY_SECONDS
        try:
            found = path.stat()
        except OSError:
            # A file that is not there yet is normal: nobody has set the clock.
            self._seen = None
            self._offset = timedelta()
            return
        seen = (found.st_mtime_ns, found.st_size, found.st_ino)
        if seen == self._seen:
            return
        self._seen = seen
        try:
            self._offset = timedelta(seconds=float(json.loads(path.read_text())["offset_seconds"]))
        except (OSError, ValueError, TypeError, KeyError, OverflowError) as error:
            # A half-written file must not throw the domain back to today's date.
            log.warning("clock_file_unreadable reason=%s", error)


def set_offset(path: Path, offset: timedelta) -> None:
    """Write the file in one stroke, so that no reader ever sees half of it."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_text(json.dumps({"offset_seconds": offset.total_seconds()}))
    fresh.replace(path)
