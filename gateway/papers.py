"""What intake offers over HTTP on paper: letters that were issued."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.intake import CASE, of
from gateway.routes import Route
from services.intake.files import schemas as files
from services.intake.letters import schemas as letters

LETTER: Mapping[str, Any] = {
    "kind": "reintegration",
    "contact": {"office": "IOM Iraq, Baghdad", "telephone": "+964 000 000 0000"},
}

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

ROUTES: list[Route] = [*LETTERS]
