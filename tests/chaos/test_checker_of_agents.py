"""The checker compares the agents' own books with ours; each lie is told once."""

import json
import sqlite3
from contextlib import closing

import pytest

from infra.chaos.checker import demands
from infra.chaos.checker.evidence import Evidence
from tests.chaos.planting import NOW, plant

BOOKING, LOCATOR = "B-1", "VQ8M6Z"
WAITS = {"waits_for": "a decision on the penalty", "owner": "movement_officer", "due_at": NOW}


@pytest.fixture(scope="module")
def travel(database):
    return database("travel")


@pytest.fixture
def books(travel, tmp_path):
    """Ours and polder's, both empty; the function says what the checker finds."""
    travel.rows("DELETE FROM bookings; DELETE FROM movements")
    plant(travel, "movements", id="m-1", status="booked", **WAITS)
    file = tmp_path / "polder.sqlite"
    with closing(sqlite3.connect(file)) as book, book:
        book.execute("CREATE TABLE papers (kind TEXT, reference TEXT, body TEXT)")

    def found(name, *, ours=None, theirs="ticketed", waits=WAITS):
        with closing(sqlite3.connect(file)) as book, book:
            paper = json.dumps({"state": theirs, "record_locator": LOCATOR})
            book.execute("INSERT INTO papers VALUES ('booking', ?, ?)", (BOOKING, paper))
        if ours:
            of = {"id": BOOKING, "movement_id": "m-1", "agent": "polder", "status": ours}
            plant(travel, "bookings", **of, record_locator=LOCATOR, **waits)
        evidence = Evidence(
            databases={"travel": travel.owner_uri},
            broker_url="",
            broker_auth=("", ""),
            vhost="",
            books={"polder": file},
            now=NOW,
        )
        [row] = [row for row in demands.check(evidence, (name,)) if row["name"] == name]
        return row["violations"]

    return found


def test_tickets_that_we_know_of_are_in_order(books):
    assert not books("no seat for nobody", ours="confirmed")


def test_tickets_that_we_gave_back_are_found(books):
    assert books("no seat for nobody", ours="cancelled")


def test_tickets_that_nobody_ordered_are_found(books):
    assert books("no seat for nobody")


def test_tickets_whose_penalty_an_officer_must_decide_on_are_in_order(books):
    assert not books("no seat for nobody", ours="penalty_questioned")


def test_tickets_whose_penalty_nobody_must_decide_on_are_found(books):
    nobody = WAITS | {"owner": None, "due_at": None}

    assert books("no seat for nobody", ours="penalty_questioned", waits=nobody)


def test_a_booking_under_another_locator_is_found(books, travel):
    assert not books("booked once", ours="confirmed")
    travel.rows("UPDATE bookings SET record_locator = 'OTHER1'")

    assert books("booked once")


def test_two_living_bookings_of_one_journey_are_found(books, travel):
    assert not books("one live booking", ours="confirmed")
    second = {"id": "B-2", "movement_id": "m-1", "agent": "polder", "status": "requested"}
    plant(travel, "bookings", **second, **WAITS)

    assert books("one live booking")
