"""The reports of chaos as a page and a picture, and what is kept of them."""

from xml.etree import ElementTree as ET

import pytest

from infra.chaos import results
from infra.chaos.page import write
from infra.chaos.picture import draw
from infra.chaos.tour import read_seeds, summary


def a_report(seed=7, violations=()):
    sentence = "No outbox row is left"
    row = {"name": "outbox empty", "sentence": sentence, "count": len(violations)}
    fault = {"kind": "kill a process", "what": "travel-1 <12>", "at_seconds": 3.0}
    return {
        "seed": seed,
        "minutes": 3,
        "seconds": {"until_quiet": 4.5, "faults_over": 9.0},
        "counts": {
            "cases": 3,
            "kinds": {"family": 2, "reunited": 1},
            "to_their_end": {"family": 2},
            "commands": 40,
            "facts": 90,
            "copies": 88,
            "partner_copies": 12,
            "faults": 1,
        },
        "faults": [{**fault, "ended_seconds": 3.1, "epoch": 1.0}],
        "checks": [row],
        "violations": [
            {"check": "outbox empty", "sentence": sentence, "what": what} for what in violations
        ],
        "left": [{"case": "family 1"}],
        "samples": [
            {"at": 1.0, "answered": 1, "facts": 3, "oldest_seconds": 0.2, "begun": 1},
            {"at": 2.0, "answered": 9, "facts": 30, "away": True},
            {"at": 3.0, "answered": 20, "facts": 90, "oldest_seconds": 1.4},
        ],
    }


def told(picture, tag):
    return [one.text for one in picture.iter(f"{{http://www.w3.org/2000/svg}}{tag}")]


@pytest.mark.parametrize("seeds", [[7], [7, 8, 9]])
def test_the_picture_is_well_formed_and_shows_each_run_and_fault(seeds):
    picture = ET.fromstring(draw([a_report(seed) for seed in seeds]))  # noqa: S314 - just drawn

    assert told(picture, "title") == ["travel-1 <12>"] * len(seeds)
    assert {f"seed {seed}" for seed in seeds} <= set(told(picture, "text"))


def test_runs_stand_one_after_another():
    picture = ET.fromstring(draw([a_report(7), a_report(8)]))  # noqa: S314 - just drawn
    lines = [
        [float(point.partition(",")[0]) for point in one.get("points").split()]
        for one in picture.iter("{http://www.w3.org/2000/svg}polyline")
    ]

    for first, second in zip(lines[::2], lines[1::2], strict=True):
        assert max(first) < min(second)


def test_the_page_tells_every_run_and_every_violation():
    page = write([a_report(7), a_report(8, violations=["travel: row 3"])])

    assert "| 7 | 3 | 3 | 40 | 90 | 100 | 1 | 4.5 | 0 |" in page
    assert "- seed 8, outbox empty: travel: row 3" in page
    assert "| family | 4 | 4 |" in page
    assert "| all | 6 | 4 |" in page


def test_a_clean_page_says_so():
    assert "No violation was found" in write([a_report()])


def test_what_is_kept_of_a_run_is_enough_for_the_same_page(tmp_path):
    reports = [a_report(8, violations=["travel: row 3"]), a_report(7)]
    for report in reports:
        results.keep(report, tmp_path)

    kept = results.kept(tmp_path)

    assert [report["seed"] for report in kept] == [7, 8]
    assert write(kept) == write([*reversed(reports)])
    assert draw(kept) == draw([*reversed(reports)])
    assert "left" not in kept[0]


def test_a_run_with_the_same_seed_takes_the_place_of_the_earlier_one(tmp_path):
    results.keep(a_report(violations=["travel: row 3"]), tmp_path)
    results.keep(a_report(), tmp_path)

    assert [report["violations"] for report in results.kept(tmp_path)] == [[]]
    results.forget(tmp_path)
    assert results.kept(tmp_path) == []


def test_a_long_run_is_sampled_more_seldom(tmp_path):
    report = a_report()
    report["samples"] = [{"at": float(at), "answered": at, "facts": at} for at in range(700)]

    assert len(results.trimmed(report)["samples"]) <= results.SAMPLES_MAX


@pytest.mark.parametrize(("text", "seeds"), [("1-3", [1, 2, 3]), ("4,9-10", [4, 9, 10])])
def test_seeds_are_read_as_they_are_said(text, seeds):
    assert read_seeds(text) == seeds


def test_a_run_is_told_in_a_few_words():
    assert summary(a_report()) == "0 violations in 3 cases, 90 facts and 1 faults"
