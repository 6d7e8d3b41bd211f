"""Starts one process of one service: `python -m services.chassis.run intake`."""

from __future__ import annotations

import eventlet

eventlet.monkey_patch()

import gc  # noqa: E402
import importlib  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
from typing import Any  # noqa: E402

import structlog  # noqa: E402
from eventlet.event import Event  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402

from services.chassis.database import yield_while_waiting  # noqa: E402
from services.chassis.errors import Refusal  # noqa: E402
from services.chassis.settings import Settings  # noqa: E402
from services.chassis.watch import logs  # noqa: E402

GARBAGE_OBJECTS = 50_000

log = structlog.get_logger(__name__)


def service_class(name: str) -> type:
    """Find the class with this name in services/<name>/service.py, or in a module of its own."""
    module = importlib.import_module(
        os.environ.get("HOMEWARD_MODULE") or f"services.{name}.service"
    )
    for candidate in vars(module).values():
        if getattr(candidate, "name", None) == name and isinstance(candidate, type):
            return candidate
    raise LookupError(f"{module.__name__} has no class with the name {name}.")


def main(name: str) -> int:
    """Run until SIGTERM or SIGINT, then drain; 1 when a part of it failed."""
    settings = Settings.of(name)
    logs.configure(name, settings.process)
    logs.guard_greenthreads()
    yield_while_waiting()
    runner = ServiceRunner(config={})
    runner.add_service(service_class(name))
    stop: Event = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _once(stop))
    runner.start()
    # What is there now stays; a batch of a hundred makes some thirty thousand objects, and the
    # usual threshold of 700 would look through all of them forty times.
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_OBJECTS)
    eventlet.spawn(_watch, runner, stop)
    failed = stop.wait()
    runner.stop()
    log.info("stopped", failed=bool(failed))
    return 1 if failed else 0


def _once(stop: Event) -> None:
    # A signal handler runs in the hub's greenlet, which must not switch; so it only schedules.
    eventlet.spawn_after(0, lambda: None if stop.ready() else stop.send(None))


def _watch(runner: Any, stop: Event) -> None:
    """End the process when a loop of its own died: it comes back clean."""
    try:
        runner.wait()
    except Exception:
        log.exception("service_died")
        if not stop.ready():
            stop.send(True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except Refusal as refusal:
        sys.exit(str(refusal))
