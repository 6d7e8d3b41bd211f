"""Reading a body strictly: what two JSON readers could understand differently is refused."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from flask import Request
from werkzeug.exceptions import ClientDisconnected

from gateway.problems import Refused

JSON_TYPES = frozenset({"application/json"})
PATCH_TYPES = JSON_TYPES | {"application/merge-patch+json"}
DEPTH_MAX = 20
# Far more than any form of ours has; what comes after must not pay for what nobody means.
MEMBERS_MAX = 2000
# Beyond this a number loses digits in readers that keep numbers as doubles (RFC 7493).
NUMBER_MAX = 2**53 - 1
UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def read_body(request: Request) -> dict[str, Any]:
    """Return the JSON object of the body; an empty body is an empty object."""
    raw = receive(request)
    if not raw:
        return {}
    check_type(request)
    value = parse(raw)
    if not isinstance(value, dict):
        raise Refused("unreadable", "The body must be a JSON object.")
    strange = [{"pointer": pointer, "detail": says} for pointer, says in unstorable(value)]
    if strange:
        raise Refused("invalid", "Some values cannot be kept.", strange)
    return value


def receive(request: Request) -> bytes:
    """Read all bytes; a caller who falls silent halfway gives the thread back."""
    try:
        raw = request.get_data(cache=False)
    except ClientDisconnected as error:
        raise cut_short() from error
    # A body in chunks is cut off at werkzeug's limit without a word, so that lies one byte higher.
    if request.max_content_length is not None and len(raw) >= request.max_content_length:
        raise Refused(
            "too-large", f"A body may have {request.max_content_length - 1} bytes at most."
        )
    if request.content_length is not None and len(raw) < request.content_length:
        raise cut_short()
    return raw


def cut_short() -> Refused:
    return Refused("too-slow", "The body stopped arriving before it was complete.")


def check_type(request: Request) -> None:
    """Refuse what is not plain JSON: other types, other character sets, compressed bodies."""
    allowed = PATCH_TYPES if request.method == "PATCH" else JSON_TYPES
    if request.mimetype not in allowed:
        names = " or ".join(sorted(allowed))
        raise Refused("unsupported-content", f"The Content-Type must be {names}.")
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in {"utf-8", "utf8"}:
        raise Refused("unsupported-content", "JSON is sent as UTF-8.")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refused("unsupported-content", "Compressed bodies are not read here.")


def parse(raw: bytes) -> Any:
    """Parse JSON without repeated names, NaN, infinities, or depth beyond reason."""
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=once_each,
            parse_constant=no_constant,
            parse_float=finite,
        )
    except UnicodeDecodeError as error:
        raise Refused("unreadable", f"The body is not UTF-8 at byte {error.start}.") from error
    except json.JSONDecodeError as error:
        raise Refused(
            "unreadable",
            f"The body is not JSON: line {error.lineno}, column {error.colno}: {error.msg}.",
        ) from error
    except ValueError as error:
        raise Refused("unreadable", "The body holds a number that is too long.") from error
    except RecursionError as error:
        raise too_deep() from error
    if depth(value) > DEPTH_MAX:
        raise too_deep()
    return value


def too_deep() -> Refused:
    return Refused("unreadable", f"The body is nested deeper than {DEPTH_MAX} levels.")


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that names a member twice: readers differ on which one counts."""
    if len(pairs) > MEMBERS_MAX:
        raise Refused("unreadable", f"An object may have {MEMBERS_MAX} members at most.")
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise Refused("unreadable", f"The name {shown(name)} appears twice in one object.")
        members[name] = value
    return members


def no_constant(name: str) -> Any:
    raise Refused("unreadable", f"{name} is not JSON.")


def finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise Refused("unreadable", "The body holds a number that is too large.")
    return number


def depth(value: Any) -> int:
    """Return how many arrays and objects lie around the innermost value."""
    level = [value]
    levels = 0
    while level := [inner for outer in level for inner in members(outer)]:
        levels += 1
    return levels


def members(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def unstorable(value: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Find what no database of ours can hold: zero characters, half characters, huge numbers."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if not storable(name):
                yield pointer or "/", "A name here holds a character that cannot be kept."
            else:
                step = name.replace("~", "~0").replace("/", "~1")
                yield from unstorable(inner, f"{pointer}/{step}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from unstorable(inner, f"{pointer}/{place}")
    elif isinstance(value, str) and not storable(value):
        yield pointer, "This text holds a character that cannot be kept."
    elif isinstance(value, int) and abs(value) > NUMBER_MAX:
        yield pointer, f"A number is at most {NUMBER_MAX}."


def storable(text: str) -> bool:
    """Whether the text is without U+0000 and without halves of surrogate pairs."""
    return not UNSTORABLE.search(text)


def shown(name: str) -> str:
    """Show a caller's own word back to them, shortened and harmless."""
    return json.dumps(name[:40])
