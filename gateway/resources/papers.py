"""What intake offers over HTTP on paper: letters, documents, their copies and check-lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.resources.intake import CASE, of
from gateway.routes import Route
from services.intake.copies import schemas as copies
from services.intake.documents import schemas as documents
from services.intake.files import schemas as files
from services.intake.letters import schemas as letters

LETTER: Mapping[str, Any] = {
    "kind": "reintegration",
    "contact": {"office": "IOM Iraq, Baghdad", "telephone": "+964 000 000 0000"},
}

DOCUMENT: Mapping[str, Any] = {
    "person_id": "0199c0de-0000-7000-8000-000000000a01",
    "kind": "passport",
    "holder": "IND",
    "number": "A12345678",
    "issuing_country": "IQ",
    "expires_on": "2030-06-30",
}
HANDOVER: Mapping[str, Any] = {
    "giver": "IND",
    "receiver": "iom",
    "given_by": "B. Bewaarder",
    "received_by": "C. Jansen",
    "place": "office",
    "at": "2026-11-24T10:15:00+01:00",
}
SIGNED: Mapping[str, Any] = {
    "document_ids": ["0199c0de-0000-7000-8000-000000000d01"],
    "handed_by": "S. Schiphol",
    "signed_by": "Amina Example",
    "signed_at": "2027-01-12T08:40:00+01:00",
}
# The smallest picture that there is: one point.
PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "YPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
DOCUMENTS_PATH = f"{CASE}/documents"
ONE = f"{DOCUMENTS_PATH}/{{document_id}}"
# The largest copy as base64, and the few words around it.
UPLOAD_BYTES_MAX = copies.CONTENT_LENGTH_MAX + 4096

letter = of("letters", letters.LetterView)

LETTERS = [
    letter(
        "POST",
        f"{CASE}/letters",
        "issue_letter",
        "Issue a letter in the language of the applicant, as PDF",
        body=letters.LetterBody,
        status=201,
        location="/v1/cases/{case_ref}/letters/{letter_id}/content",
        example=LETTER,
        deadline_seconds=20.0,
    ),
    letter("GET", f"{CASE}/letters", "letters_of_case", "Letters that were issued", paged=True),
    letter(
        "GET",
        f"{CASE}/letters-offered",
        "letters_offered",
        "Letters that the case has something to tell in, and whether that was told",
        answer=letters.OfferView,
        paged=True,
    ),
    letter(
        "GET",
        f"{CASE}/letters/{{letter_id}}/content",
        "letter_content",
        "The bytes of a letter, as they were issued",
        answer=files.FileContentView,
        file=True,
    ),
]

document, copy = of("documents", documents.DocumentView), of("documents", copies.CopyView)
checklist = of("documents", documents.ChecklistView)

DOCUMENTS = [
    document(
        "POST",
        DOCUMENTS_PATH,
        "register_document",
        "Note that a document exists, and who holds it",
        body=documents.DocumentBody,
        status=201,
        example=DOCUMENT,
    ),
    document(
        "GET",
        DOCUMENTS_PATH,
        "documents_of_case",
        "Every document of a case",
        answer=documents.DocumentInFullView,
        paged=True,
    ),
    document("POST", f"{ONE}/request", "request_document", "Ask the authority that keeps it"),
    document(
        "POST",
        f"{ONE}/handovers",
        "hand_over_document",
        "It changed hands; the giver is whoever holds it",
        body=documents.HandoverBody,
        status=201,
        example=HANDOVER,
    ),
    document(
        "GET",
        f"{ONE}/handovers",
        "custody_of_document",
        "Through which hands a document went, with persons and times",
        answer=documents.HandoverView,
        paged=True,
    ),
    checklist(
        "GET",
        f"{CASE}/airport-checklist",
        "airport_checklist",
        "Which documents and money are to be handed over at the airport",
        answer=documents.ToHandOverView,
    ),
    checklist(
        "POST",
        f"{CASE}/airport-checklists",
        "sign_checklist",
        "The check-list was signed at the airport",
        body=documents.ChecklistBody,
        status=201,
        example=SIGNED,
    ),
    checklist(
        "GET",
        f"{CASE}/airport-checklists",
        "checklists_of_case",
        "Check-lists that were signed",
        paged=True,
    ),
]

COPIES = [
    copy(
        "POST",
        f"{ONE}/copies",
        "add_copy",
        "Keep a scan of a document: PDF, JPEG or PNG",
        body=copies.CopyBody,
        status=201,
        location="/v1/cases/{case_ref}/documents/{document_id}/copies/{copy_id}/content",
        example={"media_type": "image/png", "content": PICTURE},
        body_bytes_max=UPLOAD_BYTES_MAX,
        deadline_seconds=20.0,
    ),
    copy("GET", f"{ONE}/copies", "copies_of_document", "The copies of a document", paged=True),
    copy(
        "GET",
        f"{ONE}/copies/{{copy_id}}/content",
        "copy_content",
        "The bytes of a copy, as they came",
        answer=files.FileContentView,
        file=True,
    ),
]

ROUTES: list[Route] = [*LETTERS, *DOCUMENTS, *COPIES]
