"""A short run of the whole proof: `make chaos` for half a minute, with one seed."""

import json
import os
import subprocess
import sys

from infra.local.place import CHECKOUT

SEED = os.environ.get("SEED", "7")
SECONDS_MAX = 400


def test_half_a_minute_of_faults_loses_and_doubles_nothing(tmp_path):
    report = tmp_path / "chaos.json"
    command = [
        sys.executable,
        "-m",
        "infra.chaos",
        "--seed",
        SEED,
        "--minutes",
        "0.4",
        "--open",
        "8",
    ]

    outcome = subprocess.run(
        [*command, "--report", str(report)],
        cwd=CHECKOUT,
        env={name: word for name, word in os.environ.items() if not name.startswith("HOMEWARD_")},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS_MAX,
    )

    assert report.exists(), outcome.stdout + outcome.stderr
    found = json.loads(report.read_text())
    assert found["violations"] == [], outcome.stdout
    assert found["counts"]["facts"] > 0, outcome.stdout
    assert found["faults"], "nothing struck; nothing is proved"
    assert outcome.returncode == 0
