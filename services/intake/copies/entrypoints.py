"""Copies of documents as staff ask for them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.intake.copies import schemas, usecases
from services.intake.files.schemas import FileContentView

Body = dict[str, Any]


class Copies:
    """Keeps scans of documents."""

    @rpc("intake:documents:write")
    def add_copy(self, unit: Unit, *, ref: str, document_id: str, body: Body) -> Body:
        """Keep a scan of a document."""
        sent = schemas.CopyBody().load(body)
        added = usecases.add_copy(unit, ref=ref, document_id=document_id, **sent)
        return schemas.CopyView().dump(added)

    @rpc("intake:documents:read")
    def copies_of_document(self, unit: Unit, *, ref: str, document_id: str, query: Body) -> Body:
        """Return the copies of a document, without their bytes."""
        _ = query
        found = usecases.copies_of_document(unit, ref=ref, document_id=document_id)
        return {"items": schemas.CopyView(many=True).dump(found), "next": None}

    @rpc("intake:documents:read")
    def copy_content(self, unit: Unit, *, ref: str, document_id: str, copy_id: str) -> Body:
        """Return the bytes of a copy as they came."""
        found = usecases.copy_content(unit, ref=ref, document_id=document_id, copy_id=copy_id)
        return FileContentView().dump(found)
