"""Facts as they are declared in a service's events.py, and as they travel in a CloudEvent."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, ClassVar, NamedTuple

# Already what JSON can say; a subclass, such as an enum that is a text too, is looked at.
PLAIN = frozenset({str, int, float, bool, type(None)})


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
