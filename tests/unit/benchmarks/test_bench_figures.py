"""Medians, ratios and goals of the bench, and the page that is made of them."""

import json

from benchmarks import measure, page


def test_a_ratio_compares_the_runs_of_one_round():
    assert measure.ratio([30, 10], [10, 5]) == {"median": 2.5, "low": 2, "high": 3, "runs": 2}


def test_the_slowest_of_a_hundred_is_not_hidden():
    assert measure.percentile([*[1.0] * 98, 2.0, 3.0], 0.99) == 3.0


def test_a_goal_says_what_was_asked_and_whether_it_holds():
    assert measure.at_least("hop", 3.2, 3) == measure.Goal("hop", 3.2, ">= 3", holds=True)
    assert not measure.at_most("flat", 1.3, 1.2).holds


def test_a_part_that_ran_alone_leaves_the_others_as_they_were(tmp_path):
    file = tmp_path / "bench.json"
    measure.keep("hop", {}, [measure.at_least("hop", 1, 3)], file)
    measure.keep("relay", {}, [measure.at_least("relay", 1, 0.6)], file)
    measure.keep("hop", {}, [measure.at_least("hop", 4, 3)], file)

    told = json.loads(file.read_text())

    assert [(goal["name"], goal["holds"]) for goal in told["goals"]] == [
        ("hop", True),
        ("relay", True),
    ]


def test_a_spread_has_the_digits_that_mean_something():
    rate = {"median": 1234.5, "low": 1000.2, "high": 2000.9}
    ratio = {"median": 0.617, "low": 0.5, "high": 0.7}

    assert page.spread(rate) == "1,234 (1,000 to 2,001)"
    assert page.spread(ratio) == "0.62 (0.50 to 0.70)"


def test_a_part_that_was_not_measured_keeps_what_the_page_said():
    machine = {"processors": 2, "python": "3.11"}
    goal = measure.at_least("relay: ours", 2, 1).__dict__
    rate = {"ours": measure.summary([1.0])}
    part = {"at": "then", "load_average": 1, "scale": "1"}
    part |= {"figures": {"rows": 7, "per_second": rate, "ours_to": {}}}
    first = page.text({"machine": machine, "goals": [goal], "parts": {"relay": part}})

    second = page.text({"machine": machine, "goals": [], "parts": {}}, first)

    assert second == first
