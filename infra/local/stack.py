"""Brings the whole system up in the right order, and takes it down without a trace."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from infra.local import (
    addresses,
    daemon,
    keys,
    partners,
    ports,
    programs,
    prometheus,
    servers,
    settings,
    system,
    users,
)
from infra.local.addresses import Addresses
from infra.local.credentials import Credentials
from infra.local.place import AGENTS, CHECKOUT, SERVICES, Place, main_home
from infra.local.supervisor import is_running
from infra.local.trouble import Trouble
from infra.local.waiting import wait_until

READY_SECONDS = 90
LIVES_MAX = 4


def up(while_pid: int | None = None) -> Addresses:
    """Return when every process is ready; do only what is missing when called again.

    With `while_pid` the system ends by itself when that process has ended.
    """
    started = time.monotonic()
    with _alone():
        place = _settle()
        credentials = Credentials.load(place)
        where = addresses.of(place, credentials)
        keys.ensure(place.keys)
        system.write_env(where)
        system.remember_secrets(where, credentials)
        if while_pid is not None:
            users.arrive(place, while_pid)
        daemon.ensure(place, None if while_pid is None else 0.0)
        say("Starting PostgreSQL and RabbitMQ.")
        servers.start(where, credentials)
        say("Bringing the databases up to date.")
        _migrate(where)
        say("Starting the services.")
        _start_all(place, system.services(where))
        say("Starting the gateway, the travel agents and Prometheus.")
        _start_all(place, [system.gateway(where)])
        _start_agents(where, credentials)
        _start_prometheus(place)
    say(f"Homeward is up at {where.gateway} after {time.monotonic() - started:.0f} seconds.")
    return where


def down() -> None:
    """End every process; nothing is lost, and nothing stays."""
    place = Place(main_home())
    if not place.home.exists():
        say("The system was never started here.")
        return
    say("Stopping.")
    with _alone():
        daemon.stop(place)
    say("Homeward is down.")


def say(sentence: str) -> None:
    print(sentence, flush=True)


@contextmanager
def _alone() -> Iterator[None]:
    """Two commands at once would start everything twice."""
    place = Place(main_home())
    place.home.mkdir(parents=True, exist_ok=True)
    with (place.home / "command.lock").open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _settle() -> Place:
    """Keep the ports while the system runs; otherwise choose them anew when they were taken."""
    home = main_home()
    remembered = settings.read(home / "env").get("HOMEWARD_PORT_BASE")
    wished = os.environ.get("HOMEWARD_PORT_BASE")
    if wished == remembered:
        wished = None  # Our own file, read into a shell; nobody insists.
    if is_running(Place(home)) and remembered:
        if wished:
            raise Trouble("The system already runs on other ports; run 'make down' first.")
        return Place(home, int(remembered))
    # What a crash left running would look like a stranger on our ports.
    daemon.clear(Place(home))
    return Place(home, ports.choose(home, wished=wished, remembered=remembered))


def _migrate(where: Addresses) -> None:
    """All services at once: each has a database of its own."""
    running = []
    for service in SERVICES:
        command = [sys.executable, "-m", "services.chassis.migrate", service]
        env = {**os.environ, **where.migration(service)}
        pipe = subprocess.PIPE
        started = subprocess.Popen(
            command, env=env, cwd=CHECKOUT, stdout=pipe, stderr=subprocess.STDOUT, text=True
        )
        running.append((service, started))
    outcomes = [(service, one.communicate()[0], one.returncode) for service, one in running]
    for service, output, code in outcomes:
        if code:
            raise Trouble(f"The database of {service} could not be brought up to date:\n{output}")


def _start_all(place: Place, wanted: list[programs.Program]) -> None:
    for program in wanted:
        programs.want(place, program)
    for program in wanted:
        _wait_until_ready(place, program.name)


def _wait_until_ready(place: Place, name: str) -> None:
    url = f"http://127.0.0.1:{place.port(name)}/readyz"
    sentence = f"{name} did not get ready; its log is {place.log_file(name)}."
    lives: set[int | None] = set()

    def is_ready() -> bool:
        lives.add(programs.pid_of(place, name))
        if len(lives) > LIVES_MAX:
            raise Trouble(f"{name} ends as soon as it starts; its log is {place.log_file(name)}.")
        return red_reasons(url) == []

    try:
        wait_until(is_ready, READY_SECONDS, sentence)
    except Trouble as trouble:
        reasons = "; ".join(red_reasons(url))
        raise Trouble(f"{trouble} {reasons}".strip()) from trouble


def red_reasons(url: str) -> list[str]:
    """Why a process is not ready; empty when it is."""
    try:
        answer = requests.get(url, timeout=5)
    except requests.RequestException:
        return ["It does not answer."]
    if answer.ok:
        return []
    try:
        return [f"{check}: {reason}" for check, reason in answer.json()["red"].items()]
    except (ValueError, KeyError, TypeError, AttributeError):
        return [f"It answers {answer.status_code}."]


def _start_agents(where: Addresses, credentials: Credentials) -> None:
    for name in AGENTS:
        address = partners.admit_local(where, credentials, name)
        programs.want(where.place, system.agent(where.place, name, address))
    for name in AGENTS:
        wait_until(
            lambda name=name: partners.is_listening(where, name),
            READY_SECONDS,
            f"The agent {name} does not listen; its log is "
            f"{where.place.log_file(f'agent-{name}')}.",
        )


def _start_prometheus(place: Place) -> None:
    prometheus.prepare(place, system.operators_doors(place))
    program = prometheus.program(place)
    if program is None:
        say("Prometheus is not installed; everything else works without it.")
        return
    programs.want(place, program)
    wait_until(
        lambda: servers.listens(place.port("prometheus")),
        READY_SECONDS,
        f"Prometheus did not start; its log is {place.log_file('prometheus')}.",
    )
