"""Messages that a service could not handle, over HTTP: what operators list, replay and discard."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from gateway.roles import SERVICES
from gateway.routes import Route
from services.chassis.schema import Command, View

READ, WRITE = "{service}:parked:read", "{service}:parked:write"
LIST, ONE = "/v1/parked/{service}", "/v1/parked/{service}/{held_id}"


class ParkedFilter(Command):
    """Which parked messages."""

    service = fields.String(required=True, validate=validate.OneOf(SERVICES))
    cause = fields.String()
    queue = fields.String()


class Choice(Command):
    """Which messages to replay: of one cause, of one queue, or all."""

    cause = fields.String()
    queue = fields.String()
    everything = fields.Boolean()


class Discarding(Command):
    """Why a person decides that a message need not be handled."""

    reason = fields.String(required=True, validate=validate.Length(min=3, max=500))


class ParkedMessage(View):
    """One parked message."""

    id = fields.String(required=True)
    queue = fields.String(required=True)
    cause = fields.String(required=True, metadata={"description": "The code to group by."})
    reason = fields.String(required=True)
    subject = fields.String(required=True, metadata={"description": "What the message is about."})
    attempts = fields.Integer(required=True)
    first_at = fields.AwareDateTime(required=True)
    last_at = fields.AwareDateTime(required=True)


class ParkedMessageInFull(ParkedMessage):
    """One parked message with what was in it; personal data is masked by the service."""

    traceback = fields.String(required=True)
    content: Any = fields.Raw(required=True)


class ParkedGroup(Schema):
    """Parked messages of one cause in one queue."""

    cause = fields.String(required=True)
    queue = fields.String(required=True)
    count = fields.Integer(required=True)
    first_at = fields.AwareDateTime(required=True)


class RetryingGroup(ParkedGroup):
    """Messages that the service tries again by itself, for one reason in one queue."""

    reason = fields.String(required=True)
    attempts = fields.Integer(required=True, metadata={"description": "Of the one tried most."})
    next_at = fields.AwareDateTime(required=True)


class ParkedList(Schema):
    """All groups, and one page of messages."""

    groups = fields.List(fields.Nested(ParkedGroup), required=True)
    retrying = fields.List(fields.Nested(RetryingGroup), required=True)
    items = fields.List(fields.Nested(ParkedMessage), required=True)
    next = fields.String(required=True, allow_none=True)


class Replaying(View):
    """How many messages are being handled again."""

    replaying = fields.Integer(required=True)


class Discarded(View):
    """Which message was given up."""

    discarded = fields.String(required=True)


ROUTES: list[Route] = [
    Route(
        "GET",
        "/v1/parked",
        rpc="{service}.parked_list",
        scope=READ,
        query=ParkedFilter,
        paged=True,
        answer=ParkedList,
        summary="What a service could not handle, by cause and one by one",
    ),
    Route(
        "GET",
        ONE,
        rpc="{service}.parked_show",
        scope=READ,
        answer=ParkedMessageInFull,
        summary="One parked message, masked",
    ),
    Route(
        "POST",
        f"{LIST}/replay",
        rpc="{service}.parked_replay_all",
        scope=WRITE,
        body=Choice,
        answer=Replaying,
        summary="Have a group of parked messages, or all, handled again",
        example={"cause": "crash"},
    ),
    Route(
        "POST",
        f"{ONE}/replay",
        rpc="{service}.parked_replay",
        scope=WRITE,
        answer=Replaying,
        summary="Have one parked message handled again",
    ),
    Route(
        "POST",
        f"{ONE}/discard",
        rpc="{service}.parked_discard",
        scope=WRITE,
        body=Discarding,
        answer=Discarded,
        summary="Give a parked message up for good",
        example={"reason": "The partner sent it again, correctly."},
    ),
]
