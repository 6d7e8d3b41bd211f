"""Schemas that refuse in our own words: marshmallow's messages become JSON pointers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, ValidationError
from marshmallow.schema import SchemaMeta

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


_inside: ContextVar[bool] = ContextVar("_inside", default=False)


class _BuiltOnce(SchemaMeta):
    """`X()` is built once and given again: it copies every field, which takes as long as loading.

    Loading and dumping change nothing in a schema, so that threads may share it.
    """

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Return the one plain instance; one with options is made anew."""
        if args or options:
            return super().__call__(*args, **options)
        if "_plain" not in self.__dict__:
            self._plain = super().__call__()
        return self._plain


class _Refusing(Schema, metaclass=_BuiltOnce):
    def load(self, data: Any, **options: Any) -> Any:
        """Refuse with every problem at once, so that the sender mends them in one go.

        A schema nested in another lets marshmallow's error pass, or the pointer would lose the
        place of the outer one.
        """
        if _inside.get():
            return super().load(data, **options)
        token = _inside.set(True)
        try:
            return super().load(data, **options)
        except ValidationError as error:
            errors = list(pointers(error.messages))
            places = ", ".join(sorted({problem["pointer"] for problem in errors}))
            raise Invalid("invalid", f"Not accepted as sent; see {places}.", errors) from error
        finally:
            _inside.reset(token)


class Reader(_Refusing):
    """What we need of a message that another party owns; the rest is ignored."""

    class Meta:
        unknown = EXCLUDE


class Command(_Refusing):
    """What a caller asks of us; an unknown field is a mistake that we point at."""

    class Meta:
        unknown = RAISE


class View(Schema, metaclass=_BuiltOnce):
    """What we show."""
