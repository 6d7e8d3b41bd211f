"""By which terms a victim is priced, and how long what tells it must be for nobody to tell."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from services.chassis.messages import as_json
from services.intake.exclusions.model import Lists

EU13, OTHER = "eu13", "other"
# More than anything that is told of one person can be long.
ROOM_BYTES = 256


def victims_terms(nationalities: Sequence[str], lists: Lists) -> str | None:
    """R-VOT-02: a national of the thirteen states of R-VOT-01, another, or out of reach."""
    foreign = set(nationalities) - {"NL"}
    if any(lists.excluding(one) for one in foreign - lists.vot_exceptions):
        return None
    return EU13 if foreign & lists.vot_exceptions else OTHER


def padded(content: Mapping[str, Any], people: int) -> dict[str, Any]:
    """Make it as long for everybody: ciphertext shows how long it is, and so what it says."""
    said = len(json.dumps(as_json(content), ensure_ascii=False, separators=(",", ":")))
    return {**content, "padding": "." * (ROOM_BYTES * (people + 1) - said)}
