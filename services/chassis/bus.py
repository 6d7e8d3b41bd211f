"""The decorators by which a service says what it listens to and what it answers.

They are nameko entrypoints in name and life-cycle. What happens to a message is ours (bus.md):
stock nameko acknowledges what failed, and commits after it has acknowledged.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from nameko.extensions import Entrypoint

from services.chassis.engine.room import EngineRoom
from services.chassis.wire.delivery import Received, Subscription

__all__ = ["Received", "event_handler", "raw_handler", "reminder", "rpc"]


Method = TypeVar("Method", bound=Callable[..., Any])


class _Entrypoint(Entrypoint):
    """Registers with the engine room, which owns every connection of the process."""

    engine_room = EngineRoom()

    def start(self) -> None:
        self.engine_room.begin()

    def stop(self) -> None:
        self.engine_room.drain()


class EventHandler(_Entrypoint):
    """Hears a fact of another service: `@event_handler("travel", "movement_booked.v1")`."""

    def __init__(self, owner: str, event: str, **options: Any) -> None:
        super().__init__(**options)
        self.owner, self.event = owner, event

    def setup(self) -> None:
        self.engine_room.subscribe(
            Subscription(
                # The name is ours and stable; nameko's contains the method's name (bus.md 1).
                queue=f"{self.container.service_name}.{self.owner}.{self.event}",
                broker="internal",
                exchange=f"{self.owner}.events",
                routing_key=self.event,
                method=self.method_name,
            )
        )


class RawHandler(_Entrypoint):
    """Hears another organisation on a queue of ours; the method recognises repeats itself."""

    def __init__(
        self, *, broker: str, queue: str, exchange: str, routing_key: str, **options: Any
    ) -> None:
        super().__init__(**options)
        self.where = (queue, broker, exchange, routing_key)

    def setup(self) -> None:
        self.engine_room.subscribe(Subscription(*self.where, method=self.method_name, raw=True))


class Rpc(_Entrypoint):
    """Answers the gateway, to callers with the scope: `@rpc("travel:movements:read")`."""

    def __init__(self, scope: str, **options: Any) -> None:
        super().__init__(**options)
        self.scope = scope

    def setup(self) -> None:
        scope = self.scope.format(service=self.container.service_name)
        self.engine_room.answer(self.method_name, scope)


class Reminder(_Entrypoint):
    """Is called when a reminder of this name is due: `@reminder("offers_due")`."""

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(**options)
        self.name = name

    def setup(self) -> None:
        self.engine_room.on_reminder(self.name, self.method_name)


event_handler: Callable[..., Callable[[Method], Method]] = EventHandler.decorator
raw_handler: Callable[..., Callable[[Method], Method]] = RawHandler.decorator
rpc: Callable[..., Callable[[Method], Method]] = Rpc.decorator
reminder: Callable[..., Callable[[Method], Method]] = Reminder.decorator
