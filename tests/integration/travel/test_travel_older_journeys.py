"""Journeys that were booked before travel asked for the letter: none is stuck without a word."""

from datetime import timedelta
from types import SimpleNamespace

from alembic import command
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from services.chassis.ids import new_id
from services.chassis.migrate import config_of
from services.chassis.settings import with_psycopg2
from services.travel.letters.rules import UNHEARD
from services.travel.movements.model import Movement
from services.travel.movements.store import MovementStore
from services.travel.waits.model import Status
from tests.fakes import NOON

LEAVES = NOON + timedelta(days=9)
DAY = "the day of departure: declarations and boarding"


def a_booked_movement(**changes):
    usual = {
        "id": new_id(),
        "case_ref": f"NL-{new_id()}",
        "assignment_id": None,
        "origin_airport": "AMS",
        "destination_airport": "BGW",
        "destination_country": "IQ",
        "not_before": NOON.date(),
        "not_after": LEAVES.date(),
        "escort_required": False,
        "opened_at": NOON,
        "status": Status.BOOKED,
        "departs_at": LEAVES,
        "waits_for": DAY,
        "owner": "movement_officer",
        "due_at": LEAVES + timedelta(hours=6),
    }
    return Movement(**(usual | changes))


def test_a_journey_that_was_booked_before_says_what_it_waits_for_who_acts_and_by_when(database):
    """R-AVRR-09."""
    old = database("travel")
    owner = with_psycopg2(old.owner_uri, "the owner")
    engine = create_engine(owner)
    leaves, comes = a_booked_movement(), a_booked_movement(destination_country="NL")
    ids = (leaves.id, comes.id)
    with Session(engine) as session, session.begin():
        for movement in (leaves, comes):
            MovementStore(SimpleNamespace(session=session)).add(movement)

    command.downgrade(config_of("travel", owner), "0009")
    command.upgrade(config_of("travel", owner), "head")

    waits = {
        row[0]: row[1:] for row in old.rows("SELECT id, waits_for, owner, due_at FROM movements")
    }
    engine.dispose()
    assert waits[ids[0]] == (UNHEARD, "counsellor", LEAVES)
    assert waits[ids[1]][:2] == (DAY, "movement_officer")
