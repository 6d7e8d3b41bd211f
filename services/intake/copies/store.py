"""Where it is kept which copies there are of a document."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, select

from services.chassis.database import UtcDateTime, mapping_of
from services.chassis.unit import Unit
from services.intake.copies.model import Copy

mapping = mapping_of("intake")

copies = Table(
    "document_copies",
    mapping.metadata,
    Column("copy_id", Text, primary_key=True),
    Column("document_id", Text, ForeignKey("documents.document_id"), nullable=False, index=True),
    Column("case_ref", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("file_id", Text, ForeignKey("files.file_id"), nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("added_by", Text, nullable=False),
)
mapping.map_imperatively(Copy, copies)


class CopyStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, copy: Copy) -> None:
        self._session.add(copy)

    def of_document(self, document_id: str) -> Sequence[Copy]:
        """Return every copy of a document, oldest first."""
        query = select(Copy).where(copies.c.document_id == document_id)
        return list(self._session.scalars(query.order_by(copies.c.added_at, copies.c.copy_id)))
