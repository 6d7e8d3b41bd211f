"""`homeward doctor`: what this machine lacks, and how to get it."""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from typing import Any

from infra.local import addresses, install, ports, postgres, programs, settings, system
from infra.local.credentials import Credentials
from infra.local.place import CHECKOUT, Place, main_home
from infra.local.stack import red_reasons
from infra.local.supervisor import is_running
from infra.local.trouble import Trouble

MEGABYTES_MIN = 2048
# A finding: whether it is well, what was looked at, and what to do when it is not.
Finding = tuple[bool, str, str]


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser("doctor", help="what is missing, and how to get it")
    parser.set_defaults(run=examine)


def examine(_: argparse.Namespace) -> int:
    well = True
    for check in (_machine, _servers, _files, _ports, _processes):
        for good, what, remedy in check():
            well = well and good
            print(f"{'ok     ' if good else 'missing'}  {what}" + ("" if good else f": {remedy}"))
    return 0 if well else 1


def _machine() -> Iterator[Finding]:
    version = ".".join(str(number) for number in sys.version_info[:3])
    yield sys.version_info >= (3, 11), f"Python {version}", "install Python 3.11 or newer"
    home = main_home()
    for folder in {CHECKOUT, home if home.exists() else CHECKOUT}:
        free = shutil.disk_usage(folder).free // 1024**2
        yield free > MEGABYTES_MIN, f"{free} MB free for {folder}", f"free {MEGABYTES_MIN} MB"
    yield _resolves("localhost"), "the name localhost", "add '127.0.0.1 localhost' to /etc/hosts"
    yield " " not in str(CHECKOUT), "a path without spaces", "move the checkout"


def _resolves(name: str) -> bool:
    try:
        return socket.gethostbyname(name).startswith("127.")
    except OSError:
        return False


def _servers() -> Iterator[Finding]:
    yield _has(postgres.binaries), "PostgreSQL's programs", "run 'make setup'"
    if os.geteuid() == 0:
        remedy = "install the package util-linux"
        yield shutil.which("setpriv") is not None, "setpriv, as you are root", remedy
    remedy = "run 'make setup', or install the package rabbitmq-server"
    yield install.broker_program() is not None, "RabbitMQ's server program", remedy
    yield shutil.which("epmd") is not None, "Erlang's name registry epmd", remedy
    if shutil.which("prometheus"):
        yield True, "Prometheus", ""
    else:
        yield True, "no Prometheus (package prometheus); everything else works without it", ""


def _has(find: Callable[[], Any]) -> bool:
    try:
        return bool(find().exists())
    except Trouble:
        return False


def _files() -> Iterator[Finding]:
    place = Place(main_home())
    for path in (place.env_file, place.secrets_file):
        if path.exists():
            closed = not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
            yield closed, f"{path} is yours alone", f"run 'chmod 600 {path}'"


def _ports() -> Iterator[Finding]:
    place = Place(main_home())
    base = settings.read(place.env_file).get("HOMEWARD_PORT_BASE")
    if base is None or is_running(place):
        return
    busy = ports.taken(int(base))
    remedy = f"{busy} are taken; 'make up' will choose others, or set HOMEWARD_PORT_BASE"
    yield not busy, f"ports from {base} are free", remedy


def _processes() -> Iterator[Finding]:
    place = Place(main_home())
    if not is_running(place):
        yield True, "the system is down; 'make up' starts it", ""
        return
    base = settings.read(place.env_file).get("HOMEWARD_PORT_BASE", "0")
    settled = Place(main_home(), int(base))
    yield from _servers_answer(settled)
    for name in sorted({*system.everybody()} - {*programs.wanted(place)}):
        yield False, f"{name} runs", "the last start did not get that far; run 'make up' again"
    for name, program in programs.wanted(place).items():
        if programs.pid_of(place, name) is None:
            yield False, f"{name} runs", f"it ended; see {place.log_file(name)}"
        elif program.tier in (programs.TIER_SERVICE, programs.TIER_DOOR) and name != "prometheus":
            reasons = red_reasons(f"http://127.0.0.1:{settled.port(name)}/readyz")
            yield not reasons, f"{name} is ready", "; ".join(reasons)
        else:
            yield True, f"{name} runs", ""


def _servers_answer(place: Place) -> Iterator[Finding]:
    """A server may hold its port and answer nobody: it is frozen, or its disk is full."""
    credentials = Credentials.load(place)
    where = addresses.of(place, credentials)
    if where.own_postgres:
        dsn = postgres.admin_dsn(place, credentials)
        yield postgres.answers(dsn), "postgres answers", f"see {place.log_file('postgres')}"
    if where.own_broker:
        answers = where.api.answers()
        yield answers, "rabbitmq answers", f"see {place.log_file('rabbitmq')}"
        short_of = where.api.short_of() if answers else []
        remedy = f"it is short of {' and '.join(short_of)}; when there is more it goes on by itself"
        yield not short_of, "rabbitmq takes messages", remedy
