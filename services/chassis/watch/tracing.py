"""W3C trace context: one thread of work, recognisable from the first request to the last effect."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import lru_cache

HEADER = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?", re.ASCII)
SAMPLED = "01"


@dataclass(frozen=True)
class Trace:
    """A place in a trace: the whole thread, this step of it, and whether it is recorded."""

    trace_id: str
    span_id: str
    flags: str = SAMPLED

    def __str__(self) -> str:
        """Write it as the `traceparent` header."""
        return f"00-{self.trace_id}-{self.span_id}-{self.flags}"


def start() -> Trace:
    """Begin a trace of our own."""
    return Trace(_fresh(16), _fresh(8))


# A step asks for its trace when it logs and when it sends on, and a batch often shares one.
@lru_cache(maxsize=256)
def parse(text: str | None) -> Trace | None:
    """Read a `traceparent`; anything malformed is nothing, as the recommendation asks."""
    found = HEADER.fullmatch(text or "")
    if not found:
        return None
    version, trace_id, span_id, flags, more = found.groups()
    known = version != "ff" and not (version == "00" and more)
    if not known or not int(trace_id, 16) or not int(span_id, 16):
        return None
    return Trace(trace_id, span_id, flags)


def child(text: str | None) -> str:
    """Return the `traceparent` of the next step, or of a new trace if `text` names none."""
    parent = parse(text)
    return str(Trace(parent.trace_id, _fresh(8), parent.flags) if parent else start())


def trace_id_of(text: str | None) -> str:
    """Return the id of the whole thread, or nothing, for a log line or an answer."""
    trace = parse(text)
    return trace.trace_id if trace else ""


def _fresh(size: int) -> str:
    """Return random hex of so many bytes; all zeros would mean that there is none.

    It has to be one of a kind and not a secret: no question to the system for each.
    """
    number = random.getrandbits(8 * size)
    return f"{number:0{2 * size}x}" if number else _fresh(size)
