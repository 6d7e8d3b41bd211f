"""Everything about a person in one file, or nothing for now: never a part that looks whole."""

import pytest

from gateway.app import create_app
from gateway.resources.rights import EXPORT
from gateway.roles import SERVICES
from services.chassis.errors import NotFound
from services.chassis.wire.rpc import ServiceAway

PERSON = "0199c0de-0000-7000-8000-000000000a01"
PART = {"rows": {"persons": [{"person_id": PERSON}]}, "seen_by": []}


@pytest.fixture
def export(settings, rpc, as_role):
    rpc.answers |= {f"{service}.export_person": PART for service in SERVICES}
    client = create_app(settings, rpc, [EXPORT]).test_client()

    def ask(role="privacy_officer"):
        return client.get(f"/v1/persons/{PERSON}/export", headers=as_role(role))

    return ask


def test_every_service_is_asked(export):
    shown = export().get_json()

    assert shown["person_id"] == PERSON
    assert all(shown[service] == PART for service in SERVICES)


def test_a_service_that_knows_nothing_of_the_person_is_null(export, rpc):
    rpc.answers["intake.export_person"] = NotFound("no-such-person", "No.")

    assert export().get_json()["intake"] is None


def test_while_one_service_is_away_there_is_no_export(export, rpc):
    rpc.answers["travel.export_person"] = ServiceAway("x")

    assert export().status_code == 503


def test_of_whom_nothing_is_kept_there_is_no_file(export, rpc):
    rpc.answers = {asked: {"rows": {}, "seen_by": []} for asked in rpc.answers}

    assert export().status_code == 404


@pytest.mark.parametrize("role", ["counsellor", "auditor", "supervisor"])
def test_only_the_privacy_officer_sees_everything_at_once(export, rpc, role):
    assert export(role).status_code == 403
    # The first service whose scope is lacking is told of the attempt, for its audit.
    ((procedure, told, circumstances),) = rpc.calls
    assert procedure in {"intake.export_person", "travel.export_person"}
    assert told == {"person_id": PERSON}
    assert not circumstances["principal"].may(f"{procedure.partition('.')[0]}:rights:read")


def test_what_is_in_the_files_of_a_person_is_in_the_one_file(export, rpc):
    kept = {"persons": [{"person_id": PERSON}], "files": [{"file_id": "f-1"}, {"file_id": "f-2"}]}
    rpc.answers["intake.export_person"] = {"rows": kept, "seen_by": []}
    rpc.answers["intake.file_of_person"] = {"content": "JVBERg=="}

    shown = export().get_json()["intake"]["rows"]["files"]

    assert [file["content"] for file in shown] == ["JVBERg==", "JVBERg=="]
