"""Ids that sort by when they were made: UUID version 7 (RFC 9562) as text."""

from __future__ import annotations

import secrets
import threading
import time

RANDOM_BITS = 74
STEP_MASK = (1 << 32) - 1
VERSION_7, VARIANT_RFC = 0x7, 0b10


class IdMaker:
    """Makes UUIDv7 that only ever grow within one process, also when the clock steps back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._milliseconds = 0
        self._random = 0

    def new(self) -> str:
        """Return the next id."""
        # Drawn before the lock is taken: to draw lets other threads run, and all of them waited
        # here for the one that held the lock; a fifth of the gateway's samples.
        drawn = secrets.randbits(RANDOM_BITS - 1)
        with self._lock:
            now = time.time_ns() // 1_000_000
            if now > self._milliseconds:
                self._milliseconds, self._random = now, drawn
            else:
                # RFC 9562 section 6.2, method 2: a random step keeps order and stays unguessable.
                self._random += 1 + (drawn & STEP_MASK)
                if self._random >> RANDOM_BITS:
                    self._milliseconds += 1
                    self._random = drawn
            return as_text(self._milliseconds, self._random)


def as_text(milliseconds: int, random: int) -> str:
    """Lay out 48 bits of time, 4 of version, 12 and 62 of random, 2 of variant."""
    high, low = random >> 62, random & ((1 << 62) - 1)
    number = milliseconds << 80 | VERSION_7 << 76 | high << 64 | VARIANT_RFC << 62 | low
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


new_id = IdMaker().new
