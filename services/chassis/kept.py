"""What is kept as JSON may have been written by a newer program than the one that reads it.

While a service is replaced process by process, both write the same rows. The older one reads what
it knows; what it does not know stays with the value, and is written back with it
(docs/decisions/0022).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from services.chassis.messages import as_json

UNREAD = "unread"


@dataclass(frozen=True)
class Kept:
    """A value that is kept as JSON. `unread` is what a newer program has written into it."""

    unread: dict[str, Any] = field(default_factory=dict, kw_only=True, repr=False, hash=False)


Value = TypeVar("Value", bound=Kept)


def read(kind: type[Value], kept: Mapping[str, Any], /, **made: Any) -> Value:
    """Return a value from its JSON; `made` are the fields that JSON cannot say by itself."""
    known = {one.name for one in fields(kind)} - {UNREAD}
    mine = {name: value for name, value in kept.items() if name in known}
    rest = {name: value for name, value in kept.items() if name not in known}
    return kind(**(mine | made), unread=rest)


def written(value: Any) -> Any:
    """Return a value as JSON, with everything that was in it when it was read."""
    if isinstance(value, Kept):
        names = [one.name for one in fields(value) if one.name != UNREAD]
        return value.unread | {name: written(getattr(value, name)) for name in names}
    if isinstance(value, dict):
        return {str(key): written(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [written(item) for item in value]
    return as_json(value)


def with_unread(kept: Any, understood: Any, now: Any) -> Any:
    """Return what is written now, with what was kept and is not among what was understood of it.

    All three are JSON. What has been taken away whole takes along what was in it.
    """
    if isinstance(kept, dict) and isinstance(now, dict) and isinstance(understood, dict):
        rest = {name: item for name, item in kept.items() if name not in understood}
        return rest | {
            name: with_unread(kept[name], understood[name], item) if name in understood else item
            for name, item in now.items()
        }
    if isinstance(kept, list) and isinstance(now, list):
        # An item of a list has no name; it is the next one that was understood to be the same.
        before = list(zip(understood, kept, strict=True))
        return [_with_its_own(before, item) for item in now]
    return now


def _with_its_own(before: list[tuple[Any, Any]], now: Any) -> Any:
    for place, (understood, kept) in enumerate(before):
        if understood == now:
            del before[place]
            return with_unread(kept, understood, now)
    return now
