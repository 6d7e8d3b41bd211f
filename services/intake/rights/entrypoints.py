"""A person's rights, as the gateway asks for them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.schema import Page
from services.chassis.unit import Unit
from services.intake.files.schemas import FileContentView
from services.intake.rights import usecases
from services.intake.rights.schemas import (
    CorrectedView,
    FormerRecordView,
    PersonCorrection,
)


class Rights:
    """Shows a person everything that is kept, and corrects it."""

    @rpc("intake:rights:read")
    def export_person(self, unit: Unit, *, person_id: str) -> dict[str, Any]:
        """Return everything that is kept about a person."""
        return usecases.export_person(unit, person_id=person_id)

    @rpc("intake:rights:read")
    def export_contact(self, unit: Unit, *, contact_id: str) -> dict[str, Any]:
        """Return everything that is kept about who asked for advice."""
        return usecases.export_contact(unit, contact_id=contact_id)

    @rpc("intake:rights:read")
    def file_of_person(self, unit: Unit, *, person_id: str, file_id: str) -> dict[str, Any]:
        """Return the bytes of one file about a person, which the export shows whole."""
        found = usecases.file_of_person(unit, person_id=person_id, file_id=file_id)
        return FileContentView().dump(found)

    @rpc("intake:rights:write")
    def correct_person(self, unit: Unit, *, person_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Correct what is recorded of a person, in any state of the case."""
        read = PersonCorrection().load(body)
        patch = read["person"]
        ref = usecases.correct_person(unit, person_id=person_id, ground=read["ground"], patch=patch)
        told = {"case_ref": ref, "person_id": person_id, "corrected": sorted(patch)}
        return CorrectedView().dump(told)

    @rpc("intake:rights:read")
    def history_of_person(
        self, unit: Unit, *, person_id: str, query: dict[str, Any]
    ) -> dict[str, Any]:
        """Return what was recorded before each correction, oldest first."""
        page = Page().load(query)
        found, following = usecases.history_of(unit, person_id=person_id, **page)
        return {"items": FormerRecordView(many=True).dump(found), "next": following}
