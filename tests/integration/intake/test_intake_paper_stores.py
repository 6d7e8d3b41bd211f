"""The stores of what is on paper: one suite for the fakes and for the database."""

from datetime import timedelta

import pytest

from services.chassis.errors import NotFound
from services.intake.cases.store import CaseStore
from services.intake.copies.model import Copy
from services.intake.copies.store import CopyStore
from services.intake.departure_letters.model import DepartureLetter, Standing
from services.intake.departure_letters.store import DepartureLetterStore
from services.intake.documents.model import (
    Checklist,
    Document,
    DocumentKind,
    Handover,
    Holder,
    Spot,
)
from services.intake.documents.store import DocumentStore
from services.intake.files.model import File
from services.intake.files.store import FileStore
from services.intake.letters.model import Form, Letter, LetterKind
from services.intake.letters.store import LetterStore
from tests.fakes import NOON
from tests.integration.intake import test_intake_stores as suite

TODAY = NOON.date()
engine, shelf = suite.engine, suite.shelf


def a_kept_case(shelf, number):
    case = suite.a_case(number)
    shelf.store(CaseStore).add(case)
    shelf.again()
    return case


def a_file(file_id, person_id="p-1", kept_at=NOON):
    return File(
        file_id=file_id,
        person_id=person_id,
        media_type="application/pdf",
        size_bytes=4,
        sha256="f" * 64,
        kept_at=kept_at,
        sealed_content=b"sealed",
    )


def a_letter(case, letter_id, issued_at=NOON):
    return Letter(
        letter_id=letter_id,
        case_ref=case.case_ref,
        person_id=case.applicant_id,
        kind=LetterKind.DECISION,
        form=Form.DECLINED,
        language="en",
        fell_back_from="ckb",
        template_version="0123456789ab",
        about=["d-1"],
        assumed=["objection_term"],
        issued_on=TODAY,
        issued_at=issued_at,
        issued_by="c.jansen",
        file_id=f"f-{letter_id}",
        size_bytes=4,
        sha256="f" * 64,
    )


def test_a_file_comes_back_as_it_was_put_in(shelf):
    store = shelf.store(FileStore)
    store.add(a_file("f-1"))
    shelf.again()

    found = store.get("f-1")

    assert (found.sealed_content, found.sha256, found.kept_at) == (b"sealed", "f" * 64, NOON)
    with pytest.raises(NotFound):
        store.get("f-none")


def test_the_files_about_a_person_are_listed_oldest_first(shelf):
    store = shelf.store(FileStore)
    for number, who in ((3, "p-x"), (1, "p-x"), (2, "p-y")):
        store.add(a_file(f"f-x{number}", who, NOON + timedelta(minutes=number)))
    shelf.again()

    assert [one.file_id for one in store.of_person("p-x")] == ["f-x1", "f-x3"]


def test_letters_are_listed_as_they_were_issued_and_belong_to_one_case(shelf):
    case, other = a_kept_case(shelf, 601), a_kept_case(shelf, 602)
    store = shelf.store(LetterStore)
    for number in (2, 1):
        shelf.store(FileStore).add(a_file(f"f-l{number}"))
        shelf.again()
        store.add(a_letter(case, f"l{number}", NOON + timedelta(minutes=number)))
    shelf.again()

    found = store.of_case(case.case_ref)

    assert [one.letter_id for one in found] == ["l1", "l2"]
    assert (found[0].form, found[0].about) == (Form.DECLINED, ["d-1"])
    assert store.get(case.case_ref, "l1") is found[0]
    with pytest.raises(NotFound):
        store.get(other.case_ref, "l1")


def test_what_was_told_of_a_letter_is_kept_by_the_case(shelf):
    case = a_kept_case(shelf, 603)
    store = shelf.store(DepartureLetterStore)
    told = DepartureLetter(case_ref=case.case_ref, standing=Standing.MISSING, told_at=NOON)
    store.add(told)
    shelf.again()

    assert store.find(case.case_ref).standing is Standing.MISSING
    assert store.find("none") is None


def a_document(case, document_id):
    return Document(
        document_id=document_id,
        case_ref=case.case_ref,
        person_id=case.applicant_id,
        kind=DocumentKind.PASSPORT,
        sealed=b"sealed",
        holder=Holder.DTV,
        held_since=NOON,
        registered_by="c.jansen",
        answer_by=TODAY,
    )


def a_handover(document, number):
    return Handover(
        handover_id=f"h-{document.document_id}-{number}",
        document_id=document.document_id,
        person_id=document.person_id,
        number=number,
        giver=Holder.DTV,
        receiver=Holder.IOM,
        place=Spot.AIRPORT,
        at=NOON,
        sealed=b"names",
        recorded_by="c.jansen",
        recorded_at=NOON,
    )


def test_documents_belong_to_one_case_and_their_chain_is_in_order(shelf):
    case, other = a_kept_case(shelf, 603), a_kept_case(shelf, 604)
    store = shelf.store(DocumentStore)
    document = a_document(case, "d-1")
    store.add(document)
    shelf.again()
    for number in (2, 1):
        store.add(a_handover(document, number))
    shelf.again()

    assert store.get(case.case_ref, "d-1").answer_by == TODAY
    assert [one.document_id for one in store.of_case(case.case_ref)] == ["d-1"]
    assert [one.number for one in store.chain_of("d-1")] == [1, 2]
    assert store.chain_of("d-1")[0].giver is Holder.DTV
    with pytest.raises(NotFound):
        store.read(other.case_ref, "d-1")


def test_check_lists_and_copies_come_back_in_their_order(shelf):
    case = a_kept_case(shelf, 605)
    store, document = shelf.store(DocumentStore), a_document(case, "d-2")
    store.add(document)
    shelf.store(FileStore).add(a_file("f-c"))
    shelf.again()
    for number in (2, 1):
        at = NOON + timedelta(minutes=number)
        ids = {"case_ref": case.case_ref, "person_id": case.applicant_id}
        signed = {"document_ids": ["d-2"], "money": [], "signed_at": at, "sealed": b"names"}
        recorded = {"recorded_by": "c", "recorded_at": at}
        store.add(Checklist(checklist_id=f"l-{number}", **ids, **signed, **recorded))
        scan = {"file_id": "f-c", "media_type": "image/png", "size_bytes": 1, "sha256": "f" * 64}
        copy = Copy(
            copy_id=f"c-{number}", document_id="d-2", **ids, **scan, added_at=at, added_by="c"
        )
        shelf.store(CopyStore).add(copy)
    shelf.again()

    assert [one.checklist_id for one in store.checklists_of(case.case_ref)] == ["l-1", "l-2"]
    copies = shelf.store(CopyStore).of_document("d-2")
    assert [one.copy_id for one in copies] == ["c-1", "c-2"]
