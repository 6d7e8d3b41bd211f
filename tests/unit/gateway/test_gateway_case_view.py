"""One case as four services see it."""

import pytest

from services.chassis.errors import Forbidden, NotFound
from services.chassis.wire.rpc import DeadlinePassed, RemoteCrash, ServiceAway

REF = "NL-2026-004635-7"
CASE = {"case_ref": REF, "version": 7, "state": "booked"}


@pytest.fixture
def view(client, rpc, as_role):
    rpc.answers |= {
        "intake.case": CASE,
        "travel.movements_of_case": {"items": [{"movement_id": "m"}]},
        "reintegration.entitlement_of_case": {"entitlement_id": "e"},
        "expert_deployment.assignments_of_case": {"items": []},
    }

    def ask(role="supervisor"):
        return client.get(f"/v1/cases/{REF}", headers=as_role(role))

    return ask


def test_all_four_are_asked_and_shown(view, rpc):
    response = view()

    assert response.status_code == 200
    assert response.headers["ETag"] == '"7"'
    shown = response.get_json()
    assert shown["case"] == CASE
    assert shown["movements"] == {"items": [{"movement_id": "m"}]}
    assert shown["entitlement"] == {"entitlement_id": "e"}
    assert shown["assignments"] == {"items": []}
    assert all(kwargs == {"ref": REF} for _, kwargs, _ in rpc.calls)


@pytest.mark.parametrize("fault", [ServiceAway("x"), DeadlinePassed("x"), RemoteCrash("x")])
def test_a_service_that_is_away_leaves_its_part_blank(view, rpc, fault):
    rpc.answers["travel.movements_of_case"] = fault

    response = view()

    assert response.status_code == 200
    assert response.get_json()["movements"]["unavailable"] is True
    assert "travel" in response.get_json()["movements"]["reason"]
    assert response.get_json()["case"] == CASE


def test_without_intake_the_others_are_still_shown(view, rpc):
    rpc.answers["intake.case"] = ServiceAway("x")

    response = view()

    assert response.status_code == 200
    assert response.get_json()["case"]["unavailable"] is True
    assert response.get_json()["entitlement"] == {"entitlement_id": "e"}
    assert "ETag" not in response.headers


@pytest.mark.parametrize(
    ("refusal", "status"), [(NotFound("no-such-case", "No."), 404), (Forbidden("no", "No."), 403)]
)
def test_only_intake_says_whether_there_is_such_a_case(view, rpc, refusal, status):
    rpc.answers["intake.case"] = refusal

    assert view().status_code == status


def test_nothing_reserved_yet_is_null(view, rpc):
    rpc.answers["reintegration.entitlement_of_case"] = NotFound("no-entitlement", "No.")

    assert view().get_json()["entitlement"] is None


def test_what_a_role_may_not_read_is_withheld_and_not_asked(view, rpc):
    shown = view("movement_officer").get_json()

    assert shown["case"] == CASE
    assert shown["entitlement"]["withheld"] is True
    assert "reintegration.entitlement_of_case" not in [name for name, _, _ in rpc.calls]


def test_who_may_see_no_case_is_refused_and_the_service_is_told_for_its_audit(view, rpc):
    assert view("finance_maker").status_code == 403

    ((procedure, told, _),) = rpc.calls
    assert (procedure, told) == ("intake.case", {"ref": REF})
