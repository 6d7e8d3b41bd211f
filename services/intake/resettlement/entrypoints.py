"""Resettlement to the Netherlands as staff record it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.intake.cases.model import Case
from services.intake.cases.schemas import CaseSummaryView
from services.intake.resettlement import schemas, usecases

Body = dict[str, Any]


def receipt(case: Case) -> Body:
    """Answer a change as every change of a case is answered."""
    return CaseSummaryView().dump(case)


class Resettlements:
    """Records a nomination and each step after it (R-RES-03)."""

    @rpc("intake:cases:write")
    def nominate(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """R-RES-01: mission, dossier, or family of a resettled refugee."""
        return receipt(usecases.nominate(unit, ref=ref, **schemas.NominationBody().load(body)))

    @rpc("intake:cases:read")
    def nomination_of_case(self, unit: Unit, *, ref: str) -> Body:
        """Return the nomination, and all that was done for it."""
        return schemas.NominationView().dump(usecases.show_nomination(unit, ref=ref))

    @rpc("intake:cases:write")
    def interview_family(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """The family was interviewed, or its dossier read."""
        return receipt(usecases.interview(unit, ref=ref, **schemas.InterviewBody().load(body)))

    @rpc("intake:cases:write")
    def select_family(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """R-RES-02: the family takes places of the quota, or was rejected."""
        return receipt(usecases.select(unit, ref=ref, **schemas.SelectionBody().load(body)))

    @rpc("intake:cases:write")
    def train_family(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """R-RES-03: one training of cultural orientation."""
        return receipt(usecases.train(unit, ref=ref, **schemas.TrainingBody().load(body)))

    @rpc("intake:safeguarding:write")
    def record_examination(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-RES-04: whether a traveller was found fit."""
        told = schemas.ExaminationBody().load(body)
        return receipt(usecases.examine(unit, ref=ref, person_id=person_id, **told))

    @rpc("intake:cases:write")
    def record_entry_visa(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-RES-04: with what a traveller enters."""
        told = schemas.VisaBody().load(body)
        return receipt(usecases.document(unit, ref=ref, person_id=person_id, **told))

    @rpc("intake:cases:write")
    def record_exit_permit(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """R-RES-04: whether the country of stay lets the family go."""
        told = schemas.ExitPermitBody().load(body)
        return receipt(usecases.permit_exit(unit, ref=ref, **told))

    @rpc("intake:cases:write")
    def assign_municipality(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """R-RES-05: who takes the family in."""
        told = schemas.MunicipalityBody().load(body)
        return receipt(usecases.assign_municipality(unit, ref=ref, **told))

    @rpc("intake:cases:write")
    def hand_over_family(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """R-RES-05: the end of the first 48 hours."""
        return receipt(usecases.hand_over(unit, ref=ref, **schemas.HandOverBody().load(body)))

    @rpc("intake:cases:read")
    def quotas(self, unit: Unit, *, query: Body) -> Body:
        """R-RES-02: each quota, and how much of it is used."""
        asked = schemas.QuotasQuery().load({"on": query.get("on")})
        found = usecases.quotas(unit, **asked)
        return {"items": schemas.CounterView(many=True).dump(found), "next": None}
