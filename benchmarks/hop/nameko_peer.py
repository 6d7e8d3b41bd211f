"""Stock nameko: its own consumer on a quorum queue, marshmallow and the ORM; no chassis.

The commit stands in the handler: nameko acknowledges before `worker_result` (bus.md 1).
"""

from __future__ import annotations

import eventlet

eventlet.monkey_patch()

from typing import Any  # noqa: E402

import psycopg2.extensions  # noqa: E402
from kombu import Exchange, Queue  # noqa: E402
from nameko.extensions import DependencyProvider  # noqa: E402
from nameko.messaging import consume  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402
from sqlalchemy import create_engine  # noqa: E402
from sqlalchemy.orm import Session, sessionmaker  # noqa: E402

from benchmarks.hop import work  # noqa: E402
from benchmarks.hop.nameko_wait import wait  # noqa: E402
from benchmarks.hop.peer_schemas import FACT, handle  # noqa: E402

PLACE = work.Place.of_environment()
QUEUE = Queue(
    PLACE.queue,
    Exchange(work.EXCHANGE, type="topic", durable=True),
    routing_key=work.ROUTING_KEY,
    durable=True,
    queue_arguments=work.QUEUE_ARGUMENTS,
)


class Sessions(DependencyProvider):
    """A session for each worker."""

    def setup(self) -> None:
        uri = PLACE.database.replace("postgresql://", "postgresql+psycopg2://")
        self._sessions = sessionmaker(create_engine(uri, pool_size=10), expire_on_commit=False)
        self._open: dict[Any, Session] = {}

    def get_dependency(self, worker_ctx: Any) -> Session:
        self._open[worker_ctx] = self._sessions()
        return self._open[worker_ctx]

    def worker_teardown(self, worker_ctx: Any) -> None:
        self._open.pop(worker_ctx).close()


class Hearer:
    """Hears of bookings."""

    name = "hearer"
    session = Sessions()

    @consume(QUEUE)
    def on_movement_booked(self, body: Any) -> None:
        fact = FACT.load(body)
        with self.session.begin():
            handle(self.session, PLACE.queue, fact)


if __name__ == "__main__":
    psycopg2.extensions.set_wait_callback(wait)
    runner = ServiceRunner({"AMQP_URI": PLACE.amqp, "max_workers": 10, "serializer": "json"})
    runner.add_service(Hearer)
    runner.start()
    runner.wait()
