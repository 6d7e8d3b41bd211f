"""The two servers every copy of the system stands on: PostgreSQL and RabbitMQ."""

import socket
from dataclasses import replace
from typing import Protocol

from infra.local import broker, postgres, programs, rabbitmq
from infra.local.broker_api import BrokerApi
from infra.local.credentials import Credentials
from infra.local.place import SERVICES, Place
from infra.local.waiting import wait_until

START_SECONDS = 90


class Wanted(Protocol):
    """Which servers are ours to run."""

    place: Place
    api: BrokerApi
    own_broker: bool
    own_postgres: bool
    throwaway: bool  # What the servers hold is not worth a clean stop.


def start(wanted: Wanted, credentials: Credentials, services: tuple[str, ...] = SERVICES) -> None:
    """Start both at once, and give each service its database, each user its rights."""
    if wanted.own_postgres:
        postgres.prepare(wanted.place, credentials)
        _want(wanted, postgres.program(wanted.place))
    if wanted.own_broker:
        _start_broker(wanted, credentials)
    if wanted.own_postgres:
        dsn = postgres.admin_dsn(wanted.place, credentials)
        sentence = _silent(wanted.place, "postgres")
        wait_until(lambda: postgres.answers(dsn), START_SECONDS, sentence)
        postgres.provide(wanted.place, credentials, services)
    if wanted.own_broker:
        wait_until(wanted.api.answers, START_SECONDS, _silent(wanted.place, "rabbitmq"))
        broker.provide(wanted.api, credentials)


def _start_broker(wanted: Wanted, credentials: Credentials) -> None:
    """The name registry first: a node that finds none starts one that would outlive it."""
    place = wanted.place
    rabbitmq.prepare(place, credentials)
    registry, node = rabbitmq.programs(place)
    programs.want(place, registry)
    wait_until(lambda: listens(place.port("epmd")), START_SECONDS, _silent(place, "epmd"))
    _want(wanted, node)


def _want(wanted: Wanted, program: programs.Program) -> None:
    if wanted.throwaway:
        program = replace(program, stop_signal="SIGKILL")
    programs.want(wanted.place, program)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _silent(place: Place, name: str) -> str:
    return f"{name} did not start; its log is {place.log_file(name)}."
