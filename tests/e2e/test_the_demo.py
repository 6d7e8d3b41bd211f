"""The demo ends well when every case does, and names the case that does not."""

import json
import sys

BOOK = """
cases:
  - name: A Norwegian is declined
    day: 2026-11-24
    persons:
      - {{name: Ingeborg Haraldsdottir, born: 1971-03-05, sex: F, nationality: 'NO'}}
    to: {{country: 'NO', airport: OSL}}
    steps: [opens the case, signs the application, is heard on eligibility]
    expected: {{case: {case}, reasons: [EXCLUDED_NATIONALITY]}}
"""


def play(system, tmp_path, **expected):
    book = tmp_path / "cases.yaml"
    book.write_text(BOOK.format(**expected))
    command = [sys.executable, "-m", "infra.demo", "--cases", str(book), "--patience", "5"]
    outcome = system.run(*command, check=False)
    return outcome, json.loads((system.home / "demo.json").read_text())


def test_a_day_that_goes_as_it_must_ends_well(system, tmp_path):
    outcome, told = play(system, tmp_path, case="declined")

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    (case,) = told["cases"]
    assert case["expected"] == case["actual"]
    assert set(told["trial_balance"].values()) <= {0}
    assert told["messages"]["sent"] > 0
    assert told["messages"]["handled"] > 0
    assert told["messages"]["parked"] == 0


def test_a_broken_expectation_is_named(system, tmp_path):
    outcome, told = play(system, tmp_path, case="accepted")

    assert outcome.returncode == 1
    assert "A Norwegian is declined: case is declined instead of accepted" in outcome.stdout
    assert told["cases"][0]["ok"] is False


def test_a_book_that_nobody_understands_is_refused_before_the_day_begins(system, tmp_path):
    book = tmp_path / "cases.yaml"
    book.write_text(BOOK.format(case="declined").replace("opens the case", "dances a waltz"))

    command = [sys.executable, "-m", "infra.demo", "--cases", str(book)]
    outcome = system.run(*command, check=False)

    assert outcome.returncode == 2
    assert "dances a waltz" in outcome.stderr
