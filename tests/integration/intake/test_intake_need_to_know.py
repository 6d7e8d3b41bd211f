"""Two users and every call of intake: who is not assigned learns not even that a case exists."""

import pytest

from services.chassis.errors import Conflict, Forbidden, NotFound
from services.chassis.ids import new_id
from services.intake.cases.rules import case_reference
from tests.integration.intake.conftest import FACTS, a_body, days
from tests.two_users import ASSIGNED, OUTSIDER, is_hidden, lists, ways

ADMISSION = {"permit": "permanent", "capital_programme": False, "lived_there_before": False}
ABROAD = {"destination_country": "US", "destination_airport": "JFK"}
NOWHERE = {"ref": case_reference(2019, 7), "case_ref": case_reference(2019, 7)}


@pytest.fixture(scope="module")
def things(place):
    """A case of the assigned, with something of every kind below it."""
    facts = FACTS | {"admission": ADMISSION}
    body = a_body(kind="third_country_resettlement", facts=facts, **ABROAD)
    ask = lambda method, **more: place.ask(method, by=ASSIGNED, **more)  # noqa: E731
    case = ask("open_case", body=body)
    ref = case["case_ref"]
    receipt = {
        "kind": "medical_examination",
        "amount_minor": 32500,
        "receipt_number": "R-1",
        "receipt_sha256": new_id().replace("-", "") * 2,
    }
    fee = ask("claim_fee", ref=ref, body=receipt)
    (loan,) = ask("lend", ref=ref, body={"principal_minor": 144000})["items"]
    asked = {"channel": "telephone", "language": "ar", "asked_on": days(0)}
    contact = ask("ask_advice", body=asked)["contact_id"]
    told = {"topics": ["return"], "language": "ar"}
    ask("advise", contact_id=contact, body=told)
    ask("link_case", contact_id=contact, body={"case_ref": ref})
    place.ask("break_glass", by="e.mergency", ref=ref, body={"reason": "danger"})
    return {
        "ref": ref,
        "case_ref": ref,
        "person_id": case["person_ids"][0],
        "fee_id": fee["fee_id"],
        "loan_id": loan["loan_id"],
        "contact_id": contact,
    }


@pytest.fixture(scope="module")
def theirs(place):
    """A case of the other, so that nothing else is in the way."""
    return place.ask("open_case", by=OUTSIDER, body=a_body())


@pytest.mark.parametrize("way", ways("intake"), ids=str)
def test_who_is_not_assigned_is_told_what_is_told_of_nothing(place, things, theirs, way):
    """R-DP-03."""
    nothing = NOWHERE.get(way.argument) or new_id()
    ids = things | {"case_ref": theirs["case_ref"]}
    if way.argument == "case_ref":
        ids["contact_id"] = new_contact(place)
    hidden = way.refusal(place.client, OUTSIDER, things[way.argument], ids)

    assert is_hidden(hidden, way)
    assert hidden == way.refusal(place.client, OUTSIDER, nothing, ids)


@pytest.mark.parametrize("way", ways("intake"), ids=str)
def test_who_is_assigned_is_let_through(place, things, way):
    """R-DP-03."""
    assert not is_hidden(way.refusal(place.client, ASSIGNED, things[way.argument], things), way)


def new_contact(place):
    asked = {"channel": "telephone", "language": "ar", "asked_on": days(0)}
    return place.ask("ask_advice", by=ASSIGNED, body=asked)["contact_id"]


@pytest.mark.parametrize("method", lists("intake"))
def test_a_list_shows_ones_own_cases_alone(place, things, theirs, method):
    """R-DP-03: a page that is not the caller's is empty, as if there were nothing."""
    query = {"limit": 200} | ({"days": 400} if method == "radar" else {})
    shown = {
        by: {one["case_ref"] for one in place.ask(method, by=by, query=query)["items"]}
        for by in (ASSIGNED, OUTSIDER)
    }

    assert things["ref"] in shown[ASSIGNED] or method == "unassigned_cases"
    assert things["ref"] not in shown[OUTSIDER]
    assert len(shown[OUTSIDER] - {None}) <= len({theirs["case_ref"]})


def test_a_supervisor_sees_the_case_and_what_waits(place, things):
    ref = things["ref"]
    assert place.ask("case", role="supervisor", ref=ref)["case_ref"] == ref
    query = {"status": "to_review"}
    found = place.ask("emergency_accesses", role="supervisor", query=query)["items"]
    assert [(one["reason"], one["owner"]) for one in found if one["case_ref"] == ref] == [
        ("danger", "supervisor")
    ]


def test_a_case_is_handed_over_and_taken_back(place):
    """R-DP-03."""
    ref = place.ask("open_case", by=ASSIGNED, body=a_body())["case_ref"]
    given = place.ask("assign_case", by=ASSIGNED, ref=ref, body={"staff_id": OUTSIDER.upper()})
    assert place.ask("case", by=OUTSIDER, ref=ref)["case_ref"] == ref
    (mine,) = [
        one
        for one in place.ask("assignments_of_case", by=OUTSIDER, ref=ref)["assignments"]
        if one["staff_id"] == ASSIGNED
    ]
    key = {"ref": ref, "assignment_id": mine["assignment_id"]}
    place.ask("release_case", by=OUTSIDER, **key)
    with pytest.raises(NotFound):
        place.ask("case", by=ASSIGNED, ref=ref)
    place.ask("release_case", by=OUTSIDER, ref=ref, assignment_id=given["assignment_id"])
    waiting = place.ask("unassigned_cases", role="supervisor", query={"limit": 200})["items"]
    assert ref in {one["case_ref"] for one in waiting}
    place.ask("assign_case", role="supervisor", ref=ref, body={"staff_id": ASSIGNED})
    assert place.ask("case", by=ASSIGNED, ref=ref)["case_ref"] == ref


def test_who_breaks_the_glass_is_let_in_and_the_audit_says_so(place):
    """R-DP-03."""
    ref = place.ask("open_case", by=ASSIGNED, body=a_body())["case_ref"]
    access = place.ask("break_glass", by=OUTSIDER, ref=ref, body={"reason": "departure_today"})
    place.ask("case", by=OUTSIDER, ref=ref)
    review = {"access_id": access["access_id"], "body": {"finding": "justified"}}
    assert place.ask("review_access", role="supervisor", **review)["status"] == "reviewed"
    deeds = place.ask("audit_of", role="supervisor", subject_id=ref, query={})["items"]
    whys = [one["why"] for one in deeds if one["who"] == OUTSIDER]

    assert "intake:emergency_access:write glass-broken departure_today" in whys
    assert "intake:cases:read emergency-access" in whys


def test_who_was_refused_is_in_the_audit_with_the_reason(place):
    """R-DP-03: who tried what, and by which code it was refused."""
    ref = place.ask("open_case", by=ASSIGNED, body=a_body())["case_ref"]
    with pytest.raises(NotFound):
        place.ask("case", by=OUTSIDER, ref=ref)
    with pytest.raises(Forbidden):
        place.ask("case", by="o.perator", role="ops", ref=ref)
    with pytest.raises(Conflict):
        place.ask("accept_case", by=ASSIGNED, ref=ref)
    tried = [
        (one["who"], one["act"], one["what"], one["why"])
        for one in place.ask("audit_of", role="supervisor", subject_id=ref, query={})["items"]
        if one["act"] == "refused"
    ]

    assert tried == [
        (OUTSIDER, "refused", "case", "intake:cases:read no-such-case"),
        ("o.perator", "refused", "case", "intake:cases:read not-allowed"),
        (ASSIGNED, "refused", "accept_case", "intake:cases:write wrong-state"),
    ]
