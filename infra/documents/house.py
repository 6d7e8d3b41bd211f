"""What the services say of themselves: their facts, what they hear and answer, their machines."""

from __future__ import annotations

import copy
import importlib
import inspect
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, get_type_hints

from services.chassis.machine import Machine
from services.chassis.messages import Event
from services.chassis.wire.delivery import Subscription

ROOT = Path(__file__).resolve().parents[2]
CHASSIS = "chassis"
SAMPLES = ROOT / "tests" / "contract" / "samples"


@dataclass(frozen=True)
class Fact:
    """An event as its owner declares it."""

    owner: str
    kind: type[Event]

    @property
    def key(self) -> str:
        return f"{self.kind.name}.v{self.kind.version}"

    @property
    def type(self) -> str:
        return f"{self.owner}.{self.key}"

    @property
    def sample(self) -> Path:
        return SAMPLES / self.owner / f"{self.key}.json"

    @property
    def types(self) -> dict[str, Any]:
        """The type of each field, in the order of the class."""
        hints = get_type_hints(self.kind)
        return {field.name: hints[field.name] for field in fields(self.kind)}

    @property
    def meaning(self) -> str:
        """The first sentence of the class's docstring."""
        return (inspect.getdoc(self.kind) or "").split("\n\n")[0].replace("\n", " ")


@dataclass(frozen=True)
class Entry:
    """A method of a service that is called from outside: its decorator and where it stands."""

    service: str
    method: str
    kind: str
    extension: Any
    home: type

    @property
    def fact(self) -> tuple[str, str]:
        """Owner and key of the fact that an event handler hears."""
        return self.extension.owner, self.extension.event

    @property
    def scope(self) -> str:
        """What the caller of an RPC must hold."""
        return str(self.extension.scope.format(service=self.service))


@dataclass(frozen=True)
class Named:
    """A machine and where it stands."""

    service: str
    subject: str
    machine: Machine
    file: str


@cache
def services() -> tuple[str, ...]:
    """Every folder that holds a service."""
    found = (ROOT / "services").glob("*/service.py")
    return tuple(sorted(path.parent.name for path in found))


@cache
def facts() -> tuple[Fact, ...]:
    """Every fact of every service, in the order of the files."""
    found = []
    for owner in services():
        events = _module(f"services.{owner}.events")
        found += [Fact(owner, kind) for kind in _events_of(events)]
    return tuple(found)


@cache
def entries() -> tuple[Entry, ...]:
    """Every entrypoint of every service, those that a later subject hides included."""
    return tuple(entry for service in services() for entry in _entries_of(service))


def hears(service: str) -> tuple[Entry, ...]:
    """The facts that a service listens to."""
    return tuple(
        entry for entry in entries() if entry.service == service and entry.kind == "EventHandler"
    )


def readers(fact: Fact) -> tuple[str, ...]:
    """The services that listen to a fact."""
    return tuple(
        service
        for service in services()
        if any(entry.fact == (fact.owner, fact.key) for entry in hears(service))
    )


def subscription(entry: Entry) -> Subscription:
    """What the entrypoint would tell the engine room at the start: its queue and binding."""
    told: list[Subscription] = []
    extension = copy.copy(entry.extension)
    extension.container = SimpleNamespace(service_name=entry.service)
    extension.engine_room = SimpleNamespace(subscribe=told.append)
    extension.method_name = entry.method
    extension.setup()
    return told[0]


@cache
def machines() -> tuple[Named, ...]:
    """Every state machine of every service, and those that each of them has from the chassis."""
    found = []
    for service in services():
        for path in sorted((ROOT / "services" / service).glob("*/model.py")):
            found += _machines_in(service, path.parent.name, path)
    for path in sorted((ROOT / "services" / CHASSIS).rglob("*.py")):
        if " = Machine(" in path.read_text():
            found += _machines_in(CHASSIS, f"{path.parent.name} {path.stem}", path)
    return tuple(found)


def _machines_in(service: str, subject: str, path: Path) -> Iterator[Named]:
    source, file = path.read_text(), path.relative_to(ROOT)
    for name, value in vars(_module(".".join(file.with_suffix("").parts))).items():
        # Others import it; it stands where it is made.
        if isinstance(value, Machine) and f"\n{name} = Machine(" in source:
            yield Named(service, subject, value, str(file))


def service_class(service: str) -> type:
    """The class that joins a service's subjects."""
    module = _module(f"services.{service}.service")
    return next(
        value
        for value in vars(module).values()
        if isinstance(value, type) and getattr(value, "name", None) == service
    )


def _module(name: str) -> ModuleType:
    with warnings.catch_warnings():
        # Eventlet's notice about itself is known (docs/decisions/0006).
        warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
        return importlib.import_module(name)


def _events_of(module: ModuleType) -> Iterator[type[Event]]:
    for value in vars(module).values():
        if (
            isinstance(value, type)
            and issubclass(value, Event)
            and "name" in vars(value)
            and value.__module__.startswith(module.__name__)
        ):
            yield value


def _entries_of(service: str) -> Iterator[Entry]:
    for home in service_class(service).__mro__:
        for method, function in vars(home).items():
            for extension in getattr(function, "nameko_entrypoints", ()):
                yield Entry(service, method, type(extension).__name__, extension, home)
