"""A limit on waiting for a peer that is connected and says nothing.

A broker that is frozen, or a network that swallows, keeps the line up: TCP tells nobody, and
py-amqp waits for the answer to a declaration or a cancellation without any limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import eventlet

ANSWER_SECONDS_MAX = 10.0


@contextmanager
def patience(seconds: float = ANSWER_SECONDS_MAX) -> Iterator[None]:
    """Raise TimeoutError, which is one of BROKER_ERRORS, when the block takes longer."""
    with eventlet.Timeout(seconds, TimeoutError("The peer fell silent.")):
        yield
