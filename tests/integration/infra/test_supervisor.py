"""The supervisor keeps real programs running, and leaves nothing behind."""

import os
import signal
import sys

import psutil
import pytest

from infra.local import daemon, leftovers, programs, users
from infra.local.place import Place
from infra.local.programs import Program, pid_of
from infra.local.supervisor import is_running

WAITS = "import signal; signal.pause()"
IGNORES = (
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True)\n"
)
SPAWNS = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', %r]);" % WAITS  # noqa: UP031


def a_program(name, code=WAITS, **more):
    return Program(name=name, command=[sys.executable, "-c", code], folder="/", **more)


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path / "place")
    place.home.mkdir()
    daemon.ensure(place)
    yield place
    daemon.stop(place)


@pytest.fixture
def run(place, wait_for):
    def run(program):
        programs.want(place, program)
        wait_for(lambda: pid_of(place, program.name))
        return psutil.Process(pid_of(place, program.name))

    return run


def is_gone(process):
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_a_killed_program_is_started_again(place, run, wait_for):
    first = run(a_program("travel-1"))
    first.kill()

    wait_for(lambda: pid_of(place, "travel-1") not in (None, first.pid))
    assert psutil.pid_exists(pid_of(place, "travel-1"))


def test_a_program_that_is_wanted_no_more_is_stopped(place, run, wait_for):
    running = run(a_program("travel-1"))
    programs.unwant(place, "travel-1")

    wait_for(lambda: is_gone(running) and pid_of(place, "travel-1") is None)


def test_a_changed_program_takes_the_place_of_the_old(place, run, wait_for):
    old = run(a_program("travel-1"))
    programs.want(place, a_program("travel-1", env={"HOMEWARD_PROCESS": "new"}))

    wait_for(lambda: pid_of(place, "travel-1") not in (None, old.pid))
    assert psutil.Process(pid_of(place, "travel-1")).environ()["HOMEWARD_PROCESS"] == "new"
    assert is_gone(old)


def test_a_program_that_does_not_listen_is_killed_when_its_time_is_up(place, run, wait_for):
    deaf = run(a_program("deaf", IGNORES + WAITS, grace_seconds=0.3))
    wait_for(lambda: "deaf" in place.log_file("deaf").read_text())
    programs.unwant(place, "deaf")

    wait_for(lambda: is_gone(deaf))


def test_workers_of_a_dead_leader_do_not_outlive_it(place, run, wait_for):
    leader = run(a_program("gateway", SPAWNS + WAITS))
    wait_for(leader.children)
    workers = leader.children()
    leader.kill()

    wait_for(lambda: all(is_gone(worker) for worker in workers))


def test_the_last_tier_stops_before_the_servers_that_it_speaks_to(place, run):
    log = "import signal, sys\ndef end(*_):\n    print('%s', flush=True); sys.exit(0)\n"
    log += "signal.signal(signal.SIGTERM, end)\nprint('ready', flush=True)\nwhile 1: signal.pause()"
    for tier, name in enumerate(("server", "service", "door")):
        run(a_program(name, log % name, tier=tier))
    daemon.stop(place)
    told = place.log_file("supervisor").read_text().splitlines()
    ended = [line.split()[1] for line in told if " ended " in line]

    assert ended == ["door", "service", "server"]
    assert not leftovers.found(place)


def test_only_one_supervisor_looks_after_a_place(place):
    before = pid_of(place, "supervisor")
    daemon.ensure(place)

    assert pid_of(place, "supervisor") == before
    assert is_running(place)


def test_what_a_killed_supervisor_left_is_cleared_at_the_next_start(place, run, wait_for):
    orphan = run(a_program("travel-1"))
    os.kill(pid_of(place, "supervisor"), signal.SIGKILL)
    wait_for(lambda: not is_running(place))
    assert orphan.is_running()

    daemon.ensure(place)
    assert is_gone(orphan)
    assert programs.wanted(place) == {}


def test_a_number_that_now_belongs_to_another_program_is_left_alone(place, run, wait_for):
    stranger = psutil.Popen([sys.executable, "-c", WAITS])
    try:
        os.kill(pid_of(place, "supervisor"), signal.SIGKILL)
        wait_for(lambda: not is_running(place))
        place.pid_file("travel-1").write_text(f"{stranger.pid}\n")
        daemon.ensure(place)

        assert stranger.is_running()
        assert pid_of(place, "travel-1") is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_shared_place_ends_with_its_last_user(tmp_path, wait_for):
    place = Place(tmp_path / "shared")
    user = psutil.Popen([sys.executable, "-c", WAITS])
    users.arrive(place, user.pid)
    daemon.ensure(place, linger_seconds=0)
    programs.want(place, a_program("postgres"))
    wait_for(lambda: pid_of(place, "postgres"))
    server = psutil.Process(pid_of(place, "postgres"))
    user.kill()
    user.wait()

    wait_for(lambda: not is_running(place) and is_gone(server))


def test_who_cannot_be_started_or_noted_does_not_end_the_supervisor(place, run, wait_for):
    """As on a disk that is full: a program whose number cannot be written runs all the same."""
    place.pid_file("travel-1").mkdir()
    programs.want(place, a_program("travel-1", "print('up', flush=True);" + WAITS))
    programs.want(place, Program(name="nothing", command=["/no/such/program"], folder="/"))
    log, supervisor = place.log_file("supervisor"), pid_of(place, "supervisor")
    wait_for(lambda: log.read_text().count("nothing could not be started: No such file") > 1)
    wait_for(lambda: "up" in place.log_file("travel-1").read_text())
    place.pid_file("travel-1").rmdir()

    wait_for(lambda: pid_of(place, "travel-1"))
    assert pid_of(place, "supervisor") == supervisor
    assert is_running(place)
