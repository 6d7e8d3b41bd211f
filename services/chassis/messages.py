"""Facts as they are declared in a service's events.py, and as they travel in a CloudEvent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, ClassVar, NamedTuple

# Already what JSON can say; a subclass, such as an enum that is a text too, is looked at.
PLAIN = frozenset({str, int, float, bool, type(None)})
# What PostgreSQL keeps in no text: U+0000, and one half of a surrogate pair.
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
# How either is written in JSON; without it nobody need look.
SUSPECT = re.compile(rb"\\u(0000|[dD][89a-fA-F])")


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact in the past tense. Fields are ids and facts, never people."""

    name: ClassVar[str]
    version: ClassVar[int] = 1
    about: ClassVar[str] = "case_ref"

    @property
    def key(self) -> str:
        """The routing key and the last part of the CloudEvents type, such as `case_opened.v1`."""
        return f"{self.name}.v{self.version}"

    @property
    def subject(self) -> str:
        """The id of the aggregate that the fact is about."""
        return str(getattr(self, self.about))

    def data(self) -> dict[str, Any]:
        """Return the fields as JSON values: dates as ISO 8601, enums by value."""
        return {name: as_json(getattr(self, name)) for name in self._names()}

    @classmethod
    @cache
    def _names(cls) -> tuple[str, ...]:
        return tuple(field.name for field in fields(cls))


def as_json(value: Any) -> Any:
    """Turn what events and outcomes hold into what JSON can say."""
    if value.__class__ in PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(item) for item in value]
    return value


def storable(text: str) -> bool:
    """Whether the text is without U+0000 and without halves of surrogate pairs."""
    return not UNSTORABLE.search(text)


def unstorable(value: Any, raw: bytes) -> Iterator[str]:
    """Name the places of what no database can keep, in what was read from these bytes."""
    waiting = [("", value)] if SUSPECT.search(raw) else []
    while waiting:
        pointer, one = waiting.pop()
        if isinstance(one, dict):
            if not all(storable(name) for name in one):
                yield pointer or "/"
            steps = ((name.replace("~", "~0").replace("/", "~1"), name) for name in one)
            waiting += [(f"{pointer}/{step}", one[name]) for step, name in steps if storable(name)]
        elif isinstance(one, list):
            waiting += [(f"{pointer}/{place}", inner) for place, inner in enumerate(one)]
        elif isinstance(one, str) and not storable(one):
            yield pointer


class Envelope(NamedTuple):
    """What surrounds a fact: CloudEvents 1.0 attributes and our extensions (architecture.md 5)."""

    id: str
    source: str
    type: str
    time: datetime
    subject: str
    sequence: int
    correlation_id: str
    causation_id: str
    trace_parent: str

    @property
    def key(self) -> str:
        """The part of the type behind the owner: `case_opened.v1` of `intake.case_opened.v1`."""
        return self.type.partition(".")[2]
