"""Who was told to stop must have drained, unless there was nothing to drain yet."""

import json
from datetime import UTC, datetime

import pytest

from infra.chaos.checker.evidence import Evidence
from infra.chaos.checker.processes import told_to_stop

ASKED = datetime(2026, 11, 24, 10, 0, tzinfo=UTC).timestamp()


def found(folder, *said, **fault):
    """What the checker finds when a process said these words, so many seconds from the stop."""
    lines = [
        json.dumps({"time": datetime.fromtimestamp(ASKED + at, UTC).isoformat(), "event": event})
        for at, event in said
    ]
    (folder / "travel-1.log").write_text("\n".join(["eventlet is deprecated", *lines]))
    stop = {"kind": "stop a process", "what": "travel-1 77", "epoch": ASKED, "at_seconds": 9.0}
    evidence = Evidence(
        databases={},
        broker_url="",
        broker_auth=("", ""),
        vhost="",
        logs=folder,
        faults=[stop, *fault.values()],
    )
    return list(told_to_stop(evidence))


@pytest.mark.parametrize(
    "said",
    [
        [(-50, "begun"), (2, "drained"), (2, "stopped")],
        [(-90, "begun"), (-9, "drained"), (-8, "stopped"), (4, "begun")],
    ],
    ids=["it drained", "it had not begun"],
)
def test_who_drained_or_had_not_begun_is_left_alone(tmp_path, said):
    assert found(tmp_path, *said) == []


@pytest.mark.parametrize(
    "said",
    [
        [(-50, "begun"), (4, "begun")],
        [(-9, "drained"), (-8, "stopped"), (-1, "begun"), (4, "begun")],
        [],
    ],
    ids=["it left at once", "it had just begun", "it said nothing"],
)
def test_who_had_begun_and_never_drained_is_found(tmp_path, said):
    assert found(tmp_path, *said)


def test_who_was_killed_could_not_drain(tmp_path):
    kill = {"kind": "kill a process", "what": "travel-1 77", "epoch": ASKED + 5}

    assert found(tmp_path, (-50, "begun"), kill=kill) == []
