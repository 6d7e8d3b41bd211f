"""What may be written down for operators: values of technical shape, and errors without theirs."""

from __future__ import annotations

import os
import re
import traceback
from collections.abc import Iterable, Mapping
from typing import Any

from services.chassis.errors import Refusal

MASK = "***"
TEXT_LENGTH_MAX = 200
CAUSES_MAX = 5
FRAMES_MAX = 25

# Values under these keys are about people or are secrets, whatever their shape.
_PERSONAL = """
    address authorization birth birth_date birthdate body content data date_of_birth document
    document_number dsn email fact family_name first_name given_names headers identity_number
    last_name message name names nationality number passport password payload person phone
    receiver record row secret sex surname token uri url value values
"""
PERSONAL = frozenset(_PERSONAL.split())

# No sign both parts two words and stands in one: a hostile text would be tried for years.
SHAPES = re.compile(
    r"""
    [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}       # a UUID
    | [a-z][a-z0-9\#*]*([_.:/-][a-z0-9\#*]+)*       # a code, a queue, a routing key, a scope
    | [A-Z]{2}-\d{4}-\d{6}-\d                       # a reference with its check digit
    | (?=[0-9]*[a-f])[0-9a-f]{8,64}                 # a trace, a hash, a version; not a number
    | \d{1,6}                                       # a count or a port
    | \d+(\.\d+){1,3}(:\d+)?                        # a quantity, an address of the network
    | \d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)?     # an instant; a bare date may be a birth date
    """,
    re.VERBOSE | re.ASCII,
)
# Under these keys stands the name of a class of errors; elsewhere such a word may be a name.
OF_ERRORS = frozenset(["error", "cause"])
ERROR_NAME = re.compile(r"[A-Z][A-Za-z]{2,60}", re.ASCII)


class Vouched(str):
    """A text of which its author vouches that it holds nothing about a person."""

    __slots__ = ()


def shown(value: Any) -> Any:
    """Return a value as it may be written down: itself if its shape is technical, or a mask."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Vouched):
        return str(value)
    if isinstance(value, str):
        fits = len(value) <= TEXT_LENGTH_MAX and SHAPES.fullmatch(value)
        return str(value) if fits else MASK
    if isinstance(value, BaseException):
        return kind_of(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [shown(item) for item in list(value)[:20]]
    return MASK


def shown_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields as they may be written down; personal keys are masked whatever they hold."""
    return {key: _shown_under(key, value) for key, value in fields.items()}


def _shown_under(key: str, value: Any) -> Any:
    if key in PERSONAL:
        return MASK
    if key in OF_ERRORS and isinstance(value, str) and ERROR_NAME.fullmatch(value):
        return str(value)
    return shown(value)


def shown_text(template: str, values: Any = ()) -> str:
    """Fill a %-template with values as they may be written down."""
    if not values:
        return template
    if isinstance(values, Mapping):
        filling: Any = shown_fields(values)
    else:
        filling = tuple(shown(value) for value in values)
    try:
        return str(template % filling)
    except (TypeError, ValueError, KeyError):
        # A masked value does not fit %d; then the template says enough.
        return template


def kind_of(error: BaseException) -> str:
    """Name an error: its type, and for a refusal its code."""
    kind = type(error).__qualname__
    return f"{kind} {error.code}" if isinstance(error, Refusal) else kind


def reason_of(error: BaseException) -> str:
    """Say what went wrong without the values that were in hand.

    Messages are kept where no value can be in them: of the network and of the broker. PostgreSQL
    quotes rows, so only its code and the names of constraint, table and column are kept.
    """
    original: Any = getattr(error, "orig", None) or error
    code = getattr(original, "pgcode", None)
    if code:
        names = (
            getattr(original.diag, part, None)
            for part in ("constraint_name", "table_name", "column_name")
        )
        return " ".join([type(original).__name__, code, *(name for name in names if name)])
    if isinstance(original, OSError) and original.errno is not None:
        return f"{type(original).__name__}: {os.strerror(original.errno)}"
    origin = type(original).__module__.partition(".")[0]
    lines = str(original).splitlines()
    if origin in {"amqp", "kombu"} or (origin == "psycopg2" and "connection" in str(original)):
        return f"{type(original).__name__}: {lines[0][:TEXT_LENGTH_MAX]}" if lines else origin
    return kind_of(error)


def frames_of(error: BaseException) -> list[str]:
    """Return where it happened, outermost first: file, line and function, and no values."""
    found = traceback.extract_tb(error.__traceback__)[-FRAMES_MAX:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in found]


def chain_of(error: BaseException) -> Iterable[BaseException]:
    """Return the error and what caused it, latest first."""
    at: BaseException | None = error
    for _ in range(CAUSES_MAX):
        if at is None:
            return
        yield at
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)


def told(error: BaseException) -> str:
    """Tell an error as a traceback does, fit to be stored: types, places and no values."""
    parts = [
        "\n".join([reason_of(link), *(f"  {frame}" for frame in reversed(frames_of(link)))])
        for link in chain_of(error)
    ]
    return "\ncaused by ".join(parts)


def _short(filename: str) -> str:
    """Keep the last three parts of a path: which machine's folder it was tells nobody anything."""
    return "/".join(filename.replace(os.sep, "/").split("/")[-3:])
