"""Intake is replaced process by process: the older one works on what the newer one has written."""

import pytest

from services.chassis.errors import Invalid
from services.chassis.privacy.vault import Vault, load_keyring
from services.intake.cases.store import CaseStore
from tests.meanwhile import meanwhile

NEWER = {"of_the_next_version": {"inside": [1]}}


@pytest.fixture
def newer(place):
    """A transaction of the next version, that has the same tables."""
    with meanwhile(place.database) as opened:
        yield opened


def test_what_a_newer_process_wrote_into_a_journey_outlives_what_an_older_one_hears(
    place, newer, wait_for
):
    case = place.accepted()
    ref, movement_id = case["case_ref"], f"m-{case['case_ref']}"
    about = {"movement_id": movement_id, "case_ref": ref, "person_ids": case["person_ids"]}
    place.hears("travel", "movement_opened", about)
    wait_for(lambda: movement_id in str(journey_of(place, ref)))
    add = "jsonb_set(journey || CAST(:newer AS jsonb), CAST(:path AS text[]), CAST('1' AS jsonb))"
    newer.rows(
        f"UPDATE cases SET journey = {add} WHERE case_ref = :ref",  # noqa: S608 - our own words
        newer='{"of_the_next_version": {"inside": [1]}}',
        path=f"{{movements,{movement_id},of_the_next_version}}",
        ref=ref,
    )
    newer.session.commit()

    place.flies(case, "2026-05-02")
    wait_for(lambda: place.status(ref) == "arrived")
    journey = journey_of(place, ref)
    assert journey["of_the_next_version"] == {"inside": [1]}
    assert journey["movements"][movement_id]["of_the_next_version"] == 1
    assert journey["movements"][movement_id]["arrived"]


def test_what_a_newer_process_sealed_outlives_a_correction_by_an_older_one(place, keys, newer):
    case = place.opened()
    ref, [person_id] = case["case_ref"], case["person_ids"]
    vault = Vault(newer.session, load_keyring(keys))
    kept = newer.store(CaseStore).get(ref)
    kept.sealed_facts = vault.seal(person_id, vault.open(person_id, kept.sealed_facts) | NEWER)
    [person] = kept.people
    person.sealed = vault.seal(person_id, vault.open(person_id, person.sealed) | NEWER)
    newer.session.commit()

    change = {"facts": {"means_minor": 5}, "persons": {person_id: {"given_names": "Nazdar"}}}
    shown = place.ask("correct_case", ref=ref, body=change, expected=case["version"])
    assert place.ask("case", ref=ref)["persons"][0]["given_names"] == "Nazdar"
    newer.session.expire_all()
    kept = newer.store(CaseStore).get(ref)
    for sealed in (kept.sealed_facts, kept.people[0].sealed):
        assert NEWER.items() <= vault.open(person_id, sealed).items()
    newer.session.commit()

    with pytest.raises(Invalid, match="/of_the_next_version"):
        place.ask("correct_case", ref=ref, body={"facts": NEWER}, expected=shown["version"])


def journey_of(place, ref):
    return place.database.value("SELECT journey FROM cases WHERE case_ref = %s", ref)
