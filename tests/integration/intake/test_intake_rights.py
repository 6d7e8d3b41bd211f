"""Everything that is kept about a person is shown in one file; forgotten, nothing can be read."""

import pytest

from services.chassis.answering.export import NOT_THEIRS
from services.chassis.errors import Conflict, Forbidden, NotFound
from services.chassis.ids import new_id
from services.intake.erasure.usecases import KEEPERS
from tests.integration.intake.conftest import a_body, a_person, days

OFFICER = "privacy_officer"


@pytest.fixture
def ended(place):
    """A case that was withdrawn, of a person and a partner."""
    partner = a_person(relation="partner", given_names="Dilşad")
    case = place.applied(a_person(), partner)
    return place.ask("withdraw_case", ref=case["case_ref"], body={"reason_code": "changed_mind"})


def acknowledge(place, erasure, by):
    told = {key: erasure[key] for key in ("erasure_id", "case_ref", "person_id")}
    place.hears(by, "erasure_acknowledged", told | {"by": by, "awaits": []})


def test_an_export_holds_every_row_about_the_person_opened_and_nobody_elses(place, ended):
    one, other = ended["person_ids"]
    rows = place.ask("export_person", role=OFFICER, person_id=one)["rows"]

    (person,) = rows["persons"]
    assert person["sealed"]["given_names"].startswith("Nêrgiz")
    assert [row["status"] for row in rows["cases"]] == ["withdrawn"]
    assert rows["cases"][0]["sealed_facts"]["means_minor"] == 10000
    assert {row["scope"] for row in rows["consents"]} == {"departure_request", "data_exchange"}
    assert rows["timeline_entries"]
    assert "person_tokens" not in rows
    assert "Dilşad" not in str(rows)
    assert place.ask("export_person", role=OFFICER, person_id=other)["rows"]["persons"]


def test_an_export_says_who_looked(place, ended):
    place.ask("case", ref=ended["case_ref"], role="movement_officer")
    seen = place.ask("export_person", role=OFFICER, person_id=ended["person_ids"][0])["seen_by"]

    assert {(one["who"], one["what"]) for one in seen} >= {
        ("counsellor.test", "open_case"),
        ("movement_officer.test", "case"),
    }


def test_a_forgotten_person_cannot_be_read_or_found_and_the_audit_stays_whole(place, ended):
    one, other = ended["person_ids"]
    before = place.ask("audit_of", role="auditor", subject_id=one, query={})["items"]
    place.ask("correct_person", role=OFFICER, person_id=one, body=CORRECTION)
    erasure = place.ask("erase_person", role=OFFICER, person_id=one, body={"ground": "request"})
    case = place.ask("case", ref=ended["case_ref"])
    key = "SELECT wrapped_key IS NULL FROM person_keys WHERE person_id = %s"
    tokens = "SELECT count(*) FROM person_tokens WHERE person_id = %s"
    after = place.ask("audit_of", role="auditor", subject_id=one, query={})["items"]

    assert erasure["outstanding"] == sorted(KEEPERS)
    assert [person.get("given_names") for person in case["persons"]] == [None, "Dilşad"]
    assert place.database.value(key, one)
    assert not place.database.value(key, other)
    assert place.database.value(tokens, one) == 0
    assert after[: len(before)] == before
    with pytest.raises(NotFound, match="erased"):
        place.ask("history_of_person", role=OFFICER, person_id=one, query={})
    with pytest.raises(Conflict):
        place.ask("erase_person", role=OFFICER, person_id=one, body={"ground": "request"})


def test_an_erasure_is_done_when_every_service_has_acknowledged(place, ended, wait_for):
    one = ended["person_ids"][0]
    erasure = place.ask("erase_person", role=OFFICER, person_id=one, body={"ground": "request"})
    for by in KEEPERS:
        acknowledge(place, erasure, by)

    def told():
        facts = place.said(ended["case_ref"])
        return [fact["data"]["person_id"] for fact in facts if "person_erased" in fact["type"]]

    def done():
        items = place.ask("erasures", role=OFFICER, query={"status": "done"})["items"]
        return erasure["erasure_id"] in [item["erasure_id"] for item in items]

    wait_for(done, sentence="The erasure is not done.")
    wait_for(lambda: told() == [one], sentence="Nobody was told.")


def test_nothing_that_is_sealed_can_be_read_once_everybody_is_forgotten(place, ended):
    """Each sealed column of each table, as the export opens it."""
    one, other = ended["person_ids"]

    def sealed():
        rows = place.ask("export_person", role=OFFICER, person_id=one)["rows"]
        return [
            value
            for table in rows.values()
            for row in table
            for name, value in row.items()
            if name.startswith("sealed") and value is not None
        ]

    assert len([value for value in sealed() if value != NOT_THEIRS]) > 1
    for person_id in (one, other):
        place.ask("erase_person", role=OFFICER, person_id=person_id, body={"ground": "request"})

    assert set(sealed()) == {NOT_THEIRS}


def test_what_was_decided_of_who_is_who_is_shown_to_both(place, ended):
    one, other = ended["person_ids"]
    for position, pair in enumerate(((one, other), (other, one))):
        place.database.rows(DECIDED, f"d-{position}-{one}", *pair)
    for person_id in (one, other):
        shown = place.ask("export_person", role=OFFICER, person_id=person_id)["rows"]
        assert len(shown["identity_decisions"]) == 2


def test_who_asked_before_the_case_is_shown_and_forgotten_with_the_applicant(place, ended):
    applicant, partner = ended["person_ids"]
    name, contact = asked(place)
    place.ask("advise", contact_id=contact, body={"topics": ["return"], "language": "ar"})
    place.ask("link_case", contact_id=contact, body={"case_ref": ended["case_ref"]})
    seen = place.ask("export_person", role=OFFICER, person_id=applicant)["rows"]["contacts"]
    others = place.ask("export_person", role=OFFICER, person_id=partner)["rows"]

    assert seen[0]["sealed_person"]["given_names"] == name
    assert name not in str(others)
    with pytest.raises(Conflict, match="led to case"):
        place.ask("erase_contact", role=OFFICER, contact_id=contact)

    place.ask("erase_person", role=OFFICER, person_id=applicant, body={"ground": "request"})

    assert place.database.value(FORGOTTEN, contact)
    assert place.ask("contact", contact_id=contact)["person"] is None
    assert name not in str(place.ask("export_person", role=OFFICER, person_id=applicant))


def test_a_contact_that_led_to_no_case_is_shown_and_forgotten_by_its_own_id(place):
    name, contact = asked(place)
    with pytest.raises(Forbidden):
        place.ask("erase_contact", contact_id=contact)
    with pytest.raises(Conflict, match="not ended"):
        place.ask("erase_contact", role=OFFICER, contact_id=contact)
    place.ask("end_contact", contact_id=contact, body={"outcome": "nothing"})
    shown = place.ask("export_contact", role=OFFICER, contact_id=contact)
    place.ask("erase_contact", role=OFFICER, contact_id=contact)

    assert shown["rows"]["contacts"][0]["sealed_person"]["given_names"] == name
    assert ("counsellor.test", "ask_advice") in {
        (one["who"], one["what"]) for one in shown["seen_by"]
    }
    assert place.database.value(FORGOTTEN, contact)
    assert name not in str(place.ask("export_contact", role=OFFICER, contact_id=contact))
    with pytest.raises(Conflict, match="has been forgotten"):
        place.ask("erase_contact", role=OFFICER, contact_id=contact)


def test_a_kept_answer_does_not_tell_who_was_forgotten(place):
    """The answer to a command is kept for a month, for whoever asks again with the same key."""
    key, others = new_id(), new_id()
    case = place.ask("open_case", key=key, body=a_body(a_person()))
    other = place.ask("open_case", key=others, body=a_body(a_person()))
    place.ask("withdraw_case", ref=case["case_ref"], body={"reason_code": "changed_mind"})
    (one,) = case["person_ids"]
    kept = "SELECT count(*) FROM idempotency WHERE key = %s"
    assert place.database.value(kept, key) == 1

    place.ask("erase_person", role=OFFICER, person_id=one, body={"ground": "request"})

    assert place.database.value(kept, key) == 0
    assert (place.database.value(kept, others), len(other["person_ids"])) == (1, 1)


def asked(place):
    """Somebody asks for advice and says who it is."""
    name = f"Asks{new_id()[-8:]}"
    told = {"agrees_to_be_recorded": True, "person": {"given_names": name}}
    usual = {"channel": "telephone", "language": "ar", "asked_on": days(0)}
    return name, place.ask("ask_advice", body=usual | told)["contact_id"]


DECIDED = (
    "INSERT INTO identity_decisions (decision_id, one_id, other_id, verdict, score, agreements, "
    "ground, decided_by, decided_at) VALUES (%s, %s, %s, 'different', 70, '[]', 'seen both', "
    "'c.jansen', now()) RETURNING decision_id"
)
FORGOTTEN = "SELECT wrapped_key IS NULL FROM person_keys WHERE person_id = %s"
CORRECTION = {"ground": "request", "person": {"family_name": "Corrected"}}
