"""A bell within one process: who commits rings it, and who sends what was committed hears it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import eventlet
from eventlet.hubs import get_hub, trampoline

# What a database session's `info` keeps: the brokers for which it wrote something.
SENDS_TO = "sends_to"


class Rung(Exception):  # noqa: N818 - it names what has happened
    """Thrown into the greenthread that waits."""


class Bell:
    """Rung any number of times before somebody listens, it is heard once; ringing never waits.

    It wakes a greenthread that also waits for a socket. eventlet's `select` does that too, but
    wakes it twice when both are ready, the second time in the middle of something else.
    """

    def __init__(self) -> None:
        self._rung = False
        self._listener: Any = None
        self._waking: Any = None

    def ring(self) -> None:
        """Wake whoever waits, as soon as the hub is reached."""
        self._rung = True
        if self._listener is not None and self._waking is None:
            self._waking = get_hub().schedule_call_global(0, self._listener.throw, Rung())

    def wait(self, readable: Any, seconds: float) -> None:
        """Sleep until it rings, there is something to read, or the time is over."""
        if self._rung:
            return
        self._listener = eventlet.getcurrent()
        try:
            with suppress(Rung, eventlet.Timeout):
                trampoline(readable.fileno(), read=True, timeout=seconds)
        finally:
            self._listener = None
            if self._waking is not None:
                self._waking.cancel()
                self._waking = None

    def heard(self) -> bool:
        """Whether it has rung since this was asked last."""
        rung, self._rung = self._rung, False
        return rung
