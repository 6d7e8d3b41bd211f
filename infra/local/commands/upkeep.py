"""`homeward up`, `down` and `status`: the system in the background."""

from __future__ import annotations

import argparse
import time
from typing import Any

import psutil

from infra.local import columns, programs, stack, system
from infra.local.place import Place, main_home
from infra.local.supervisor import is_running
from infra.local.trouble import Trouble


def add_to(subcommands: Any) -> None:
    up = subcommands.add_parser("up", help="start the system; returns when everything is ready")
    up.add_argument("--while", type=int, dest="while_pid", help="end when this process has ended")
    up.set_defaults(run=start)
    down = subcommands.add_parser("down", help="stop the system; no process stays")
    down.set_defaults(run=lambda _: stack.down())
    status = subcommands.add_parser("status", help="what runs; exits 1 when something does not")
    status.set_defaults(run=show_status)


def start(asked: argparse.Namespace) -> None:
    if asked.while_pid is not None and not psutil.pid_exists(asked.while_pid):
        raise Trouble(f"There is no process {asked.while_pid}.")
    stack.up(asked.while_pid)


def show_status(_: argparse.Namespace) -> int:
    place = Place(main_home())
    if not is_running(place):
        raise Trouble("The system is down; 'make up' starts it.")
    names = ["supervisor", *sorted({*programs.wanted(place), *system.everybody()})]
    rows = [_row(place, name) for name in names]
    columns.show(("process", "pid", "since", "log"), rows)
    return int(any(row[1] == "away" for row in rows))


def _row(place: Place, name: str) -> tuple[str, str, str, str]:
    log = str(place.log_file(name))
    pid = programs.pid_of(place, name)
    try:
        seconds = time.time() - psutil.Process(pid).create_time() if pid else None
    except psutil.NoSuchProcess:
        seconds = None
    if seconds is None:
        return name, "away", "", log
    return name, str(pid), _in_words(seconds), log


def _in_words(seconds: float) -> str:
    minutes, hours = int(seconds // 60), int(seconds // 3600)
    if hours:
        return f"{hours} h {minutes % 60} min"
    return f"{minutes} min" if minutes else f"{int(seconds)} s"
