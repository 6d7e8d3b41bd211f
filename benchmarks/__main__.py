"""`make bench`: runs the parts, keeps .local/bench.json, prints the goals.

SCALE=0.1 makes everything smaller; PARTS=hop,relay runs these alone.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time

from benchmarks import measure, stand
from benchmarks.size import Size, scale

PARTS = {
    "hop": "benchmarks.hop.part",
    "relay": "benchmarks.relay",
    "gateway": "benchmarks.gateway.part",
    "flat": "benchmarks.flat.part",
    "growth": "benchmarks.growth",
    "start": "benchmarks.start",
}


def main() -> int:
    """Run what was asked for; zero whatever the figures say, for they depend on the machine."""
    size = Size(scale(), lambda sentence: print(sentence, flush=True))  # noqa: T201
    asked = [name for name in (os.environ.get("PARTS") or ",".join(PARTS)).split(",") if name]
    unknown = sorted(set(asked) - set(PARTS))
    if unknown:
        sys.exit(f"There is no part {', '.join(unknown)}: {', '.join(PARTS)}.")
    for name in asked:
        started = time.monotonic()
        with stand.opened(keep=float(os.environ.get("BENCH_KEEP_SECONDS") or "5")) as servers:
            importlib.import_module(PARTS[name]).run(servers, size)
        size.say(f"{name}: {time.monotonic() - started:.0f} seconds")
    for goal in json.loads(measure.FILE.read_text())["goals"]:
        mark = "holds" if goal["holds"] else "FAILS"
        size.say(f"{mark}  {goal['name']}: {goal['value']} (goal {goal['goal']})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
