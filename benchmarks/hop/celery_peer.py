"""Celery: a task with acks_late on a quorum queue, marshmallow and the ORM.

As its documentation asks for reliable work: acks_late, reject_on_worker_lost, publisher confirms,
a quorum queue, no results kept. One worker process.
"""

from __future__ import annotations

import json
import os
import sys

from celery import Celery
from celery.signals import worker_process_init
from kombu import Exchange, Queue
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from benchmarks.hop import work
from benchmarks.hop.peer_schemas import FACT, handle

PLACE = work.Place.of_environment()
engine = create_engine(PLACE.database.replace("postgresql://", "postgresql+psycopg2://"))
sessions = sessionmaker(engine, expire_on_commit=False)

app = Celery("bench", broker=PLACE.amqp)
app.conf.update(
    task_queues=[
        Queue(
            PLACE.queue,
            Exchange(work.EXCHANGE, type="topic", durable=True),
            routing_key=work.ROUTING_KEY,
            queue_arguments=work.QUEUE_ARGUMENTS,
        )
    ],
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_detect_quorum_queues=True,
    worker_prefetch_multiplier=int(os.environ.get("BENCH_PREFETCH", "100")),
    worker_send_task_events=False,
    broker_transport_options={"confirm_publish": True},
    broker_connection_retry_on_startup=True,
    worker_hijack_root_logger=False,
)


@worker_process_init.connect
def forget_parents_connections(**_: object) -> None:
    """After a fork, as SQLAlchemy's documentation asks."""
    engine.dispose(close=False)


@app.task(name="bench.on_movement_booked", acks_late=True)
def on_movement_booked(text: str) -> None:
    fact = FACT.load(json.loads(text))
    with sessions.begin() as session:
        handle(session, PLACE.queue, fact)


if __name__ == "__main__":
    pool = os.environ.get("BENCH_POOL", "solo")
    words = ["worker", "--loglevel=WARNING", f"--pool={pool}", "--concurrency=1"]
    sys.exit(
        app.worker_main([*words, "--without-gossip", "--without-mingle", "--without-heartbeat"])
    )
