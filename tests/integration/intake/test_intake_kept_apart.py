"""What is kept apart, in the running service: who may ask, and that nothing else betrays it."""

import json
import re

import pytest

from gateway.roles import ROLES
from services.chassis.errors import Forbidden, NotFound
from tests.integration.intake.conftest import a_person, days

SPECIALIST = "trafficking_specialist"
BETRAYS = re.compile(
    "traffick|victim|reflection|opt.?in|shelter|vot[^e]|confidential", re.IGNORECASE
)
READS = {
    "case": {},
    "timeline_of_case": {"query": {}},
    "waits_of_case": {},
    "consents_of_case": {"query": {}},
    "decisions_of_case": {"query": {}},
    "disclosures_of_case": {"query": {}},
}


@pytest.fixture(scope="module")
def victims(place):
    """The case of a victim with everything recorded, and one that is alike in all but that."""
    person = a_person(nationalities=["NG"])
    case, alike = place.applied(person), place.applied(a_person(nationalities=["NG"]))
    ids = {"ref": case["case_ref"], "person_id": case["person_ids"][0]}

    def keep(method, body):
        return place.ask(method, role=SPECIALIST, **ids, **({"body": body} if body else {}))

    keep("keep_confidential_record", {"presumed_on": days(-40), "signalled_by": "shelter"})
    keep("opt_in_to_services", {"signed_on": days(-30), "language": "en"})
    keep("choose_services", {"services": ["fast_track", "hidden_itinerary"]})
    keep("record_reflection", {"granted_on": days(-85), "dublin": False})
    return case, alike


def ids_of(case):
    return {"ref": case["case_ref"], "person_id": case["person_ids"][0]}


def test_who_may_know_reads_what_was_recorded(place, victims):
    """R-VOT-03."""
    shown = place.ask("confidential_record", role=SPECIALIST, **ids_of(victims[0]))

    assert shown["services"] == ["fast_track", "hidden_itinerary"]
    assert shown["opt_in"]["language"] == "en"
    assert shown["scope"]["in_scope"]


@pytest.mark.parametrize("role", sorted(set(ROLES) - {SPECIALIST, "protection_lead"}))
def test_nobody_else_may_ask_whether_or_not_there_is_anything(place, victims, role):
    """R-VOT-03: two cases and every role get the same refusal."""
    refusals = []
    for case in victims:
        with pytest.raises(Forbidden) as refusal:
            place.ask("confidential_record", role=role, **ids_of(case))
        refusals.append(str(refusal.value))

    assert refusals[0] == refusals[1]


def test_of_whom_nothing_is_kept_the_specialist_finds_nothing(place, victims):
    with pytest.raises(NotFound):
        place.ask("confidential_record", role=SPECIALIST, **ids_of(victims[1]))


def anonymous(answer, case):
    """An answer without what differs between any two cases."""
    text = json.dumps(answer, sort_keys=True)
    for own in (case["case_ref"], *case["person_ids"]):
        text = text.replace(own, "-")
    text = re.sub(r'"(entry_id|consent_id|given_names|family_name|number|at)": "[^"]*"', "", text)
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.+Z]+", "-", text)


OF_ROLE = {
    "counsellor": sorted(READS),
    "supervisor": sorted(READS),
    "medical": ["case", "consents_of_case", "timeline_of_case", "waits_of_case"],
}
ASKED = [(role, method) for role, methods in OF_ROLE.items() for method in methods]


@pytest.mark.parametrize(("role", "method"), ASKED)
def test_the_case_of_a_victim_looks_like_any_other(place, victims, method, role):
    """R-VOT-03: case, timeline, waits, consents, decisions and disclosures."""
    case, alike = victims
    shown, other = (
        place.ask(method, role=role, ref=one["case_ref"], **READS[method]) for one in victims
    )

    assert anonymous(shown, case) == anonymous(other, alike)
    assert not BETRAYS.search(json.dumps(shown))


def blips(place, case, **asked):
    role = asked.pop("role")
    items = place.ask("radar", role=role, query={"days": 60, "limit": 200} | asked)["items"]
    return [one for one in items if one["case_ref"] == case["case_ref"]]


def test_the_end_of_the_time_to_reflect_is_on_the_radar_of_the_specialist_alone(place, victims):
    """R-VOT-05."""
    case, _ = victims
    seen = blips(place, case, role=SPECIALIST, owner=SPECIALIST)
    of_counsellor = blips(place, case, role="counsellor")
    asked_by_name = blips(place, case, role="counsellor", owner=SPECIALIST)

    assert [(one["what"], one["about"], one["owner"]) for one in seen] == [
        ("reflection_period", case["person_ids"][0], SPECIALIST)
    ]
    assert of_counsellor
    assert not BETRAYS.search(json.dumps(of_counsellor))
    assert asked_by_name == []
    assert not [one for one in blips(place, case, role="medical") if one["rule_id"] == "R-VOT-05"]


def test_the_database_does_not_say_who_is_a_victim(place, victims):
    """R-VOT-03: the record lies under a token, and what watches it says neither what nor whom."""
    case, _ = victims
    person_id = case["person_ids"][0]
    rows = place.database.value("SELECT count(*) FROM trafficking_records")
    named = place.database.value(
        "SELECT count(*) FROM trafficking_records WHERE token LIKE %s OR encode(sealed, 'escape')"
        " LIKE '%%shelter%%'",
        f"%{person_id}%",
    )
    watched = place.database.value(
        "SELECT count(*) FROM alerts WHERE what = 'confidential' AND about = %s", person_id
    )

    assert (rows, named, watched) == (1, 0, 0)


def test_a_person_is_shown_what_is_kept_apart_too_and_by_the_privacy_officer_alone(place, victims):
    person_id = victims[0]["person_ids"][0]
    whole = place.ask("export_person", role="privacy_officer", person_id=person_id)["rows"]
    seen = place.ask("export_person", role="supervisor", person_id=person_id)["rows"]

    assert whole["trafficking_records"][0]["sealed"]["signalled_by"] == "shelter"
    assert not BETRAYS.search(json.dumps(seen))
