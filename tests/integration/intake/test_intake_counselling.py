"""Counselling in the running service: from the first question to the case."""

from datetime import UTC, datetime, timedelta

import pytest

from services.chassis.errors import Conflict, Forbidden
from services.chassis.ids import new_id
from tests.integration.intake.conftest import TODAY, days


def asked(service, **changes):
    usual = {"channel": "telephone", "language": "ar", "asked_on": days(0)}
    return service.ask("ask_advice", body=usual | changes)


def next_monday():
    """Ten in the morning in Amsterdam, where Mondays are consulting hours from nine to twelve."""
    ahead = 7 - TODAY.weekday() or 7
    return datetime.combine(TODAY + timedelta(days=ahead), datetime.min.time(), UTC) + timedelta(
        hours=9
    )


def test_a_person_asks_comes_is_told_and_applies(place):
    name = f"Asks{new_id()[-8:]}"
    person = {"agrees_to_be_recorded": True, "person": {"given_names": name}}
    contact = asked(place, **person)
    key = contact["contact_id"]
    minute = timedelta(minutes=int(new_id()[-2:], 16) % 30)
    at = {"place": "amsterdam", "at": (next_monday() + minute).isoformat()}
    assert place.ask("appoint", contact_id=key, body=at)["status"] == "appointed"
    with pytest.raises(Conflict):
        place.ask("appoint", contact_id=asked(place)["contact_id"], body=at)
    with pytest.raises(Conflict):
        place.ask("miss_appointment", contact_id=key)
    told = {"topics": ["return", "entry_ban"], "language": "ar"}
    assert place.ask("advise", contact_id=key, body=told)["status"] == "advised"
    ref = place.opened()["case_ref"]
    linked = place.ask("link_case", contact_id=key, body={"case_ref": ref})

    assert (linked["status"], linked["case_ref"]) == ("case_opened", ref)
    whole = place.ask("contact", contact_id=key)
    assert whole["person"]["given_names"] == name
    assert whole["talks"][0]["topics"] == ["return", "entry_ban"]
    for (row,) in place.database.rows("SELECT t::text FROM contacts t"):
        assert name not in row


def test_it_may_end_with_nothing(place):
    key = asked(place)["contact_id"]

    ended = place.ask("end_contact", contact_id=key, body={"outcome": "nothing"})

    assert (ended["status"], ended["waits_for"]) == ("ended", None)


def test_contacts_and_consulting_hours_are_listed(place):
    mine = [asked(place, channel="walk_in", place="delft")["contact_id"] for _ in range(3)]
    query = {"place": "delft", "status": "asked", "limit": 2}
    first = place.ask("contacts", query=query)
    second = place.ask("contacts", query=query | {"after": first["next"]})
    hours = place.ask("consulting_hours", query={"city": "Delft"})["items"]

    found = [one["contact_id"] for one in first["items"] + second["items"]]
    assert found == mine
    assert [one["opens"] for one in hours] == ["09:00"]
    assert len({one["place"] for one in place.ask("consulting_hours", query={})["items"]}) > 60


def test_whoever_does_not_counsel_does_not_write(place):
    with pytest.raises(Forbidden):
        place.ask("ask_advice", role="movement_officer", body={})
