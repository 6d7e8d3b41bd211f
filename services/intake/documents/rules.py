"""What still lies with an authority, and what is handed over at the airport."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from services.intake.documents.model import Document, Holder
from services.intake.journeys.model import Journey
from services.intake.safeguarding.rules import OpenPoint


def to_hand_over(documents: Sequence[Document]) -> list[Document]:
    """Return what IOM holds and the person gets back at the airport (R-MOV-09)."""
    return [document for document in documents if document.holder is Holder.IOM]


def cash_at_airport(journey: Journey) -> list[dict[str, Any]]:
    """Return the allowances that are promised for the airport, for each person (R-MOV-09)."""
    lines = [line for held in journey.promised_now().values() for line in held["lines"]]
    return [
        {key: line[key] for key in ("person_id", "amount_minor", "currency")}
        for line in lines
        if line["kind"] == "allowance"
    ]


def open_points(documents: Sequence[Document]) -> Iterator[OpenPoint]:
    """Name what an authority still holds: whether it was asked for, and until when it may take."""
    for document in documents:
        if not document.with_authority:
            continue
        what = document.kind.replace("_", " ")
        if document.requested_on is None:
            sentence = f"The {document.holder} holds a document ({what}); it is not asked for yet."
        else:
            sentence = (
                f"The {document.asked_of} was asked for a document ({what}) and has until"
                f" {document.answer_by}."
            )
        yield OpenPoint(rule_id="R-MOV-04", person_id=document.person_id, sentence=sentence)
