"""What is kept apart is not learned by a detour either, a cursor or the audit."""

import json

import pytest

from services.chassis.errors import Forbidden
from tests.integration.intake.conftest import a_person, days

SPECIALIST = "trafficking_specialist"


@pytest.fixture(scope="module")
def victim(place):
    case = place.applied(a_person(nationalities=["NG"]))
    ids = {"ref": case["case_ref"], "person_id": case["person_ids"][0]}
    signal = {"presumed_on": days(-40), "signalled_by": "shelter"}
    place.ask("keep_confidential_record", role=SPECIALIST, **ids, body=signal)
    granted = {"granted_on": days(-85), "dublin": False}
    place.ask("record_reflection", role=SPECIALIST, **ids, body=granted)
    return ids


@pytest.mark.parametrize("limit", [1, 2])
def test_no_cursor_of_the_radar_names_what_the_reader_may_not_see(place, victim, limit):
    """R-VOT-03: the medical staff sees days of its own, and no trace of those of others."""
    place.applied(a_person())
    pages, after = [], None
    while True:
        query = {"days": 400, "limit": limit} | ({"after": after} if after else {})
        page = place.ask("radar", role="medical", query=query)
        pages.append(page)
        after = page["next"]
        if after is None:
            break

    assert "confidential" not in json.dumps(pages)
    assert all(len(page["items"]) == limit for page in pages[:-1])
    items = [one for page in pages for one in page["items"]]
    keys = [(one["at"], one["source"], one["case_ref"], one["what"]) for one in items]
    assert len(keys) == len(set(keys)) > limit


@pytest.mark.parametrize("role", ["auditor", "supervisor"])
def test_the_audit_does_not_tell_who_is_a_victim(place, victim, role):
    """R-VOT-03: who may not open the record does not read that another keeps one."""
    for id_ in victim.values():
        deeds = place.ask("audit_of", role=role, subject_id=id_, query={"limit": 200})["items"]

        assert deeds
        assert "trafficking" not in json.dumps([one["why"] for one in deeds])


def test_who_answers_a_person_reads_who_opened_what_is_kept_apart(place, victim):
    ids = {"subject_id": victim["person_id"], "query": {"limit": 200}}
    deeds = place.ask("audit_of", role="privacy_officer", **ids)["items"]

    assert "keep_confidential_record" in {one["what"] for one in deeds}


def test_that_somebody_tried_to_open_it_is_told(place, victim):
    with pytest.raises(Forbidden):
        place.ask("confidential_record", by="c.urious", **victim)
    ids = {"subject_id": victim["person_id"], "query": {"limit": 200}}
    deeds = place.ask("audit_of", role="supervisor", **ids)["items"]

    assert ("c.urious", "confidential_record") in {(one["who"], one["what"]) for one in deeds}
