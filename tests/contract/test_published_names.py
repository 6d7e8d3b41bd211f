"""What was published once keeps its name: queues, bindings, message types, reminders."""

import subprocess
from pathlib import Path

import pytest

from infra.documents import names

ROOT = Path(__file__).parents[2]
HISTORY = ["git", "log", "--format=", "--unified=0", "-p", "HEAD", "--", "docs/published-names.txt"]


def retired():
    return {line.removeprefix(names.RETIRED) for line in names.kept() if is_retired(line)}


def is_retired(line):
    return line.startswith(names.RETIRED)


def test_every_name_that_the_code_publishes_is_on_the_list():
    assert sorted(names.published() - names.kept()) == [], "New names: run `make docs`."


def test_every_name_on_the_list_is_still_published_or_retired():
    """A queue that is renamed keeps what lies in it, and nobody reads it any more."""
    alive = {line for line in names.kept() if not is_retired(line)} - retired()

    assert sorted(alive - names.published()) == [], "A published name has changed."


def test_a_retired_name_is_not_used_again():
    assert sorted(retired() & names.published()) == []
    assert sorted(retired() - names.kept()) == [], "A retired name keeps its line."


def test_no_line_was_ever_taken_out_of_the_list():
    told = subprocess.run(HISTORY, cwd=ROOT, capture_output=True, text=True, check=False)
    if told.returncode:
        pytest.skip("This copy of the code has no history.")
    gone = {
        line[1:]
        for line in told.stdout.splitlines()
        if line.startswith("-") and not line.startswith(("---", "-#"))
    }

    assert sorted(gone - names.kept()) == []
