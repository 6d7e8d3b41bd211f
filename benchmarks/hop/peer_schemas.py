"""The message as Celery's and stock nameko's consumers read it: marshmallow, as ours does."""

from __future__ import annotations

import uuid
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from benchmarks.hop import work
from benchmarks.hop.peer_tables import Journey, Mark, Outgoing


class _Tolerant(Schema):
    class Meta:
        unknown = EXCLUDE


class Booked(_Tolerant):
    """What the hearer needs of a booking."""

    movement_id = fields.String(required=True)
    case_ref = fields.String(required=True)
    person_ids = fields.List(fields.String(), required=True, validate=validate.Length(min=1))
    booking_reference = fields.String(required=True, validate=validate.Length(min=5, max=12))
    agent = fields.String(required=True)
    departs_at = fields.AwareDateTime(required=True)
    departs_on = fields.Date(required=True)
    destination_airport = fields.String(required=True, validate=validate.Length(equal=3))


class Fact(_Tolerant):
    """The envelope."""

    specversion = fields.String(required=True, validate=validate.Equal("1.0"))
    id = fields.String(required=True)
    type = fields.String(required=True, validate=validate.Equal(work.TYPE))
    time = fields.AwareDateTime(required=True)
    subject = fields.String(required=True)
    correlationid = fields.String(required=True)
    traceparent = fields.String(required=True)
    data = fields.Nested(Booked, required=True)


FACT = Fact()


def handle(session: Session, queue: str, fact: dict[str, Any]) -> None:
    """Write the three rows in the session's transaction; nothing at all the second time."""
    mark = {"queue": queue, "message_id": fact["id"], "fact_month": work.month_of(fact["time"])}
    query = insert(Mark).values(mark).on_conflict_do_nothing().returning(Mark.message_id)
    if session.scalar(query) is None:
        return
    booked = dict(fact["data"])
    persons = booked.pop("person_ids")
    session.add(Journey(travellers=len(persons), version=1, **booked))
    id_ = str(uuid.uuid4())
    session.add(
        Outgoing(
            message_id=id_,
            broker="internal",
            exchange="hearer.events",
            routing_key="journey_noted.v1",
            body=work.an_answer(id_, fact, booked["movement_id"], booked["case_ref"]).encode(),
        )
    )
