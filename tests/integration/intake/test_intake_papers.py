"""What is on paper, through a running intake: the same bytes until the person is forgotten."""

import base64
import hashlib

import pytest

from services.chassis.errors import Forbidden, NotFound

OFFICER = "privacy_officer"


def reserve(place, case):
    line = {
        "person_id": case["person_ids"][0],
        "kind": "reintegration",
        "amount_minor": 261500,
        "cash_max_minor": 61500,
        "currency": "EUR",
    }
    ref = case["case_ref"]
    fact = {"entitlement_id": f"e-{ref}", "case_ref": ref, "scheme": "NATIONAL_2SEP"}
    place.hears("reintegration", "entitlement_reserved", fact | {"lines": [line]})


def missing(place, ref):
    waits = place.ask("waits_of_case", ref=ref)["waits"]
    return [one["waits_for"] for one in waits if "R-AVRR-09" in one["waits_for"]]


def test_a_case_waits_for_the_letter_about_its_reintegration_until_it_is_issued(place, wait_for):
    """R-AVRR-09."""
    case = place.accepted()
    ref = case["case_ref"]
    reserve(place, case)
    wait_for(lambda: missing(place, ref))
    contact = {"office": "IOM Iraq, Baghdad", "telephone": "+964 000"}
    body = {"kind": "reintegration", "contact": contact}
    letter = place.ask("issue_letter", ref=ref, body=body)
    content = place.ask("letter_content", ref=ref, letter_id=letter["letter_id"])

    assert missing(place, ref) == []
    assert (letter["language"], letter["fell_back_from"]) == ("en", "ar")
    assert hashlib.sha256(base64.b64decode(content["content"])).hexdigest() == letter["sha256"]
    with pytest.raises(Forbidden):
        place.ask("letter_content", role="auditor", ref=ref, letter_id=letter["letter_id"])


def test_a_letter_is_in_the_export_and_closed_for_good_once_its_person_is_forgotten(place):
    case = place.applied()
    ref, person = case["case_ref"], case["person_ids"][0]
    letter = place.ask("issue_letter", ref=ref, body={"kind": "application"})
    place.ask("withdraw_case", ref=ref, body={"reason_code": "changed_mind"})
    rows = place.ask("export_person", role=OFFICER, person_id=person)["rows"]
    (file,) = rows["files"]
    asked = {"role": OFFICER, "person_id": person, "file_id": file["file_id"]}
    stored = "SELECT sealed_content FROM files WHERE person_id = %s"

    assert [one["sha256"] for one in rows["letters"]] == [file["sha256"]] == [letter["sha256"]]
    assert place.ask("file_of_person", **asked)["sha256"] == letter["sha256"]
    assert b"%PDF" not in bytes(place.database.value(stored, person))

    place.ask("erase_person", role=OFFICER, person_id=person, body={"ground": "request"})
    with pytest.raises(NotFound, match="erased"):
        place.ask("letter_content", ref=ref, letter_id=letter["letter_id"])
    with pytest.raises(NotFound, match="erased"):
        place.ask("file_of_person", **asked)
    assert place.ask("letters_of_case", ref=ref, query={})["items"]
