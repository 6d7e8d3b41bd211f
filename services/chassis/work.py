"""Declares in a service's class that it does work: `work = Work()`."""

from __future__ import annotations

from nameko.extensions import DependencyProvider

from services.chassis.engine.room import EngineRoom


class Work(DependencyProvider):
    """Runs the engine room also in a service that, as yet, listens to nothing."""

    engine_room = EngineRoom()

    def start(self) -> None:
        self.engine_room.begin()

    def stop(self) -> None:
        self.engine_room.drain()
