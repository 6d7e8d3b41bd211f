"""The servers that tests share: started by the first test run, ended with the last."""

import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from infra.local import broker, daemon, ports, servers, users
from infra.local.broker_api import BrokerApi
from infra.local.credentials import Credentials
from infra.local.place import CHECKOUT, SERVICES, Place
from infra.local.supervisor import is_running
from infra.local.waiting import wait_until

HOME = CHECKOUT / ".local-test"
# Tests begin on an empty machine; only the logs of the last run are kept.
KEPT = {"door.lock", "e2e.lock", "supervisor.lock", "users", "logs"}


@dataclass(frozen=True)
class Bench:
    """A running PostgreSQL and RabbitMQ that belong to the tests."""

    place: Place
    credentials: Credentials
    own_broker: bool = True
    own_postgres: bool = True
    throwaway: bool = True

    @property
    def api(self) -> BrokerApi:
        return broker.api(self.place, self.credentials)


def open_bench() -> Bench:
    """Join the running servers, or start them; many test runs may share them."""
    waiting = Place(HOME)
    with users.alone(waiting):
        if not users.is_open(waiting):
            wait_until(lambda: not is_running(waiting), 150, "The last test servers do not end.")
        users.arrive(waiting)
        if users.is_open(waiting) and is_running(waiting):
            return _known()
        return _started(waiting)


def close_bench(bench: Bench) -> None:
    """Leave; when nobody else is there, wait until the servers have ended."""
    place = bench.place
    users.leave(place)
    note = HOME / "linger"
    if note.exists() and note.read_text() == "0.0":
        wait_until(
            lambda: bool(users.present(place)) or not is_running(place),
            150,
            "The test servers do not end.",
        )


def linger_seconds() -> float:
    """How long the servers wait for the next test run; a developer sets it to a few minutes."""
    return float(os.environ.get("HOMEWARD_TEST_LINGER_SECONDS", "0"))


def _known() -> Bench:
    base = int((HOME / "base").read_text())
    place = Place(HOME, base)
    return Bench(place, Credentials.load(place))


def _started(waiting: Place) -> Bench:
    daemon.clear(waiting)
    _empty(HOME)
    base = ports.choose(HOME, wished=None, remembered=None)
    (HOME / "base").write_text(str(base))
    bench = _known()
    (HOME / "linger").write_text(str(linger_seconds()))
    daemon.ensure(bench.place, linger_seconds())
    # The chassis is tested on a database that holds its own tables alone.
    servers.start(bench, bench.credentials, (*SERVICES, "chassis"))
    users.open_to_users(bench.place)
    return bench


def _empty(home: Path) -> None:
    for path in home.iterdir():
        if path.name not in KEPT:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def a_name() -> str:
    """Unlike any other on these servers."""
    return f"test-{os.getpid()}-{secrets.token_hex(3)}"
