"""The demo's clock: it stands while anybody works, and jumps ahead when all wait for a day."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta


class Timekeeper:
    """Shared by all stories. At most `at_once` of them work at the same time.

    The clock is only ever set ahead: to the earliest moment that a story waits for, and only when
    every story that is not over waits. So no offer expires while somebody is busy.
    """

    def __init__(self, set_clock: Callable[[timedelta], None], *, at_once: int) -> None:
        self._set_clock = set_clock
        self._offset = timedelta()
        self._changed = threading.Condition()
        self._slots = threading.BoundedSemaphore(at_once)
        self._expected = 0
        self._waiting: dict[int, datetime] = {}

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def begin(self, moment: datetime) -> None:
        """Set the clock for the first time, before any story begins."""
        self._set(moment)

    def expect(self, stories: int) -> None:
        """Say how many stories there will be, so that none is overtaken by the clock."""
        with self._changed:
            self._expected += stories

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """The time of one story, from its first step to its end."""
        self._slots.acquire()
        try:
            yield
        finally:
            self._slots.release()
            with self._changed:
                self._expected -= 1
                self._jump_if_all_wait()

    def until(self, moment: datetime) -> None:
        """Wait for the clock to reach a moment; a moment that has passed is there at once."""
        me = threading.get_ident()
        with self._changed:
            if self.now() >= moment:
                return
            self._waiting[me] = moment
            self._slots.release()
            self._jump_if_all_wait()
            while me in self._waiting:
                self._changed.wait()
        self._slots.acquire()

    def _jump_if_all_wait(self) -> None:
        if not self._waiting or len(self._waiting) < self._expected:
            return
        self._set(min(self._waiting.values()))
        now = self.now()
        self._waiting = {who: when for who, when in self._waiting.items() if when > now}
        self._changed.notify_all()

    def _set(self, moment: datetime) -> None:
        # Never back: two stories may wait for moments that lie closer together than a step takes.
        if moment > self.now() or not self._offset:
            self._offset = moment - datetime.now(UTC)
            self._set_clock(self._offset)
