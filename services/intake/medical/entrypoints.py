"""The medical file, as the medical staff open and keep it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.intake.medical import schemas, usecases

Body = dict[str, Any]


def shown(found: Body) -> Body:
    """Show a medical file."""
    return schemas.MedicalFileView().dump(found)


class Medical:
    """Keeps what the medical staff know of a traveller (R-MED-02, R-MED-04, R-MED-05)."""

    @rpc("intake:medical:read")
    def medical_file(self, unit: Unit, *, ref: str, person_id: str, query: Body) -> Body:
        """R-MED-04: open the file of a traveller, and say why."""
        asked = schemas.Opening().load(query)
        return shown(usecases.open_file(unit, ref=ref, person_id=person_id, **asked))

    @rpc("intake:medical:write")
    def write_medical_note(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """Write what is known of a traveller's health."""
        told = schemas.NoteBody().load(body)
        return shown(usecases.write_note(unit, ref=ref, person_id=person_id, **told))

    @rpc("intake:medical:write")
    def record_pregnancy(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-MED-02: a child is due."""
        told = schemas.PregnancyBody().load(body)
        return shown(usecases.record_pregnancy(unit, ref=ref, person_id=person_id, **told))

    @rpc("intake:medical:write")
    def review_pregnancy(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-MED-02: say whether she may travel so near to the birth."""
        told = schemas.ReviewBody().load(body)
        return shown(usecases.review_pregnancy(unit, ref=ref, person_id=person_id, **told))

    @rpc("intake:medical:write")
    def record_care_research(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-MED-05: what care there is at the destination, and what it costs."""
        told = schemas.CareResearchBody().load(body)
        return shown(usecases.record_research(unit, ref=ref, person_id=person_id, **told))

    @rpc("intake:medical:write")
    def hand_medical_file_over(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-MED-04: give part of it to somebody, with a consent for this once."""
        told = schemas.HandOverBody().load(body)
        return shown(usecases.hand_over(unit, ref=ref, person_id=person_id, **told))
