"""What is on paper, through a running intake: the same bytes until the person is forgotten."""

import base64
import hashlib
from datetime import UTC, datetime

import psycopg2
import pytest

from gateway.resources.papers import PICTURE
from services.chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.intake.copies.rules import COPY_BYTES_MAX
from tests.integration.intake.conftest import a_person
from tests.unit.intake.pdf_files import a_pdf, a_stream

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


def a_document(place, case, **changes):
    told = {"person_id": case["person_ids"][0], "kind": "passport", "holder": "IND"}
    return place.ask("register_document", ref=case["case_ref"], body=told | changes)


def pass_on(place, document, giver, receiver, at=None):
    now = (at or datetime.now(UTC)).isoformat()
    names = {"given_by": "B. Bewaarder", "received_by": "C. Jansen"}
    hands = {"giver": giver, "receiver": receiver, "place": "office", "at": now}
    ids = {"ref": document["case_ref"], "document_id": document["document_id"]}
    return place.ask("hand_over_document", **ids, body=names | hands)


def test_a_passport_goes_from_the_ind_to_the_person_and_the_chain_cannot_be_rewritten(place):
    """R-MOV-04, R-MOV-09."""
    case = place.applied()
    ref = case["case_ref"]
    number = f"ZZ{case['case_ref'][-8:]}X"
    document = a_document(place, case, number=number)
    ids = {"ref": ref, "document_id": document["document_id"]}
    asked = place.ask("request_document", **ids)
    with pytest.raises(Conflict, match="R-MOV-04"):
        pass_on(place, document, "iom", "person")
    pass_on(place, document, "IND", "iom")
    signed = {"handed_by": "S. Schiphol", "signed_by": "Nêrgiz"}
    signed |= {"signed_at": datetime.now(UTC).isoformat(), "document_ids": [ids["document_id"]]}
    place.ask("sign_checklist", role="movement_officer", ref=ref, body=signed)
    chain = place.ask("custody_of_document", **ids, query={})["items"]

    assert (asked["asked_of"], chain[1]["receiver"]) == ("IND", "person")
    assert [one["names"]["received_by"] for one in chain] == ["C. Jansen", "Nêrgiz"]
    text = "SELECT string_agg(d::text || h::text, '') FROM documents d, document_handovers h"
    assert number not in place.database.value(f"{text} WHERE d.case_ref = %s", ref)
    for act in ("UPDATE document_handovers SET receiver = 'iom'", "DELETE FROM document_handovers"):
        with pytest.raises(psycopg2.Error, match="never changed or removed"):
            place.database.value(f"{act} WHERE document_id = %s RETURNING 1", ids["document_id"])


def test_copies_are_exported_and_closed_for_good_once_the_person_is_forgotten(place):
    case = place.applied(a_person())
    ref, person = case["case_ref"], case["person_ids"][0]
    document = a_document(place, case)
    ids = {"ref": ref, "document_id": document["document_id"]}
    sent = {"media_type": "image/png", "content": PICTURE}
    copy = place.ask("add_copy", **ids, body=sent)
    with pytest.raises(Invalid, match="It is called image/jpeg"):
        place.ask("add_copy", **ids, body=sent | {"media_type": "image/jpeg"})
    place.ask("withdraw_case", ref=ref, body={"reason_code": "changed_mind"})
    rows = place.ask("export_person", role=OFFICER, person_id=person)["rows"]

    assert place.ask("copy_content", **ids, copy_id=copy["copy_id"])["content"] == PICTURE
    assert {one["sha256"] for one in rows["document_copies"]} == {copy["sha256"]}
    assert {"documents", "files"} <= set(rows)

    place.ask("erase_person", role=OFFICER, person_id=person, body={"ground": "request"})
    with pytest.raises(NotFound, match="erased"):
        place.ask("copy_content", **ids, copy_id=copy["copy_id"])
    (left,) = place.ask("documents_of_case", ref=ref, query={})["items"]
    assert (left["holder"], left["details"]) == ("IND", None)


def test_the_largest_copy_fits_through_the_broker(place):
    case = place.applied()
    ids = {"ref": case["case_ref"], "document_id": a_document(place, case)["document_id"]}
    # The places in its table have ten digits, the rest of its numbers as many as here.
    rest = len(a_pdf(a_stream(b"x" * 600_000))) - 600_000
    content = a_pdf(a_stream(b"x" * (COPY_BYTES_MAX - rest)))
    body = {"media_type": "application/pdf", "content": base64.b64encode(content).decode()}
    copy = place.ask("add_copy", **ids, body=body)

    assert copy["size_bytes"] == COPY_BYTES_MAX
    found = place.ask("copy_content", **ids, copy_id=copy["copy_id"])
    assert found["sha256"] == hashlib.sha256(content).hexdigest()
