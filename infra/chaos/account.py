"""What a run has come to, in one dictionary: what was done, what struck, what was found."""

from __future__ import annotations

from collections import Counter
from typing import Any

from infra.chaos.door import Call
from infra.chaos.stream import Tally
from infra.chaos.taps import Tap


def counts(tally: Tally, calls: list[Call], facts: Tap, orders: Tap) -> dict[str, Any]:
    """How much of everything there was."""
    failed = Counter(str(status) for call in calls for status in call.tries[:-1])
    return {
        "cases": tally.begun,
        "kinds": dict(tally.kinds),
        "to_their_end": dict(tally.to_their_end),
        "ended": dict(tally.ended),
        "commands": len(calls),
        "tries_that_failed": dict(failed),
        "facts": len({heard.id for heard in facts.heard}),
        "copies": facts.counts["copies"],
        "partner_messages": len({heard.id for heard in orders.heard}),
        "partner_copies": orders.counts["copies"],
    }
