"""A small service of the tests, which counts, and the routes that lead to it."""

from pathlib import Path

from marshmallow import fields
from sqlalchemy import text

from gateway.app import create_app
from gateway.routes import Route
from gateway.settings import Settings
from services.chassis.callers.vouching import Voucher
from services.chassis.schema import Command, View
from services.chassis.wire.rpc import RpcClient


class Adding(Command):
    """What to add."""

    amount = fields.Integer(required=True)
    note = fields.String()


class Sleeping(Command):
    """For how long."""

    seconds = fields.Float(required=True)


class CountView(View):
    """The count."""

    version = fields.Integer()
    count = fields.Integer()


ROUTES = [
    Route(
        "POST",
        "/v1/counter/additions",
        rpc="counter.add",
        scope="intake:cases:write",
        body=Adding,
        answer=CountView,
        status=201,
        deadline_seconds=2,
        summary="Add",
        example={"amount": 1},
    ),
    Route(
        "PATCH",
        "/v1/counter",
        rpc="counter.add",
        scope="intake:cases:write",
        body=Adding,
        answer=CountView,
        summary="Change",
        example={"amount": 1},
    ),
    Route(
        "GET",
        "/v1/counter",
        rpc="counter.read",
        scope="intake:cases:read",
        answer=CountView,
        summary="Read",
    ),
    Route(
        "GET",
        "/v1/counter/nap",
        rpc="counter.nap",
        scope="intake:cases:read",
        query=Sleeping,
        answer=CountView,
        summary="Read slowly",
    ),
]


def front():
    """Return the gateway of the tests: the real one, with these routes."""
    settings = Settings.of()
    voucher = Voucher.of(Path(settings.vouching_key_file))
    return create_app(settings, RpcClient(settings.amqp_uri, voucher), ROUTES)


def _row(unit):
    row = unit.session.execute(text("SELECT version, count FROM counter")).one()
    return {"version": row.version, "count": row.count}


def add(unit, body):
    unit.session.execute(text("SELECT 1 FROM counter FOR UPDATE"))
    unit.expects(_row(unit)["version"])
    unit.session.execute(
        text("UPDATE counter SET count = count + :amount, version = version + 1"),
        {"amount": body["amount"]},
    )
    return _row(unit)


def nap(unit, query):
    unit.session.execute(text("SELECT pg_sleep(:seconds)"), query)
    return _row(unit)


def read(unit):
    return _row(unit)
