"""The engine room of a process: every connection and loop, started together, drained together."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from typing import Any

import structlog
from eventlet.event import Event
from nameko.extensions import SharedExtension

from services.chassis.audit import anchors
from services.chassis.engine.desk import Desk, Work
from services.chassis.engine.linker import Linker
from services.chassis.engine.listener import Listener
from services.chassis.engine.relay import Relay
from services.chassis.engine.server import Methods, RpcServer
from services.chassis.engine.timer import REMINDER_QUEUE, Timer
from services.chassis.errors import Invalid
from services.chassis.frame import Frame, frame_of
from services.chassis.rules import rulebook
from services.chassis.watch.ops import OpsApp, OpsServer
from services.chassis.wire.delivery import Delivery, Received, Subscription, read_fact
from services.chassis.wire.topology import DEAD_LETTERED, dead_letter_queue

log = structlog.get_logger(__name__)


class EngineRoom(SharedExtension):
    """Shared by all entrypoints of one service; they register, it runs."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._subscriptions: dict[str, Subscription] = {}
        self._methods: Methods = {}
        self._reminders: dict[str, str] = {}
        self._loops: list[tuple[Any, Event]] = []
        self._last: list[tuple[Any, Event]] = []
        self._begun = self._drained = False

    @cached_property
    def frame(self) -> Frame:
        return frame_of(self.container.service_name)

    @cached_property
    def _service(self) -> Any:
        return self.container.service_cls()

    def subscribe(self, subscription: Subscription) -> None:
        self._subscriptions[subscription.queue] = subscription

    def answer(self, method: str, scope: str) -> None:
        self._methods[method] = (scope, getattr(self._service, method))

    def on_reminder(self, name: str, method: str) -> None:
        self._reminders[name] = method

    def begin(self) -> None:
        """Start everything once all entrypoints have registered."""
        if self._begun:
            return
        self._begun = True
        with self.frame.session() as session:
            rulebook.load_all(session, self.frame.service)
            if anchors.DUE in self._reminders:
                anchors.ensure_anchor(session, self.frame.clock.now())
        # A service of business says who may see what, or does not start.
        need_to_know = getattr(self._service, "need_to_know", None)
        methods = need_to_know.guarding(self._methods) if need_to_know else self._methods
        desk = Desk(self.frame, self._prepare)
        brokers = ["internal"]
        if self.frame.settings.partner_desk_amqp_uri:
            brokers.append("partners")
        self._last = [self._spawn(Relay(self.frame, broker)) for broker in brokers]
        self._last.append(self._spawn(Linker(self.frame)))
        for broker in brokers:
            mine = self._subscriptions_at(broker)
            spawn = self.container.spawn_managed_thread
            if mine:
                self._loops.append(self._spawn(Listener(self.frame, broker, mine, desk, spawn)))
        self._loops.append(self._spawn(RpcServer(self.frame, methods)))
        self._loops.append(self._spawn(Timer(self.frame, desk)))
        settings = self.frame.settings
        app = OpsApp(self.frame.metrics.registry, self.frame.readiness)
        self._ops = OpsServer(app, settings.metrics_port, settings.metrics_host)
        log.info("begun", queues=len(self._subscriptions), methods=len(self._methods))

    def drain(self) -> None:
        """Take nothing new, finish and acknowledge what is held, then send and link the rest."""
        if self._drained:
            return
        self._drained = True
        for group in (self._loops, self._last):
            for loop, _ in group:
                loop.stop()
            for _, ended in group:
                ended.wait()
        self._ops.stop()
        log.info("drained")

    def _spawn(self, loop: Any) -> tuple[Any, Event]:
        ended = Event()

        def run() -> None:
            try:
                loop.run()
            finally:
                ended.send()

        # A loop that fails for a reason of its own ends the process; it is started again clean.
        self.container.spawn_managed_thread(run, identifier=type(loop).__name__)
        return loop, ended

    def _subscriptions_at(self, broker: str) -> list[Subscription]:
        """What is read there, and with it what that broker gave up on."""
        mine = [each for each in self._subscriptions.values() if each.broker == broker]
        if not mine and broker != "internal":
            return []
        dead = dead_letter_queue(self.frame.service)
        return [*mine, Subscription(dead, broker, "dead-letters", dead, "", dead=True)]

    def _prepare(self, delivery: Delivery) -> Work:
        """Find the method for a delivery, and read what it will be given."""
        if delivery.headers.get(DEAD_LETTERED):
            raise Invalid("delivery-limit", "It was delivered too often without being handled.")
        kind, _, name = delivery.queue.partition(".")
        if kind == REMINDER_QUEUE:
            return self._prepare_reminder(delivery, name)
        subscription = self._subscriptions.get(delivery.queue)
        if subscription is None:
            raise Invalid("no-handler", f"Nothing here handles {delivery.queue} any more.")
        method: Callable[..., None] = getattr(self._service, subscription.method)
        if subscription.raw:
            received = Received(
                delivery.body, delivery.headers, delivery.properties, delivery.routing_key
            )
            return Work(delivery, lambda unit: method(unit, received), subscription.queue, None)
        message, fact = read_fact(delivery)
        return Work(delivery, lambda unit: method(unit, fact), message.type, message)

    def _prepare_reminder(self, delivery: Delivery, name: str) -> Work:
        if name not in self._reminders:
            raise Invalid("no-handler", f"Nothing here handles the reminder {name} any more.")
        method: Callable[..., None] = getattr(self._service, self._reminders[name])
        ids = json.loads(delivery.body)["ids"]
        return Work(delivery, lambda unit: method(unit, **ids), f"reminder.{name}", None)
