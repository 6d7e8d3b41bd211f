"""Schemas that refuse in our own words: marshmallow's messages become JSON pointers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any

from marshmallow import (
    EXCLUDE,
    INCLUDE,
    RAISE,
    Schema,
    ValidationError,
    fields,
    missing,
    validate,
)
from marshmallow.schema import SchemaMeta

from services.chassis.errors import Invalid, Problem
from services.chassis.kept import with_unread
from services.chassis.messages import as_json

Step = tuple[str, str, Callable[..., Any]]


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
    def _init_fields(self) -> None:
        """Settle the fields, as marshmallow does anew when a nested schema is narrowed."""
        super()._init_fields()
        self._steps = _steps_of(self)

    def load(self, data: Any, **options: Any) -> Any:
        """Refuse with every problem at once, so that the sender mends them in one go.

        What is as it should be is read field by field, without marshmallow's care for errors:
        three times as fast. At the first that is not, marshmallow reads all of it, and says what
        is wrong everywhere. A schema nested in another lets marshmallow's error pass, or the
        pointer would lose the place of the outer one.
        """
        if self._steps is not None and data.__class__ is dict and not any(options.values()):
            read = self._read(data, self._steps)
            if read is not None:
                return read
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

    def _read(self, data: dict[str, Any], steps: list[Step]) -> dict[str, Any] | None:
        """Return what all fields made of it, or nothing as soon as one refuses."""
        read: dict[str, Any] = {}
        token = _inside.set(True)
        try:
            for key, attribute, deserialize in steps:
                value = deserialize(data.get(key, missing), key, data)
                if value is not missing:
                    read[attribute] = value
        except ValidationError:
            return None
        finally:
            _inside.reset(token)
        if self.unknown != EXCLUDE and not data.keys() <= {key for key, _, _ in steps}:
            return None
        return read


def _steps_of(schema: Schema) -> list[Step] | None:
    """Where each field is found, what it becomes and how; nothing if there is more to it."""
    whole = schema.many or schema.partial is not None or schema.unknown == INCLUDE
    if whole or any(schema._hooks.values()):  # noqa: SLF001 - no public name says if there are
        return None
    steps = [
        (name if field.data_key is None else field.data_key, field.attribute or name, field)
        for name, field in schema.load_fields.items()
    ]
    if any("." in attribute for _, attribute, _ in steps):
        return None
    return [(key, attribute, _quickest(field)) for key, attribute, field in steps]


def _quickest(field: Any) -> Callable[..., Any]:
    """Return `field.deserialize`, with nothing between it and the checks of a plain text."""
    slow: Callable[..., Any] = field.deserialize
    checks = field.validators
    plain = not (field.pre_load or field.post_load)

    def text(value: Any, key: str, data: Any) -> Any:
        if value.__class__ is not str:
            return slow(value, key, data)
        for check in checks:
            check(value)
        return value

    def texts(value: Any, key: str, data: Any) -> Any:
        if value.__class__ is not list:
            return slow(value, key, data)
        read = [each(one, key, data) for one in value]
        for check in checks:
            check(read)
        return read

    if type(field) is fields.String and plain:
        return text
    if type(field) is fields.List and type(field.inner) is fields.String and plain:
        each = _quickest(field.inner)
        return texts
    return slow


def understood(schema: Schema, kept: Any) -> Any:
    """Return what a schema knows of JSON that we ourselves have kept, and a newer program may have.

    A caller's unknown field is a mistake; one of our own is only newer (docs/decisions/0022).
    """
    if not isinstance(kept, dict):
        return kept
    known = {field.data_key or name: field for name, field in schema.load_fields.items()}
    return {name: _inside_of(known[name], item) for name, item in kept.items() if name in known}


def read_back(schema: Schema, kept: dict[str, Any]) -> Any:
    """Load what was kept, as far as the schema knows it."""
    return schema.load(understood(schema, kept))


def kept_again(schema: Schema, kept: dict[str, Any], now: Any) -> dict[str, Any]:
    """Return what to keep now, with what the schema does not know of what was kept before."""
    said: dict[str, Any] = with_unread(kept, understood(schema, kept), as_json(now))
    return said


def revised(
    schema: Schema, kept: dict[str, Any], merged: Callable[..., Any], patch: Mapping[str, Any]
) -> dict[str, Any]:
    """Check what was kept with a patch merged in; an unknown field is the patch's mistake."""
    return kept_again(schema, kept, schema.load(merged(understood(schema, kept), patch)))


def _inside_of(field: Any, item: Any) -> Any:
    if isinstance(field, fields.Nested):
        return understood(field.schema, item)
    if isinstance(field, fields.List) and isinstance(item, list):
        return [_inside_of(field.inner, one) for one in item]
    return item


class Reader(_Refusing):
    """What we need of a message that another party owns; the rest is ignored."""

    class Meta:
        unknown = EXCLUDE


class Command(_Refusing):
    """What a caller asks of us; an unknown field is a mistake that we point at."""

    class Meta:
        unknown = RAISE


class Page(Command):
    """How much of a list, and after which row."""

    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    after = fields.String(load_default=None, allow_none=True)


class View(Schema, metaclass=_BuiltOnce):
    """What we show."""
