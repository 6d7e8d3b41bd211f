"""Candidates and their selection as the bus sees them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.schema import Page
from services.chassis.unit import Unit
from services.expert_deployment.matching import usecases
from services.expert_deployment.matching.schemas import (
    CandidateView,
    CandidateWord,
    ProposeCandidate,
)


class Matching:
    """Proposes candidates and records the words of IOM and the host."""

    @rpc("expert_deployment:vacancies:write")
    def propose_candidate(
        self, unit: Unit, *, vacancy_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Enter an expert for a vacancy."""
        asked = ProposeCandidate().load(body)
        return CandidateView().dump(
            usecases.propose_candidate(unit, vacancy_id=vacancy_id, **asked)
        )

    @rpc("expert_deployment:vacancies:write")
    def record_word(self, unit: Unit, *, candidate_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Record what IOM or the host says."""
        word = CandidateWord().load(body)
        return CandidateView().dump(usecases.record_word(unit, candidate_id=candidate_id, **word))

    @rpc("expert_deployment:vacancies:write")
    def withdraw_candidate(self, unit: Unit, *, candidate_id: str) -> dict[str, Any]:
        """The expert does not want it any more."""
        return CandidateView().dump(usecases.withdraw_candidate(unit, candidate_id=candidate_id))

    @rpc("expert_deployment:vacancies:read")
    def candidate(self, unit: Unit, *, candidate_id: str) -> dict[str, Any]:
        """Return one candidate, with a reason per rule."""
        return CandidateView().dump(usecases.candidate_of(unit, candidate_id))

    @rpc("expert_deployment:vacancies:read")
    def candidates(self, unit: Unit, *, vacancy_id: str, query: dict[str, Any]) -> dict[str, Any]:
        """Return one page of a vacancy's candidates."""
        asked = Page().load(query)
        found = usecases.candidates_page(unit, vacancy_id=vacancy_id, **asked)
        following = found[-1].id if len(found) == asked["limit"] else None
        return {"items": CandidateView(many=True).dump(found), "next": following}
