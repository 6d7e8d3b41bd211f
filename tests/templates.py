"""Starts processes of services from templates that have already read their code."""

import json
import os
import socket
import subprocess
import sys
from contextlib import suppress

from infra.local import programs, users
from infra.local.bench import running
from infra.local.bench.running import Running
from infra.local.bench.servers import Bench, linger_seconds
from infra.local.place import SERVICES
from infra.local.waiting import wait_until

READY_SECONDS = 40
# What a service of a test's own will certainly read.
CHASSIS = ("nameko.runners", "services.chassis.database", "services.chassis.answering.parked")


class Process:
    """What `subprocess.Popen` would say of a process that a template turned into."""

    def __init__(self, answers: socket.socket) -> None:
        self._answers = answers
        self.returncode: int | None = None
        self.pid = int(self._line())

    def poll(self) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            self._answers.settimeout(timeout)
            try:
                self.returncode = int(self._line())
            except (TimeoutError, BlockingIOError) as late:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0) from late
            self._answers.close()
        return self.returncode

    def _line(self) -> bytes:
        # A line of a few bytes comes whole.
        line = self._answers.recv(64)
        if not line:
            raise ConnectionError("The template ended before it told how its process did.")
        return line


class FromTemplate(Running):
    """A process of a service that need not read the code: quick to start, and as real."""

    def __init__(self, bench: Bench, service: str, env: dict[str, str], port: int) -> None:
        super().__init__(bench, [service], env, port)
        self._bench, self._service = bench, service

    def _started(self) -> Process:
        return _ask(self._bench, self._service, self._env, str(self._log))


def a_service(
    bench: Bench, name: str, env: dict[str, str], command: list[str] | None = None
) -> Running:
    """Start a process of a service, or of a test's module that `env` names, or any command."""
    # A template that lingers would keep code that has been changed meanwhile.
    if command or linger_seconds():
        return running.a_service(bench, name, env, command)
    port = running.free_port()
    started = FromTemplate(bench, name, {**env, **running.settings_of(port)}, port)
    started.start()
    return started


def _ask(bench: Bench, service: str, env: dict[str, str], log: str) -> Process:
    folder = os.open(bench.place.folder("templates"), os.O_DIRECTORY)
    try:
        # The address of a socket has a hundred letters at most; the path of a folder may have more.
        address = f"/proc/self/fd/{folder}/{_template(bench, service)}"
        answers = socket.socket(socket.AF_UNIX)
        wait_until(
            lambda: answers.connect_ex(address) == 0, READY_SECONDS, f"No template of {service}."
        )
    finally:
        os.close(folder)
    request = {"arguments": ["services.chassis.run", service], "env": env, "log": log}
    answers.sendall(json.dumps(request).encode() + b"\n")
    return Process(answers)


def _template(bench: Bench, service: str) -> str:
    """Have a template run; its name."""
    known = service in SERVICES
    name = f"template-{service if known else 'chassis'}"
    path = bench.place.folder("templates") / name
    modules = [*CHASSIS, f"services.{service}.service"] if known else CHASSIS
    with users.alone(bench.place):
        programs.want(
            bench.place,
            programs.Program(
                name=name,
                command=[sys.executable, "-m", "tests.template", str(path), *modules],
                env={"EVENTLET_NO_GREENDNS": "yes"},
            ),
        )
    return name
