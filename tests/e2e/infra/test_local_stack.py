"""The whole system comes up, heals, and goes without a trace."""

import os
import signal
import stat
from contextlib import suppress

import psutil
import requests

from infra.local import leftovers
from infra.local.place import Place

PROCESSES = {
    "agent-delta",
    "agent-polder",
    "epmd",
    "expert_deployment-1",
    "gateway",
    "intake-1",
    "postgres",
    "rabbitmq",
    "reintegration-1",
    "travel-1",
}


def test_every_part_is_a_process_of_its_own_and_ready(system):
    assert requests.get(f"{system.url}/readyz", timeout=5).ok
    pids = {name: system.pid(name) for name in PROCESSES}
    assert len(set(pids.values())) == len(PROCESSES)
    assert all(psutil.pid_exists(pid) for pid in pids.values())
    assert system.homeward("status").returncode == 0


def test_every_address_is_told_and_nobody_else_can_read_it(system):
    told = system.env
    for service in ("INTAKE", "TRAVEL", "REINTEGRATION", "EXPERT_DEPLOYMENT"):
        assert told[f"HOMEWARD_DB_{service}"].startswith("postgresql://")
        assert requests.get(told[f"HOMEWARD_METRICS_{service}_1"], timeout=5).ok
    assert "@" in told["HOMEWARD_AMQP_URI"]
    assert "@" not in told["HOMEWARD_PARTNER_AMQP_URI"]
    for name in ("env", "secrets"):
        assert stat.S_IMODE((system.home / name).stat().st_mode) == 0o600


def test_up_again_changes_nothing_that_runs(system):
    before = {name: system.pid(name) for name in PROCESSES}
    system.homeward("up")
    assert {name: system.pid(name) for name in PROCESSES} == before


def test_a_killed_service_comes_back_by_itself(system, wait_for):
    before = system.pid("travel-1")
    door = system.env["HOMEWARD_METRICS_TRAVEL_1"].replace("/metrics", "/readyz")
    os.kill(before, signal.SIGKILL)

    def is_back():
        try:
            return system.pid("travel-1") != before and requests.get(door, timeout=5).ok
        except (FileNotFoundError, requests.RequestException):
            return False

    wait_for(is_back, 60)


def kill(pid):
    """As a power cut would; what has ended by itself meanwhile is gone too."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def test_after_a_crash_of_everything_up_brings_it_back(system):
    # The supervisor first, or it would start again what was killed before it.
    kill(system.pid("supervisor"))
    ours = leftovers.found(Place(system.home))
    for one in ours:
        kill(one.pid)
    psutil.wait_procs(ours, timeout=20)

    assert system.homeward("status", check=False).returncode == 1
    system.homeward("up", "--while", str(os.getpid()))
    assert system.homeward("status").returncode == 0
    assert requests.get(f"{system.url}/readyz", timeout=5).ok
