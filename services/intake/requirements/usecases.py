"""What a case of each kind needs before its journey may be arranged: every open point at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from services.chassis.unit import Unit
from services.intake.cases.model import Case
from services.intake.consent.model import Scope
from services.intake.consent.usecases import counting
from services.intake.detention import usecases as detention
from services.intake.kinds.model import LEAVING, Kind
from services.intake.loans import usecases as loans
from services.intake.resettlement import usecases as resettlement
from services.intake.reunification import usecases as reunification
from services.intake.safeguarding import usecases as safeguarding
from services.intake.safeguarding.rules import OpenPoint
from services.intake.third_country import usecases as third_country


def _admitted(unit: Unit, case: Case) -> list[OpenPoint]:
    return [*third_country.points_of(unit, case), *loans.points_of(unit, case)]


OWN: Mapping[Kind, Callable[[Unit, Case], list[OpenPoint]]] = {
    Kind.DETENTION: detention.points_of,
    Kind.THIRD_COUNTRY: _admitted,
    Kind.FAMILY: reunification.points_of,
    Kind.RESETTLEMENT: resettlement.points_of,
}


def requirements_of(unit: Unit, case: Case) -> list[OpenPoint]:
    """Return what is missing: what protects the travellers, and what this kind of case needs."""
    points = safeguarding.points_of(unit, case)
    own = OWN.get(case.kind)
    return [*points, *_agreed(unit, case), *(own(unit, case) if own else [])]


def _agreed(unit: Unit, case: Case) -> list[OpenPoint]:
    """R-MOV-03: nobody is moved across a border without having agreed to it in writing.

    Of whoever leaves the eligibility rules ask for both signatures (R-REAN-12).
    """
    if case.kind in LEAVING or counting(unit, case.case_ref, Scope.DEPARTURE_REQUEST):
        return []
    sentence = "The applicant has not signed that he or she agrees to the journey."
    return [OpenPoint(rule_id="R-MOV-03", person_id=case.case_ref, sentence=sentence)]
