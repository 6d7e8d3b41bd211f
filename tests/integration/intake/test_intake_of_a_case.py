"""A case in the running service: real database, real broker, asked as the gateway asks."""

import pytest

from services.chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.chassis.ids import new_id
from tests.integration.intake.conftest import a_person, days

TRAVELLED = {"departs_at": "2026-12-01T08:00:00+01:00", "arrives_at": "2026-12-01T15:00:00+03:00"}


@pytest.fixture
def travels(place):
    """Tell what travel would tell of a case's one movement."""

    def tell(case, name, person_id=None, **more):
        ref = case["case_ref"]
        usual = {
            "movement_id": f"m-{ref}",
            "case_ref": ref,
            "assignment_id": None,
            "person_ids": case["person_ids"],
            "person_id": person_id or case["person_ids"][0],
            "departed_at": "2026-12-01T08:10:00+01:00",
            "arrived_at": "2026-12-01T15:10:00+03:00",
            "noted_at": "2026-12-01T08:10:00+01:00",
            "evidence": "border_notice",
            "reason_code": "case_withdrawn",
        }
        place.hears("travel", name, usual | TRAVELLED | more)

    return tell


def becomes(place, wait_for, case, status):
    ref = case["case_ref"]
    wait_for(lambda: place.status(ref) == status, 15, f"{ref} never became {status}.")


def test_a_return_from_the_first_talk_to_the_closed_case(place, travels, wait_for):
    case = place.accepted()
    ref = case["case_ref"]
    assert case["status"] == "accepted"

    travels(case, "movement_opened")
    travels(case, "movement_booked")
    becomes(place, wait_for, case, "booked")
    travels(case, "person_departed")
    travels(case, "person_arrived")
    becomes(place, wait_for, case, "arrived")
    with pytest.raises(Conflict) as refusal:
        place.ask("close_case", ref=ref, body={})
    place.hears("reintegration", "reintegration_completed", {"case_ref": ref})
    wait_for(lambda: place.ask("case", ref=ref)["waits_for"] == "the closing of the case")
    closed = place.ask("close_case", ref=ref, body={})

    assert refusal.value.code == "reintegration-open"
    assert (closed["status"], closed["outcome"]) == ("closed", "returned")
    wait_for(lambda: len(place.said(ref)) == 3)
    names = [fact["type"] for fact in place.said(ref)]
    assert names == ["intake.case_opened.v1", "intake.case_accepted.v1", "intake.case_closed.v1"]


def test_the_accepted_case_names_nobody_but_under_seal(place, wait_for):
    case = place.accepted()
    ref = case["case_ref"]
    wait_for(lambda: len(place.said(ref)) == 2)

    fact = place.said(ref)[-1]

    assert fact["correlationid"] == ref
    assert fact["data"]["sealed_for_travel"].count(".") == 4
    assert fact["data"]["travellers"] == [
        {
            "person_id": case["person_ids"][0],
            "person_type": "adult",
            "nationalities": ["IQ"],
            "reintegration_bars": [],
            "escort_required": False,
        }
    ]


def test_a_withdrawal_waits_for_everything_to_be_put_back(place, travels, wait_for):
    case = place.accepted()
    ref = case["case_ref"]
    travels(case, "movement_opened")
    travels(case, "movement_booked")
    becomes(place, wait_for, case, "booked")

    assert place.ask("withdraw_case", ref=ref, body={"reason_code": "family"})["status"] == (
        "withdrawing"
    )
    held = {"case_ref": ref, "entitlement_id": "e-1", "reason_code": "case_withdrawn"}
    place.hears("reintegration", "entitlement_released", held)
    place.hears("reintegration", "entitlement_reserved", held | {"scheme": "avrr_nl_2017"})
    travels(case, "movement_cancelled")

    becomes(place, wait_for, case, "withdrawn")
    assert place.ask("waits_of_case", ref=ref)["waits"] == []


def test_the_same_fact_twice_is_told_once(place, travels, wait_for):
    case = place.accepted()
    ref, id_ = case["case_ref"], new_id()
    fact = {"case_ref": ref, "entitlement_id": "e-2", "scheme": "avrr_nl_2017"}
    for _ in range(2):
        place.hears("reintegration", "entitlement_reserved", fact, id_=id_, sequence=1)
    travels(case, "movement_opened")

    def told():
        items = place.ask("timeline_of_case", ref=ref, query={})["items"]
        return [item["type"] for item in items]

    wait_for(lambda: "travel.movement_opened" in told())
    wait_for(lambda: "reintegration.entitlement_reserved" in told())
    assert told().count("reintegration.entitlement_reserved") == 1


def test_a_deployment_of_an_expert_is_told_and_moves_no_case(place, wait_for):
    assignment = {"assignment_id": f"a-{new_id()}"}
    place.hears("expert_deployment", "assignment_started", assignment)

    count = "SELECT count(*) FROM timeline_entries WHERE about = %s"
    wait_for(lambda: place.database.value(count, assignment["assignment_id"]) == 1)


def test_someone_who_returned_is_found_again_by_name_or_by_document(place, travels, wait_for):
    person = a_person()
    case = place.accepted(person)
    travels(case, "movement_booked")
    travels(case, "person_departed", departed_at=f"{days(-900)}T08:00:00+01:00")
    becomes(place, wait_for, case, "departed")

    respelled = person["given_names"].upper(), person["family_name"].upper()
    renewed = a_person(given_names=respelled[0], family_name=respelled[1])
    renamed = a_person(document=person["document"])
    for again in (renewed, renamed):
        ref = place.applied(again)["case_ref"]
        decision = place.ask("decide_eligibility", ref=ref)
        assert (decision["verdict"], decision["codes"]) == ("declined", ["RECENT_RETURN"])
        assert place.status(ref) == "declined"


def test_nobody_is_named_in_the_database(place):
    person = a_person()
    place.accepted(person)

    tables = place.database.rows(
        "SELECT table_name FROM information_schema.tables"
        " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    )
    secrets = {person["family_name"], person["given_names"], person["document"]["number"]}
    for (table,) in tables:
        for (row,) in place.database.rows(f'SELECT t::text FROM "{table}" t'):  # noqa: S608
            assert not [secret for secret in secrets if secret in row], table


def test_who_may_see_whom(place):
    """Need to know: an auditor sees that there is a person, and health is for medical staff."""
    person = a_person(medical=True)
    ref = place.opened(person)["case_ref"]

    for role, named, health in (
        ("counsellor", True, False),
        ("medical", True, True),
        ("auditor", False, False),
    ):
        seen = place.ask("case", ref=ref, role=role)["persons"][0]
        assert ("family_name" in seen, "medical" in seen) == (named, health)
        assert seen["person_type"] == "adult"


def test_a_role_without_the_scope_is_refused(place):
    with pytest.raises(Forbidden):
        place.ask("open_case", role="movement_officer", body={})


def test_what_is_wrong_with_a_new_case_is_pointed_at(place):
    with pytest.raises(Invalid) as refusal:
        place.opened(a_person(sex="female", colour="blue"), destination_country="Iraq")

    pointers = {problem["pointer"] for problem in refusal.value.errors}
    assert pointers == {"/persons/0/sex", "/persons/0/colour", "/destination_country"}


def test_a_change_on_an_old_version_is_refused(place):
    case = place.opened()
    ref, version = case["case_ref"], case["version"]
    body = {"facts": {"means_minor": 1}}
    place.ask("correct_case", ref=ref, body=body, expected=version)

    with pytest.raises(Conflict) as refusal:
        place.ask("correct_case", ref=ref, body=body, expected=version)

    assert refusal.value.code == "stale"


def test_a_misheard_reference_is_told_apart(place):
    ref = place.opened()["case_ref"]
    wrong = f"{ref[:-1]}{(int(ref[-1]) + 1) % 10}"

    with pytest.raises(NotFound, match="last digit"):
        place.ask("case", ref=wrong)


def test_pages_of_cases_follow_each_other(place):
    mine = [place.opened()["case_ref"] for _ in range(3)]
    found, after = [], None
    while True:
        query = {"status": "open", "limit": 2} | ({"after": after} if after else {})
        page = place.ask("cases", query=query)
        found += [item["case_ref"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break

    assert found == sorted(found)
    assert len(found) == len(set(found))
    assert set(mine) <= set(found)


def test_a_child_alone_without_reception_does_not_move(place):
    """R-UAM-03."""
    child = a_person(birth_date=days(-15 * 365), nationalities=["MA"])
    case = place.opened(child)
    ref, person_id = case["case_ref"], case["person_ids"][0]
    guardian = {"name": "N. Voogd", "appointed_on": days(-10)}
    signature = {"signed_on": days(0), "language": "ar"}
    signed = {"signed_on": days(0), "departure_request": signature}
    body = signed | {"data_exchange_consent": signature}
    with pytest.raises(Conflict, match="R-UAM-01"):
        place.ask("sign_application", ref=ref, body=body)
    place.ask("record_guardian", ref=ref, person_id=person_id, body=guardian)
    place.ask("sign_application", ref=ref, body=body)
    place.ask("decide_eligibility", ref=ref)
    place.ask("request_clearance", ref=ref)
    place.ask("answer_clearance", ref=ref, body={"outcome": "granted", "answered_on": days(0)})

    with pytest.raises(Conflict) as refusal:
        place.ask("accept_case", ref=ref)

    rules = {problem["detail"].split(":")[0] for problem in refusal.value.errors}
    assert rules == {"R-UAM-02", "R-UAM-03", "R-UAM-04", "R-UAM-05", "R-UAM-07"}
    assert place.status(ref) == "cleared"


def test_every_step_can_be_read_back(place):
    case = place.accepted()
    ref, person_id = case["case_ref"], case["person_ids"][0]
    need = {"escort": "social", "ssr": ["WCHR"]}
    passport = {"kind": "passport", "number": "N1", "issuing_country": "IQ"}

    receipt = place.ask("record_escort_need", ref=ref, person_id=person_id, body=need)
    place.ask(
        "record_document",
        ref=ref,
        person_id=person_id,
        body=passport | {"expires_on": days(900)},
        expected=receipt["version"],
    )
    decisions = place.ask("decisions_of_case", ref=ref, query={"limit": 1})
    more = place.ask("decisions_of_case", ref=ref, query={"after": decisions["next"]})
    disclosed = place.ask("disclosures_of_case", ref=ref, query={})
    safeguards = place.ask("safeguards_of_person", ref=ref, person_id=person_id)

    assert [one["stage"] for one in decisions["items"] + more["items"]] == ["intake", "booking"]
    assert {"rule_id", "outcome", "code", "evidence", "rule_version", "sentence"} == set(
        decisions["items"][0]["reasons"][0]
    )
    assert [one["recipient"] for one in disclosed["items"]] == ["IND"]
    assert safeguards["recorded"] == ["escort_need"]
    assert safeguards["open_points"] == []
    seen = place.ask("case", ref=ref)["persons"][0]
    assert seen["document"]["number"] == "N1"
    assert (seen["previous_departures"], seen["permits"]) == ([], [])
