"""Documents on paper as staff ask for them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.intake.documents import schemas, usecases

Body = dict[str, Any]


class Documents:
    """Knows who holds which document, and through which hands it went."""

    @rpc("intake:documents:write")
    def register_document(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """Note that a document exists, and who holds it."""
        told = schemas.DocumentBody().load(body)
        return schemas.DocumentView().dump(usecases.register_document(unit, ref=ref, **told))

    @rpc("intake:documents:read")
    def documents_of_case(self, unit: Unit, *, ref: str, query: Body) -> Body:
        """Return every document of a case."""
        _ = query
        found = usecases.documents_of_case(unit, ref=ref)
        return {"items": schemas.DocumentInFullView(many=True).dump(found), "next": None}

    @rpc("intake:documents:write")
    def request_document(self, unit: Unit, *, ref: str, document_id: str) -> Body:
        """Ask the authority that keeps a document for it."""
        found = usecases.request_document(unit, ref=ref, document_id=document_id)
        return schemas.DocumentView().dump(found)

    @rpc("intake:documents:write")
    def hand_over_document(self, unit: Unit, *, ref: str, document_id: str, body: Body) -> Body:
        """R-MOV-04: it changed hands."""
        told = schemas.HandoverBody().load(body)
        found = usecases.hand_over(unit, ref=ref, document_id=document_id, **told)
        return schemas.DocumentView().dump(found)

    @rpc("intake:documents:read")
    def custody_of_document(self, unit: Unit, *, ref: str, document_id: str, query: Body) -> Body:
        """Return through which hands a document went."""
        _ = query
        found = usecases.chain_of_document(unit, ref=ref, document_id=document_id)
        return {"items": schemas.HandoverView(many=True).dump(found), "next": None}

    @rpc("intake:documents:read")
    def airport_checklist(self, unit: Unit, *, ref: str) -> Body:
        """R-MOV-09: what is to be handed over at the airport."""
        return schemas.ToHandOverView().dump(usecases.to_hand_over(unit, ref=ref))

    @rpc("intake:documents:write")
    def sign_checklist(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """R-MOV-09: what was handed over at the airport, and who signed."""
        told = schemas.ChecklistBody().load(body)
        return schemas.ChecklistView().dump(usecases.sign_checklist(unit, ref=ref, **told))

    @rpc("intake:documents:read")
    def checklists_of_case(self, unit: Unit, *, ref: str, query: Body) -> Body:
        """Return the check-lists that were signed."""
        _ = query
        found = usecases.checklists_of_case(unit, ref=ref)
        return {"items": schemas.ChecklistView(many=True).dump(found), "next": None}
