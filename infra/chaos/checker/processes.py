"""What the processes owe: they drain when told to stop, and read each queue exactly once."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import requests

from infra.chaos.checker.demands import demand
from infra.chaos.checker.evidence import ASK_SECONDS, Evidence

# Longer than the supervisor waits before it kills.
DRAIN_SECONDS_MAX = 60.0
DEADLY = ("kill a process", "freeze a process")
REPEATED = 'outcome="repeated"'


@demand("bus", "exactly its consumers", "Each queue has one consumer per process, and no zombie")
def exactly_its_consumers(evidence: Evidence) -> Iterator[str]:
    readers: defaultdict[str, list[str]] = defaultdict(list)
    for consumer in evidence.broker("consumers", evidence.vhost):
        readers[consumer["queue"]["name"]].append(consumer["consumer_tag"])
    for queue in evidence.broker("queues", evidence.vhost):
        name = queue["name"]
        expected = evidence.processes.get(name.removeprefix("rpc.").partition(".")[0])
        if expected is None:
            continue
        tags = readers[name]
        owners = {tag.partition(".")[0] for tag in tags}
        if len(tags) != expected:
            yield f"{name} has {len(tags)} consumers instead of {expected}: {', '.join(tags)}"
        elif not name.startswith("rpc.") and len(owners) < expected:
            yield f"{name} is read twice by one process: {', '.join(tags)}"


@demand("processes", "told to stop", "A process that was told to stop drained what it held")
def told_to_stop(evidence: Evidence) -> Iterator[str]:
    if evidence.logs is None:
        return
    for fault in evidence.faults:
        process, _, pid = fault["what"].partition(" ")
        if fault["kind"] != "stop a process" or not pid.isdigit():
            continue
        asked = fault["epoch"]
        if _was_killed(evidence, process, asked):
            continue
        events = _events(evidence.logs / f"{process}.log")
        drained = any(
            event == "drained" and asked - 1 <= at <= asked + DRAIN_SECONDS_MAX
            for at, event in events
        )
        if not drained and not _had_not_begun(events, asked):
            yield f"{process} {pid} was told to stop at {fault['at_seconds']} s and never drained"


@demand(
    "drain",
    "nothing comes again",
    "What was handled before a stop did not come again",
)
def nothing_comes_again(evidence: Evidence) -> Iterator[str]:
    """Only where nobody says anything twice: there, each repeat is an acknowledgement lost."""
    for process, url in evidence.metrics.items():
        lines = requests.get(url, timeout=ASK_SECONDS).text.splitlines()
        repeats = sum(float(line.rsplit(" ", 1)[1]) for line in lines if _counts_repeats(line))
        if repeats:
            yield f"{process} was given {repeats:.0f} messages that had been handled before"


def _counts_repeats(line: str) -> bool:
    return line.startswith("inbox_handled_total{") and REPEATED in line


def _had_not_begun(events: list[tuple[float, str]], asked: float) -> bool:
    """Whether the last word before it was asked is its predecessor's: it held nothing yet."""
    before = [event for at, event in events if at <= asked]
    return before[-1:] == ["stopped"]


def _was_killed(evidence: Evidence, process: str, asked: float) -> bool:
    return any(
        other["kind"] in DEADLY
        and other["what"].startswith(f"{process} ")
        and asked - DRAIN_SECONDS_MAX <= other["epoch"] <= asked + DRAIN_SECONDS_MAX
        for other in evidence.faults
    )


def _events(log: Path) -> list[tuple[float, str]]:
    found = []
    for line in log.read_text(errors="replace").splitlines():
        try:
            said: dict[str, Any] = json.loads(line)
            found.append((datetime.fromisoformat(said["time"]).timestamp(), str(said["event"])))
        except (ValueError, KeyError, TypeError):
            continue
    return found
