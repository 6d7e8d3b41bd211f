"""Waiting for a condition, with a deadline."""

import time
from collections.abc import Callable

from infra.local.trouble import Trouble

PAUSE_SECONDS = 0.05


def wait_until(condition: Callable[[], bool], seconds: float, sentence: str) -> None:
    """Return when the condition holds; `sentence` is what the operator reads when it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise Trouble(sentence)
        time.sleep(PAUSE_SECONDS)
