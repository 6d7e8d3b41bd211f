"""How much one caller may ask: a bucket of requests per principal, refilled all the time."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

CALLERS_MAX = 10_000


@dataclass
class Bucket:
    """What is left, and when that was counted."""

    left: float
    counted_at: float


class Buckets:
    """One bucket per caller in this process; the caller unseen for longest is forgotten first.

    Forgetting a caller gives them a full bucket again, which is what a long silence gives too.
    """

    def __init__(
        self, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()
        self._lock = Lock()

    def take(self, caller: str) -> float:
        """Take one request from the caller's bucket.

        Returns zero when there was one, otherwise the seconds until there is.
        """
        with self._lock:
            now = self._clock()
            bucket = self._buckets.pop(caller, None) or Bucket(self._burst, now)
            filled = bucket.left + (now - bucket.counted_at) * self._per_second
            bucket.left = min(float(self._burst), filled)
            bucket.counted_at = now
            self._buckets[caller] = bucket
            if len(self._buckets) > CALLERS_MAX:
                self._buckets.popitem(last=False)
            if bucket.left < 1:
                return (1 - bucket.left) / self._per_second
            bucket.left -= 1
            return 0.0
