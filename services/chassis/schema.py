"""Schemas that refuse in our own words: marshmallow's messages become JSON pointers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError

from services.chassis.errors import Invalid, Problem


def pointers(messages: Any, path: str = "") -> Iterator[Problem]:
    """Flatten marshmallow's nested messages into one problem per place."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            step = "" if key == "_schema" else f"/{str(key).replace('~', '~0').replace('/', '~1')}"
            yield from pointers(inner, path + step)
    elif isinstance(messages, list | tuple):
        for message in messages:
            if isinstance(message, str):
                yield Problem(pointer=path or "/", detail=message)
            else:
                yield from pointers(message, path)
    else:
        yield Problem(pointer=path or "/", detail=str(messages))


class _Refusing(Schema):
    def handle_error(self, error: ValidationError, data: Any, **_: Any) -> None:  # noqa: ARG002
        """Refuse with every problem at once, so that the sender mends them in one go."""
        errors = list(pointers(error.messages))
        places = ", ".join(sorted({problem["pointer"] for problem in errors}))
        raise Invalid("invalid", f"Not accepted as sent; see {places}.", errors) from error


class Reader(_Refusing):
    """What we need of a message that another party owns; the rest is ignored."""

    class Meta:
        unknown = EXCLUDE


class Command(_Refusing):
    """What a caller asks of us; an unknown field is a mistake that we point at."""

    class Meta:
        unknown = RAISE


class View(Schema):
    """What we show."""
