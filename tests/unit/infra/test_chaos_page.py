"""The report of chaos as a page and a picture."""

from xml.etree import ElementTree as ET

from infra.chaos.page import write
from infra.chaos.picture import draw


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
            "commands": 40,
            "facts": 90,
            "copies": 88,
            "partner_copies": 12,
            "faults": 1,
        },
        "faults": [{**fault, "ended_seconds": 3.1}],
        "checks": [row],
        "violations": [
            {"check": "outbox empty", "sentence": sentence, "what": what} for what in violations
        ],
        "samples": [
            {"at": 1.0, "answered": 1, "facts": 3, "oldest_seconds": 0.2},
            {"at": 2.0, "answered": 9, "facts": 30, "away": True},
            {"at": 3.0, "answered": 20, "facts": 90, "oldest_seconds": 1.4},
        ],
    }


def test_the_picture_is_well_formed_and_shows_each_fault():
    picture = ET.fromstring(draw(a_report()))  # noqa: S314 - we have just drawn it

    titles = [one.text for one in picture.iter("{http://www.w3.org/2000/svg}title")]
    assert titles == ["travel-1 <12>"]


def test_the_page_tells_every_run_and_every_violation():
    reports = [a_report(7), a_report(8, violations=["travel: row 3"])]

    page = write(reports, reports[0])

    assert "| 7 | 3 | 3 | 40 | 90 | 100 | 1 | 4.5 | 0 |" in page
    assert "- seed 8, outbox empty: travel: row 3" in page


def test_a_clean_page_says_so():
    assert "No violation was found" in write([a_report()], a_report())
