"""Cases accepted before anybody asked: the letter, and what decides the money, is told anew."""

from alembic import command
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from services.chassis.migrate import config_of
from services.chassis.settings import with_psycopg2
from services.intake.states.model import CaseStatus
from tests.integration.intake import test_intake_stores as suite


def test_each_case_that_was_accepted_and_is_not_over_is_looked_at_once(database):
    """R-AVRR-09."""
    old = database("intake")
    owner = with_psycopg2(old.owner_uri, "the owner")
    engine = create_engine(owner)
    refs = []
    with Session(engine) as session, session.begin():
        for number, status in ((801, "booked"), (802, "open"), (803, "withdrawn")):
            case = suite.a_case(number)
            case.status, case.was_accepted = CaseStatus(status), status != "open"
            refs.append(case.case_ref)
            session.add(case)

    command.downgrade(config_of("intake", owner), "0019")
    command.upgrade(config_of("intake", owner), "head")

    engine.dispose()
    asked = old.rows("SELECT ids FROM reminders WHERE name = 'departure_letter_due'")
    assert asked == [({"case_ref": refs[0]},)]
    told = old.rows("SELECT ids FROM reminders WHERE name = 'traveller_told_again' ORDER BY id")
    people = [f"p-{refs[0]}", f"q-{refs[0]}"]
    assert told == [({"case_ref": refs[0], "person_id": one},) for one in people]
