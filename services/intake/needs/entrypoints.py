"""Safeguards as staff record them. Each receipt lists what is still open."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import reminder, rpc
from services.chassis.unit import Unit
from services.intake.cases.model import Case
from services.intake.cases.schemas import CaseSummaryView
from services.intake.facts.schemas import DocumentBody
from services.intake.needs import usecases
from services.intake.safeguarding.schemas import (
    BestInterestBody,
    EmbarkationCheckBody,
    EscortNeedBody,
    FitnessBody,
    GuardianBody,
    GuidanceBody,
    NoticeBody,
    ReceptionBody,
    SafeguardConsentBody,
    SafeguardsView,
)
from services.intake.safeguarding.usecases import look_at, standing

Body = dict[str, Any]


def receipt(unit: Unit, case: Case, person_id: str) -> Body:
    """Say what is recorded and what is missing for one traveller, without a name."""
    return SafeguardsView().dump(standing(unit, case, person_id))


class Safeguarding:
    """Records guardian, consents, reception, best interest, escort, document and fitness."""

    @rpc("intake:safeguarding:write")
    def record_guardian(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-UAM-01: who has authority over the child."""
        return self._record(unit, ref, person_id, "guardian", GuardianBody().load(body))

    @rpc("intake:safeguarding:write")
    def record_reception(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-UAM-03, R-UAM-04, R-UAM-07: where the child will live and who collects it."""
        return self._record(unit, ref, person_id, "reception", ReceptionBody().load(body))

    @rpc("intake:safeguarding:write")
    def record_best_interest(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-UAM-03: whether to return is best for the child."""
        return self._record(unit, ref, person_id, "best_interest", BestInterestBody().load(body))

    @rpc("intake:safeguarding:write")
    def record_escort_need(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-UAM-05, R-MED-03: who goes along."""
        return self._record(unit, ref, person_id, "escort_need", EscortNeedBody().load(body))

    @rpc("intake:safeguarding:write")
    def record_fitness(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-MED-01: whether the traveller is fit to travel."""
        return self._record(unit, ref, person_id, "fitness", FitnessBody().load(body))

    @rpc("intake:safeguarding:write")
    def record_embarkation_check(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-MED-01: the last look before a patient boards."""
        check = EmbarkationCheckBody().load(body)
        return self._record(unit, ref, person_id, "embarkation_check", check)

    @rpc("intake:safeguarding:write")
    def record_guidance(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-UAM-06: what a former unaccompanied minor was told."""
        return self._record(unit, ref, person_id, "guidance", GuidanceBody().load(body))

    @rpc("intake:safeguarding:write")
    def record_document(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-REAN-04: the document with which the traveller may enter."""
        DocumentBody().load(body)
        case = usecases.record_document(unit, ref=ref, person_id=person_id, document=body)
        return receipt(unit, case, person_id)

    @rpc("intake:safeguarding:write")
    def record_consent(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-UAM-02: guardian, child and receiving family agree."""
        signed = SafeguardConsentBody().load(body)
        case = usecases.record_consent(unit, ref=ref, person_id=person_id, **signed)
        return receipt(unit, case, person_id)

    @rpc("intake:safeguarding:read")
    def safeguards_of_person(self, unit: Unit, *, ref: str, person_id: str) -> Body:
        """Say what is recorded for a traveller and what is still missing."""
        return receipt(unit, look_at(unit, ref=ref, person_id=person_id), person_id)

    @reminder("safeguards_due")
    def on_safeguards_due(self, unit: Unit, case_ref: str, person_id: str) -> None:
        """A day has come on which what protects a traveller is no longer what it was."""
        usecases.come_of_age(unit, case_ref=case_ref, person_id=person_id)

    @rpc("intake:safeguarding:write")
    def note_sent(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """T4: the registration for reintegration, or the flight's data, was sent."""
        case = usecases.note_sent(unit, ref=ref, **NoticeBody().load(body))
        return CaseSummaryView().dump(case)

    def _record(self, unit: Unit, ref: str, person_id: str, what: str, value: Any) -> Body:
        case = usecases.record_safeguard(unit, ref=ref, person_id=person_id, what=what, value=value)
        return receipt(unit, case, person_id)
