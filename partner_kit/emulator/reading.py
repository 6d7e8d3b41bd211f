"""Reading the fields of a message, with a pointer to the one that is wrong."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from partner_kit.emulator.envelope import Rejected

Read = TypeVar("Read")


def text(content: Mapping[str, Any], name: str, at: str = "/data") -> str:
    """Read a text that is not empty."""
    value = content.get(name)
    if not isinstance(value, str) or not value:
        raise Rejected("invalid", f"{at}/{name}", f"`{name}` must be a text.")
    return value


def number(content: Mapping[str, Any], name: str, at: str = "/data") -> int:
    """Read a whole number that is not negative."""
    value = content.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Rejected("invalid", f"{at}/{name}", f"`{name}` must be a number of zero or more.")
    return value


def one_of(content: Mapping[str, Any], name: str, known: tuple[str, ...], at: str) -> str:
    """Read a text out of a list of known ones."""
    value = text(content, name, at)
    if value not in known:
        raise Rejected("invalid", f"{at}/{name}", f"`{name}` must be one of {', '.join(known)}.")
    return value


def day(content: Mapping[str, Any], name: str, at: str = "/data") -> date:
    """Read a date."""
    try:
        return date.fromisoformat(text(content, name, at))
    except ValueError as fault:
        raise Rejected("invalid", f"{at}/{name}", f"`{name}` must be a date.") from fault


def moment(content: Mapping[str, Any], name: str, at: str = "/data") -> datetime:
    """Read a moment with its offset from UTC."""
    wrong = Rejected("invalid", f"{at}/{name}", f"`{name}` must be a time with an offset.")
    try:
        read = datetime.fromisoformat(text(content, name, at))
    except ValueError as fault:
        raise wrong from fault
    if read.tzinfo is None:
        raise wrong
    return read


def each(
    content: Mapping[str, Any],
    name: str,
    read: Callable[[Mapping[str, Any], str], Read],
    at: str = "/data",
) -> list[Read]:
    """Read a list of objects, each with its own pointer. A list that is missing is empty."""
    values = content.get(name, [])
    if not isinstance(values, list):
        raise Rejected("invalid", f"{at}/{name}", f"`{name}` must be a list.")
    found = []
    for place, value in enumerate(values):
        here = f"{at}/{name}/{place}"
        if not isinstance(value, dict):
            raise Rejected("invalid", here, "Each entry must be an object.")
        found.append(read(value, here))
    return found


def part(content: Mapping[str, Any], name: str, at: str = "/data") -> Mapping[str, Any]:
    """Read an object inside the object."""
    value = content.get(name)
    if not isinstance(value, dict):
        raise Rejected("invalid", f"{at}/{name}", f"`{name}` must be an object.")
    return value
