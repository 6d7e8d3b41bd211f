"""The servers that every contender stands on: one PostgreSQL, one RabbitMQ, of the bench alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.local import daemon, ports, servers, users
from infra.local.bench import broker as vhosts
from infra.local.bench import database as databases
from infra.local.bench import running
from infra.local.bench.database import Database
from infra.local.bench.servers import Bench
from infra.local.credentials import Credentials
from infra.local.place import CHECKOUT, SERVICES, Place
from infra.local.supervisor import is_running
from services.chassis.privacy.keys import ensure_keys

# The small services of the bench: one tells, one hears, one answers.
TWINS = ("teller", "hearer", "clerk")
HOME = CHECKOUT / ".local-bench"
PEERS_PYTHON = CHECKOUT / ".venv-bench/bin/python"


@dataclass
class Stand:
    """What a part of the bench asks for; everything is closed with it."""

    bench: Bench
    keys: Path
    closing: ExitStack = field(repr=False)

    def database(self, service: str = "chassis", *, tables: str = "") -> Database:
        """A fresh migrated database, with tables of the bench's own beside."""
        made = databases.fresh(self.bench, service)
        self.closing.callback(databases.drop, self.bench, made)
        if tables:
            made.rows(tables)
        return made

    def broker(self) -> vhosts.Broker:
        """A vhost where no other contender's queue takes its part of what is sent."""
        made = vhosts.fresh(self.bench)
        self.closing.callback(vhosts.drop, made)
        return made

    def service(
        self,
        name: str,
        database: Database,
        broker: vhosts.Broker,
        module: str = "",
        *,
        ready: bool = True,
        **env: str,
    ) -> Any:
        """A process of a service on our chassis, ready unless nobody wants to wait."""
        started = running.a_service(
            self.bench,
            name,
            {
                f"HOMEWARD_DB_{name.upper()}": database.uri,
                "HOMEWARD_AMQP_URI": broker.amqp_uri,
                "HOMEWARD_PARTNER_AMQP_URI": broker.partner_amqp_uri,
                "HOMEWARD_KEYS_DIR": str(self.keys),
                **({"HOMEWARD_MODULE": module} if module else {}),
                **env,
            },
        )
        self.closing.callback(started.close)
        if ready:
            started.wait_until_ready()
        return started

    def program(self, *command: str, **env: str) -> Any:
        """Any other program, on the peers' own packages; not waited for."""
        started = running.Running(self.bench, [str(PEERS_PYTHON), *command], env, 0)
        self.closing.callback(started.close)
        started.start()
        return started


@contextmanager
def opened(keep: float = 0) -> Iterator[Stand]:
    """Start the servers on an empty folder, or join those that run; leave them `keep` seconds."""
    place = Place(HOME)
    with users.alone(place):
        users.arrive(place)
        if not is_running(place):
            _start(place, keep)
    bench = _known()
    with ExitStack() as closing:
        closing.callback(users.leave, place)
        keys = HOME / "bench-keys"
        keys.mkdir(exist_ok=True)
        ensure_keys(keys, (*SERVICES, *TWINS))
        with ExitStack() as inner:
            yield Stand(bench, keys, inner)


def _start(waiting: Place, keep: float) -> None:
    daemon.clear(waiting)
    for path in HOME.iterdir():
        if path.name not in {"door.lock", "supervisor.lock", "users"}:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (HOME / "base").write_text(str(ports.choose(HOME, wished=None, remembered=None)))
    bench = _known()
    daemon.ensure(bench.place, keep)
    servers.start(bench, bench.credentials, (*SERVICES, "chassis"))
    users.open_to_users(bench.place)


def _known() -> Bench:
    place = Place(HOME, int((HOME / "base").read_text()))
    return Bench(place, Credentials.load(place))
