"""The house that is shaken: the whole system in a folder and on ports of its own.

Two processes per service, and between every process and the broker a network that we can break.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

import psutil

from infra.chaos.network import Network
from infra.local import addresses, daemon, keys, partners, ports, programs, servers, system, users
from infra.local.addresses import Addresses
from infra.local.credentials import Credentials
from infra.local.place import AGENTS, CHECKOUT, SERVICES, Place
from infra.local.programs import Program
from infra.local.stack import red_reasons
from infra.local.trouble import Trouble
from infra.local.waiting import wait_until
from services.chassis.clock import LOOK_EVERY_SECONDS, Clock, set_offset

HOME = CHECKOUT / ".local-chaos"
PROCESSES = 2
READY_SECONDS = 90
TURN = "chaos.lock"


@dataclass
class House:
    """A running Homeward; `where` is the truth, the processes are told what `network` shows."""

    place: Place
    credentials: Credentials
    where: Addresses
    network: Network
    turn: TextIO

    @classmethod
    def build(cls, home: Path = HOME) -> House:
        """Start everything on an empty machine; it ends with this process whatever happens."""
        for service in SERVICES:
            os.environ[f"HOMEWARD_PROCESSES_{service.upper()}"] = str(PROCESSES)
        turn = _take_turn(home)
        place = Place(home, ports.choose(home, wished=None, remembered=None))
        credentials = Credentials.load(place)
        where = addresses.of(place, credentials)
        keys.ensure(place.keys)
        system.write_env(where)
        system.remember_secrets(where, credentials)
        users.arrive(place, os.getpid())
        daemon.ensure(place, 0.0)
        network = Network(place, place.port("amqp"))
        house = cls(place, credentials, where, network, turn)
        house._start()
        return house

    @property
    def services(self) -> list[str]:
        return [process for _, process in system.processes()]

    @property
    def processes(self) -> list[str]:
        """Everything of ours that may be killed, but for the two servers."""
        return [*self.services, "gateway", *(f"agent-{name}" for name in AGENTS)]

    def pid(self, process: str) -> int | None:
        return programs.pid_of(self.place, process)

    def signal(self, process: str, number: signal.Signals) -> int | None:
        """Send a signal to whatever process has this name now; return its number."""
        pid = self.pid(process)
        with suppress(ProcessLookupError):
            if pid is not None:
                os.kill(pid, number)
                return pid
        return None

    def send_away(self, service: str) -> list[Program]:
        """Stop all processes of a service politely; give back what `bring_back` needs."""
        gone = [
            program
            for name, program in programs.wanted(self.place).items()
            if name.rpartition("-")[0] == service
        ]
        for program in gone:
            programs.unwant(self.place, program.name)
        return gone

    def bring_back(self, gone: list[Program]) -> None:
        for program in gone:
            programs.want(self.place, program)

    def is_ready(self) -> bool:
        return all(not self.complaints(process) for process in self.processes)

    def complaints(self, process: str) -> list[str]:
        return red_reasons(f"http://127.0.0.1:{self.place.port(process)}/readyz")

    def now(self) -> datetime:
        return Clock(self.place.clock_file).now()

    def set_clock(self, offset: timedelta) -> None:
        set_offset(self.place.clock_file, offset)
        # Nobody enters what has happened before every process has looked at the clock again.
        time.sleep(LOOK_EVERY_SECONDS)

    def close(self) -> None:
        """End every process, also those that are frozen."""
        for process in self.processes:
            self.signal(process, signal.SIGCONT)
        self.network.close()
        users.leave(self.place)
        with suppress(Trouble, psutil.Error):
            daemon.stop(self.place)
        self.turn.close()

    def _start(self) -> None:
        servers.start(self.where, self.credentials)
        self.network.open()
        self._migrate()
        shown = self.shown()
        for program in system.services(shown):
            programs.want(self.place, program)
        programs.want(self.place, system.gateway(shown))
        self._wait_for([*self.services, "gateway"])
        for name in AGENTS:
            address = partners.admit_local(shown, self.credentials, name)
            programs.want(self.place, system.agent(self.place, name, address))
        self._wait_for([f"agent-{name}" for name in AGENTS])

    def shown(self) -> Addresses:
        """The addresses as the processes see them: the broker stands behind the network."""

        def moved(uri: str) -> str:
            return uri.replace(f":{self.place.port('amqp')}/", f":{self.network.port}/")

        where = self.where
        return replace(
            where,
            amqp=moved(where.amqp),
            partner_amqp=moved(where.partner_amqp),
            desk_amqp=moved(where.desk_amqp),
        )

    def _migrate(self) -> None:
        running = [
            subprocess.Popen(
                [sys.executable, "-m", "services.chassis.migrate", service],
                env={**os.environ, **self.where.migration(service)},
                cwd=CHECKOUT,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for service in SERVICES
        ]
        for one in running:
            output, _ = one.communicate()
            if one.returncode:
                raise Trouble(f"A database could not be brought up to date:\n{output}")

    def _wait_for(self, processes: list[str]) -> None:
        for process in processes:
            log = self.place.log_file(process)
            sentence = f"{process} did not get ready; its log is {log}."
            wait_until(
                lambda process=process: not self.complaints(process), READY_SECONDS, sentence
            )


def _take_turn(home: Path) -> TextIO:
    """One run at a time, on an empty machine; held until the file is closed."""
    home.mkdir(parents=True, exist_ok=True)
    turn = (home / TURN).open("a")
    fcntl.flock(turn, fcntl.LOCK_EX)
    daemon.stop(Place(home))
    for path in home.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != TURN:
            path.unlink()
    return turn
