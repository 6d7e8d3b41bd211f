"""The agent's log: one JSON line for each thing that happened."""

import json
import sys
from datetime import UTC, datetime
from typing import Any


def log(agent: str, event: str, **more: Any) -> None:
    """Write one line. References and types only: nothing about a passenger."""
    line = {"time": datetime.now(UTC).isoformat(), "agent": agent, "event": event, **more}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
