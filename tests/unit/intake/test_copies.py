"""Copies of documents: what a file is, its bytes say; what it is beside that, it may not be."""

import base64
import hashlib
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.resources.papers import PICTURE
from services.chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.intake.copies import rules
from services.intake.copies.rules import JPEG, PDF, PNG, check_copy
from services.intake.copies.usecases import add_copy, copies_of_document, copy_content
from services.intake.documents.model import DocumentKind, Holder
from services.intake.documents.usecases import register_document
from services.intake.files.store import FileStore
from services.intake.letters.model import LetterKind
from services.intake.letters.usecases import issue_letter, letter_content
from tests.unit.intake.intake_scene import a_unit, an_applied_case
from tests.unit.intake.pdf_files import a_pdf


def chunk(kind, content=b""):
    crc = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc)


def a_png(*extra):
    pixel = chunk(b"IDAT", zlib.compress(b"\0\0\0\0\0"))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0))
    return rules.SIGNATURES[PNG] + head + pixel + b"".join(extra) + chunk(b"IEND")


def segment(marker, content):
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def a_jpeg(*extra):
    """The skeleton of a JPEG: a preview with an end of its own, a scan with stuffed bytes."""
    preview = segment(0xE1, b"Exif\0\0\xff\xd8\xff\xd9")
    scan = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\x00\x34\xff\xd0\x56"
    return b"\xff\xd8" + preview + b"".join(extra) + scan + b"\xff\xd9"


GOOD = {PNG: a_png(), JPEG: a_jpeg(), PDF: a_pdf()}


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_a_pdf_a_jpeg_and_a_png_are_kept(kind):
    check_copy(GOOD[kind], kind)


def test_the_picture_of_the_documents_is_one():
    check_copy(base64.b64decode(PICTURE), PNG)


def test_a_letter_of_ours_can_be_kept_as_a_copy():
    unit = a_unit()
    case = an_applied_case(unit)
    letter = issue_letter(unit, ref=case.case_ref, kind=LetterKind.APPLICATION)
    printed = letter_content(unit, ref=case.case_ref, letter_id=letter.letter_id)["content"]

    check_copy(base64.b64decode(printed), PDF)


@pytest.mark.parametrize("kind", sorted(GOOD))
@pytest.mark.parametrize("called", sorted(GOOD))
def test_what_it_is_called_does_not_make_it_that(kind, called):
    if kind != called:
        with pytest.raises(Invalid, match=f"It is called {called}, and is {kind}"):
            check_copy(GOOD[kind], called)


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"<html>", b"GIF89a", b"GET %PDF-1.7 %%EOF"])
def test_what_is_none_of_the_three_is_refused(content):
    with pytest.raises(Invalid, match="no PDF, JPEG or PNG"):
        check_copy(content, PDF)


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_what_goes_on_behind_its_end_or_stops_before_it_is_refused(kind):
    for content in (GOOD[kind] + b"MZ\x90 and more", GOOD[kind][:-8]):
        with pytest.raises(Invalid, match="damaged, or goes on"):
            check_copy(content, kind)


@pytest.mark.parametrize("hidden", [b"PK\x05\x06", b"%PDF-1.4", b"<SCRIPT>", b"<html>"])
def test_a_picture_that_is_something_else_too_is_refused(hidden):
    for content, kind in (
        (a_png(chunk(b"tEXt", hidden)), PNG),
        (a_jpeg(segment(0xFE, hidden)), JPEG),
    ):
        with pytest.raises(Invalid, match="something else at the same time"):
            check_copy(content, kind)


def test_a_picture_with_a_changed_point_is_damaged():
    content = bytearray(a_png())
    content[45] ^= 1

    with pytest.raises(Invalid, match="damaged"):
        check_copy(bytes(content), PNG)


def test_a_copy_that_is_too_large_is_refused_before_it_is_looked_at():
    with pytest.raises(Invalid, match="640 kilobytes"):
        check_copy(bytes(rules.COPY_BYTES_MAX + 1), PDF)


@given(st.binary(max_size=200), st.sampled_from(sorted(GOOD)))
def test_no_bytes_make_it_crash(noise, kind):
    for content in (noise, rules.SIGNATURES[kind] + noise, GOOD[kind][:20] + noise):
        try:
            check_copy(content, kind)
        except Invalid:
            continue


# What is kept.


@pytest.fixture
def unit():
    return a_unit()


@pytest.fixture
def of(unit):
    case = an_applied_case(unit)
    told = {"person_id": case.applicant_id, "kind": DocumentKind.PASSPORT, "holder": Holder.PERSON}
    document = register_document(unit, ref=case.case_ref, **told)
    return {"ref": case.case_ref, "document_id": document.document_id}


def add(unit, of, content=None, media_type=PNG):
    sent = base64.b64encode(content or a_png()).decode()
    return add_copy(unit, **of, media_type=media_type, content=sent)


def test_a_copy_comes_back_as_the_bytes_that_came(unit, of):
    copy = add(unit, of)
    found = copy_content(unit, **of, copy_id=copy.copy_id)

    assert base64.b64decode(found["content"]) == a_png()
    assert found["sha256"] == copy.sha256 == hashlib.sha256(a_png()).hexdigest()
    assert found["file_name"].endswith(".png")
    assert copies_of_document(unit, **of) == [copy]


def test_a_copy_is_seen_by_whoever_may_know_who_the_person_is(unit, of):
    copy = add(unit, of)
    unit.principal.roles = frozenset({"auditor"})

    with pytest.raises(Forbidden):
        copy_content(unit, **of, copy_id=copy.copy_id)


def test_the_same_copy_is_kept_once_and_a_document_has_a_limit(unit, of):
    add(unit, of)
    with pytest.raises(Conflict, match="kept already"):
        add(unit, of)
    for number in range(1, rules.COPIES_MAX):
        add(unit, of, a_png(chunk(b"tEXt", bytes([number]))))
    with pytest.raises(Conflict, match="10 copies"):
        add(unit, of, GOOD[PDF], PDF)
    assert len(unit.store(FileStore).kept) == rules.COPIES_MAX


def test_what_is_refused_leaves_nothing_behind(unit, of):
    with pytest.raises(Invalid):
        add(unit, of, GOOD[PDF], PNG)
    with pytest.raises(Invalid, match="not base64"):
        add_copy(unit, **of, media_type=PNG, content="not base64!")
    assert unit.store(FileStore).kept == {}


def test_a_copy_that_is_not_there_is_not_found(unit, of):
    with pytest.raises(NotFound):
        copy_content(unit, **of, copy_id="c-none")
