"""The two servers every copy of the system stands on: PostgreSQL and RabbitMQ."""

import socket

from infra.local import broker, postgres, programs, rabbitmq
from infra.local.credentials import Credentials
from infra.local.place import SERVICES, Place
from infra.local.waiting import wait_until

START_SECONDS = 90


def prepare(place: Place, credentials: Credentials) -> None:
    postgres.prepare(place, credentials)
    rabbitmq.prepare(place, credentials)


def start(place: Place, credentials: Credentials) -> None:
    """Both at once; the broker's name registry before the broker."""
    registry, node = rabbitmq.programs(place)
    programs.want(place, postgres.program(place))
    programs.want(place, registry)
    wait_until(lambda: listens(place.port("epmd")), 20, _silent(place, "epmd"))
    programs.want(place, node)
    dsn = postgres.admin_dsn(place, credentials)
    wait_until(lambda: postgres.answers(dsn), START_SECONDS, _silent(place, "postgres"))
    api = broker.api(place, credentials)
    wait_until(api.answers, START_SECONDS, _silent(place, "rabbitmq"))


def provide(place: Place, credentials: Credentials, services: tuple[str, ...] = SERVICES) -> None:
    postgres.provide(place, credentials, services)
    broker.provide(broker.api(place, credentials), credentials)


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _silent(place: Place, name: str) -> str:
    return f"{name} did not start; its log is {place.log_file(name)}."
