"""FastStream: pydantic reads the message, SQLAlchemy's async ORM writes the rows.

As its documentation shows: a subscriber with a typed body, a session per message, acknowledged
when the handler returned, rejected when it raised. Messages overlap up to the prefetch.
"""

from __future__ import annotations

import asyncio
import os
import uuid
from datetime import date
from typing import Annotated, Any, Literal

from faststream import AckPolicy, FastStream
from faststream.rabbit import Channel, ExchangeType, RabbitBroker, RabbitExchange, RabbitQueue
from faststream.rabbit.schemas.queue import QueueType
from pydantic import AwareDatetime, BaseModel, Field
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from benchmarks.hop import work
from benchmarks.hop.peer_tables import Journey, Mark, Outgoing

PREFETCH = int(os.environ.get("BENCH_PREFETCH", "20"))
PLACE = work.Place.of_environment()


class Booked(BaseModel):
    """What the hearer needs of a booking."""

    movement_id: str
    case_ref: str
    person_ids: Annotated[list[str], Field(min_length=1)]
    booking_reference: Annotated[str, Field(min_length=5, max_length=12)]
    agent: str
    departs_at: AwareDatetime
    departs_on: date
    destination_airport: Annotated[str, Field(min_length=3, max_length=3)]


class Fact(BaseModel):
    """The envelope."""

    specversion: Literal["1.0"]
    id: str
    type: Literal["teller.movement_booked.v1"]
    time: AwareDatetime
    subject: str
    correlationid: str
    traceparent: str
    data: Booked


engine = create_async_engine(
    PLACE.database.replace("postgresql://", "postgresql+asyncpg://"),
    pool_size=PREFETCH,
    max_overflow=0,
)
sessions = async_sessionmaker(engine, expire_on_commit=False)
broker = RabbitBroker(PLACE.amqp, default_channel=Channel(prefetch_count=PREFETCH), logger=None)
app = FastStream(broker)


@broker.subscriber(
    RabbitQueue(
        PLACE.queue,
        queue_type=QueueType.QUORUM,
        durable=True,
        routing_key=work.ROUTING_KEY,
        arguments={"x-delivery-limit": 10},
    ),
    RabbitExchange(work.EXCHANGE, type=ExchangeType.TOPIC, durable=True),
    ack_policy=AckPolicy.NACK_ON_ERROR,
)
async def on_movement_booked(fact: Fact) -> None:
    async with sessions.begin() as session:
        if await is_new(session, fact):
            note(session, fact)


async def is_new(session: AsyncSession, fact: Fact) -> bool:
    month = date.fromisoformat(work.month_of(fact.time))
    mark = {"queue": PLACE.queue, "message_id": fact.id, "fact_month": month}
    query = insert(Mark).values(mark).on_conflict_do_nothing().returning(Mark.message_id)
    return (await session.scalar(query)) is not None


def note(session: AsyncSession, fact: Fact) -> None:
    booked, id_ = fact.data, str(uuid.uuid4())
    content: dict[str, Any] = booked.model_dump(exclude={"person_ids"})
    session.add(Journey(travellers=len(booked.person_ids), version=1, **content))
    cause = {"id": fact.id, "correlationid": fact.correlationid, "traceparent": fact.traceparent}
    session.add(
        Outgoing(
            message_id=id_,
            broker="internal",
            exchange="hearer.events",
            routing_key="journey_noted.v1",
            body=work.an_answer(id_, cause, booked.movement_id, booked.case_ref).encode(),
        )
    )


if __name__ == "__main__":
    asyncio.run(app.run())
