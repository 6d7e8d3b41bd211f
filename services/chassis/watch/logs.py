"""Logs: one JSON line per event on standard output, with its thread of work and without people."""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from contextvars import ContextVar
from types import MappingProxyType, TracebackType
from typing import Any, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict

from services.chassis.errors import Refusal
from services.chassis.watch import disclosure
from services.chassis.watch.disclosure import Vouched

__all__ = ["Vouched", "bound", "clear", "configure", "guard_greenthreads"]

OURS = ("services", "gateway", "infra", "__main__")
# What libraries say below this is about their inner life.
FOREIGN_LEVEL = logging.WARNING
# What reads files of others would tell what stands in them.
TELLTALES = ("pypdf",)
WARNING = re.compile(r".*?:\d+: \w+")

# One variable for the whole thread of work: structlog has one for each of its words.
_thread: ContextVar[Mapping[str, str]] = ContextVar("_thread", default=MappingProxyType({}))

log = logging.getLogger(__name__)


class bound:  # noqa: N801 - it reads as what it does: `with bound(correlation_id=…):`
    """Binds the thread of work to every line written within the block, in this greenthread.

    It is done for each message: 1 µs, where structlog's own takes 14.
    """

    def __init__(self, **thread: str) -> None:
        self._bound = thread

    def __enter__(self) -> None:
        self._token = _thread.set({**_thread.get(), **self._bound})

    def __exit__(self, *_: object) -> None:
        _thread.reset(self._token)


def clear() -> None:
    """Forget the thread of work."""
    _thread.set({})


def _with_thread(_: Any, __: str, event: EventDict) -> EventDict:
    return {**_thread.get(), **event}


def configure(service: str, process: str, *, level: str = "INFO", to: TextIO | None = None) -> None:
    """Make every logger of this program, ours and those of libraries, write such lines."""
    handler = logging.StreamHandler(to or sys.stdout)
    handler.setFormatter(_formatter(service, process))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(FOREIGN_LEVEL)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in TELLTALES:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    # A line that cannot be written must not be repeated, values and all, on standard error.
    logging.raiseExceptions = False
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            _with_thread,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            *_rendering(service, process),
            _Written(handler),
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    sys.excepthook = _crashed
    threading.excepthook = lambda crash: _crashed(
        crash.exc_type, crash.exc_value, crash.exc_traceback
    )


def guard_greenthreads() -> None:
    """Have eventlet's hub log what escapes a greenthread, where it would print its message."""
    from eventlet.hubs import get_hub  # noqa: PLC0415 - the gateway logs and has no hub

    hub = get_hub()
    hub.squelch_generic_exception = lambda crash: _crashed(*crash)
    hub.squelch_timer_exception = lambda _, crash: _crashed(*crash)


def _formatter(service: str, process: str) -> ProcessorFormatter:
    return ProcessorFormatter(
        foreign_pre_chain=[
            _foreign,
            _with_thread,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
        ],
        processors=[ProcessorFormatter.remove_processors_meta, *_rendering(service, process)],
        use_get_message=False,
        pass_foreign_args=True,
    )


def _rendering(service: str, process: str) -> list[Any]:
    return [
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        _Line(service, process),
        structlog.processors.JSONRenderer(),
    ]


class _Written:
    """Writes a line of ours as it is: the library's way makes two records of it, 100 µs a line."""

    def __init__(self, handler: logging.StreamHandler[TextIO]) -> None:
        self._handler = handler

    def __call__(self, _: Any, __: str, line: Any) -> EventDict:
        # A line that cannot be written stops nobody.
        with self._handler.lock or nullcontext(), suppress(OSError, ValueError):
            self._handler.stream.write(f"{line}\n")
            self._handler.flush()
        raise structlog.DropEvent


def _foreign(_: Any, __: str, event: EventDict) -> EventDict:
    """Fill the template of a standard log record with what of its values may be shown."""
    text, values = event["event"], event.pop("positional_args", ())
    if event["_record"].name == "py.warnings":
        # Python hands over a whole text here: keep the place and the category, not the message.
        place = WARNING.match(text)
        text = place.group() if place else "a warning"
    event["event"] = disclosure.shown_text(text, values)
    return event


class _Line:
    """Puts the parts of a line in order, masks what may not be shown, and tells errors safely."""

    def __init__(self, service: str, process: str) -> None:
        self._constant = {"service": service, "process": process}

    def __call__(self, _: Any, __: str, event: EventDict) -> EventDict:
        trusted = {key: event.pop(key, "") for key in ("time", "level", "logger", "event")}
        error = _error_of(event.pop("exc_info", None))
        event.pop("stack_info", None)
        line = {
            "time": trusted["time"],
            "level": trusted["level"],
            **self._constant,
            "event": str(trusted["event"]),
            **disclosure.shown_fields(event),
            "logger": trusted["logger"],
        }
        if error is not None:
            line |= _told(error)
        return line


def _error_of(said: Any) -> BaseException | None:
    """Find the error in what `exc_info` may be: itself, a triple, or "the present one"."""
    if isinstance(said, BaseException):
        return said
    if isinstance(said, tuple):
        found = said[1]
        return found if isinstance(found, BaseException) else None
    return sys.exc_info()[1] if said else None


def _told(error: BaseException) -> Mapping[str, Any]:
    causes = [disclosure.reason_of(link) for link in disclosure.chain_of(error)]
    return {
        "error": causes[0],
        "error_causes": causes[1:],
        "error_frames": disclosure.frames_of(error),
    }


def _crashed(
    kind: type[BaseException], error: BaseException | None, _: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    # A refusal that ends the process is about its settings, keys or rules, never about a person.
    said = Vouched(error) if isinstance(error, Refusal) else Vouched(kind.__name__)
    log.critical("crashed: %s", said, exc_info=error or True)
