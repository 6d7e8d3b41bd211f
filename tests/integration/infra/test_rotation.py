"""Logs do not grow for ever, and what programs write meanwhile is not lost."""

import json
import stat
import sys
import tempfile
from pathlib import Path

import pytest

from infra.local import daemon, programs, rotation
from infra.local.leaks import Word, search_files
from infra.local.place import Place
from infra.local.programs import Program, pid_of
from infra.local.rotation import MEGABYTE, Limits
from infra.local.trouble import Trouble

LINES = 60_000
# Whole lines of many lengths, as fast as it can, through the file that it was started with.
WRITES_MUCH = f"""
import json, os, signal
for number in range({LINES}):
    os.write(1, (json.dumps({{"number": number, "text": "x" * (number % 200)}}) + "\\n").encode())
signal.pause()
"""


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path / "place")
    place.home.mkdir()
    yield place
    daemon.stop(place)


def files_of(log):
    return [*rotation.older(log), log]


def numbers_in(log):
    lines = [line for file in files_of(log) for line in file.read_text().splitlines()]
    return [json.loads(line)["number"] for line in lines if line.strip()]


def test_a_program_that_writes_much_loses_no_line_and_no_order(place, monkeypatch, wait_for):
    monkeypatch.setenv("HOMEWARD_LOG_MEGABYTES", "1")
    monkeypatch.setenv("HOMEWARD_LOGS_KEPT", "100")
    daemon.ensure(place)
    command = [sys.executable, "-c", WRITES_MUCH]
    programs.want(place, Program(name="travel-1", command=command, folder="/"))
    log = place.log_file("travel-1")
    wait_for(lambda: log.exists() and b'"number": %d,' % (LINES - 1) in log.read_bytes())
    wait_for(lambda: log.stat().st_size <= MEGABYTE)

    assert rotation.older(log)
    assert numbers_in(log) == list(range(LINES))
    assert {stat.S_IMODE(file.stat().st_mode) for file in files_of(log)} == {0o600}


def test_only_a_few_older_files_stay(place, monkeypatch, wait_for):
    monkeypatch.setenv("HOMEWARD_LOG_MEGABYTES", "1")
    monkeypatch.setenv("HOMEWARD_LOGS_KEPT", "2")
    daemon.ensure(place)
    log = place.log_file("rabbitmq")
    seen = set()
    for turn in range(4):
        with log.open("a") as stream:
            stream.write(f"{turn} {'x' * 99}\n" * (MEGABYTE // 100))
        wait_for(lambda: log.stat().st_size < MEGABYTE)
        seen |= set(rotation.older(log))

    assert len(seen) == 4
    assert rotation.older(log) == sorted(seen)[-2:]


def test_the_supervisor_shortens_its_own_log_too(place, monkeypatch, wait_for):
    monkeypatch.setenv("HOMEWARD_LOG_MEGABYTES", "1")
    daemon.ensure(place)
    log = place.log_file("supervisor")
    with log.open("a") as stream:
        stream.write("much\n" * (MEGABYTE // 4))
    wait_for(lambda: log.stat().st_size < MEGABYTE)
    programs.want(place, Program(name="intake-1", command=["sleep", "60"], folder="/"))

    wait_for(lambda: "intake-1 started" in log.read_text())
    assert pid_of(place, "supervisor")


def test_where_blocks_cannot_be_taken_out_the_file_is_emptied(monkeypatch):
    if not Path("/dev/shm").is_dir():  # noqa: S108 - the one file system in memory everywhere.
        pytest.skip("This machine has no file system in memory.")
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        place = Place(Path(folder))
        log = place.log_file("travel-1")
        lines = [json.dumps({"number": number}) + "\n" for number in range(1000)]
        log.write_text("".join(lines))

        assert rotation.rotate(place, Limits(bytes_max=1000)) == []
        with log.open("a") as stream:
            stream.write(json.dumps({"number": 1000}) + "\n")
        assert numbers_in(log) == list(range(1001))
        assert log.stat().st_size < 100


def test_a_line_that_is_half_written_is_not_cut(tmp_path):
    place = Place(tmp_path)
    log = place.log_file("travel-1")
    with log.open("a") as stream:
        stream.write('{"number": 1}\n' * 1000 + '{"number"')
        stream.flush()
        rotation.rotate(place, Limits(bytes_max=5000))
        stream.write(": 2}\n")

    assert numbers_in(log) == [1] * 1000 + [2]


def test_while_somebody_reads_all_logs_none_is_shortened(tmp_path):
    place = Place(tmp_path)
    log = place.log_file("travel-1")
    log.write_text("Karim\n" * 1000)
    with rotation.held_still(place):
        rotation.rotate(place, Limits(bytes_max=1000))
        assert not rotation.older(log)
    rotation.rotate(place, Limits(bytes_max=1000))

    (older,) = rotation.older(log)
    hits = list(search_files(place.folder("logs"), [Word("name", "Karim")]))
    assert (str(older), 1000) in {(hit.place, hit.count) for hit in hits}


def test_what_cannot_be_shortened_is_said_and_nothing_is_lost(tmp_path):
    place = Place(tmp_path)
    log = place.log_file("travel-1")
    log.mkdir()
    (log / "not a log").touch()

    (said,) = rotation.rotate(place, Limits(bytes_max=1))
    assert said == "travel-1.log could not be rotated: Is a directory."


@pytest.mark.parametrize("text", ["0", "-1", "much", "1.5"])
def test_a_size_that_is_none_is_refused_before_anything_starts(tmp_path, monkeypatch, text):
    monkeypatch.setenv("HOMEWARD_LOG_MEGABYTES", text)
    with pytest.raises(Trouble, match="HOMEWARD_LOG_MEGABYTES must be a whole number from 1"):
        daemon.ensure(Place(tmp_path))
