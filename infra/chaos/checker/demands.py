"""The demands: each has a name, a sentence that must be true, and a way to find where it is not."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from infra.chaos.checker.evidence import Evidence

Find = Callable[[Evidence], Iterable[str]]
SHOWN_MAX = 25


@dataclass(frozen=True)
class Demand:
    """`find` returns one sentence for each place where the demand is not met."""

    name: str
    group: str
    sentence: str
    find: Find


DEMANDS: list[Demand] = []


def demand(group: str, name: str, sentence: str) -> Callable[[Find], Find]:
    """Declare what must be true."""

    def declare(find: Find) -> Find:
        DEMANDS.append(Demand(name, group, sentence, find))
        return find

    return declare


def check(evidence: Evidence, wanted: Iterable[str]) -> list[dict[str, Any]]:
    """Return one row per demand of these groups or names, with every violation that was found."""
    asked = set(wanted)
    return [_row(one, evidence) for one in DEMANDS if asked & {one.group, one.name}]


def _row(one: Demand, evidence: Evidence) -> dict[str, Any]:
    started = time.monotonic()
    try:
        found = list(one.find(evidence))
    except Exception:  # noqa: BLE001 - what could not be looked at is not proved
        found = [f"It could not be checked: {traceback.format_exc(limit=-3)}"]
    return {
        "name": one.name,
        "group": one.group,
        "sentence": one.sentence,
        "violations": found[:SHOWN_MAX],
        "count": len(found),
        "seconds": round(time.monotonic() - started, 2),
    }


def violations(table: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Every violation of a table, one by one."""
    return [
        {"check": row["name"], "sentence": row["sentence"], "what": what}
        for row in table
        for what in row["violations"]
    ]
