"""Where documents are kept, their chain of hands, and check-lists."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    select,
)

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.locks import lock
from services.chassis.unit import Unit
from services.intake.documents.model import (
    Checklist,
    Document,
    DocumentKind,
    Handover,
    Holder,
    Spot,
)

mapping = mapping_of("intake")

documents = Table(
    "documents",
    mapping.metadata,
    Column("document_id", Text, primary_key=True),
    Column("case_ref", Text, ForeignKey("cases.case_ref"), nullable=False, index=True),
    Column("person_id", Text, nullable=False),
    Column("kind", EnumText(DocumentKind), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("holder", EnumText(Holder), nullable=False),
    Column("held_since", UtcDateTime, nullable=False),
    Column("registered_by", Text, nullable=False),
    Column("handovers", Integer, nullable=False),
    Column("asked_of", Text),
    Column("requested_on", Date),
    Column("answer_by", Date),
    Column("version", Integer, nullable=False),
)
# A trigger refuses to change or remove a hand-over.
handovers = Table(
    "document_handovers",
    mapping.metadata,
    Column("handover_id", Text, primary_key=True),
    Column("document_id", Text, ForeignKey("documents.document_id"), nullable=False),
    Column("person_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("giver", EnumText(Holder), nullable=False),
    Column("receiver", EnumText(Holder), nullable=False),
    Column("place", EnumText(Spot), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("checklist_id", Text),
    UniqueConstraint("document_id", "number"),
)
checklists = Table(
    "airport_checklists",
    mapping.metadata,
    Column("checklist_id", Text, primary_key=True),
    Column("case_ref", Text, ForeignKey("cases.case_ref"), nullable=False, index=True),
    Column("person_id", Text, nullable=False),
    Column("document_ids", JsonOf, nullable=False),
    Column("money", JsonOf, nullable=False),
    Column("signed_at", UtcDateTime, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
)
mapping.map_imperatively(Document, documents)
mapping.map_imperatively(Handover, handovers)
mapping.map_imperatively(Checklist, checklists)


class DocumentStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, thing: Document | Handover | Checklist) -> None:
        self._session.add(thing)

    def get(self, case_ref: str, document_id: str) -> Document:
        """Return a document of a case, locked until the transaction ends."""
        found = lock(self._session, Document, document_id)
        return _of_case(found, case_ref, document_id)

    def read(self, case_ref: str, document_id: str) -> Document:
        """Return a document of a case, to look at it alone."""
        return _of_case(self._session.get(Document, document_id), case_ref, document_id)

    def of_case(self, case_ref: str) -> Sequence[Document]:
        query = select(Document).where(documents.c.case_ref == case_ref)
        return list(self._session.scalars(query.order_by(documents.c.document_id)))

    def chain_of(self, document_id: str) -> Sequence[Handover]:
        """Return every hand-over of a document, the first one first."""
        query = select(Handover).where(handovers.c.document_id == document_id)
        return list(self._session.scalars(query.order_by(handovers.c.number)))

    def checklists_of(self, case_ref: str) -> Sequence[Checklist]:
        query = select(Checklist).where(checklists.c.case_ref == case_ref)
        order = (checklists.c.signed_at, checklists.c.checklist_id)
        return list(self._session.scalars(query.order_by(*order)))


def _of_case(document: Document | None, case_ref: str, document_id: str) -> Document:
    if document is None or document.case_ref != case_ref:
        raise NotFound("no-such-document", f"Case {case_ref} has no document {document_id}.")
    return document
