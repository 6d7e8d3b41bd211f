"""What a case of each kind needs before its journey may be arranged: every open point at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from services.chassis.unit import Unit
from services.intake.cases.model import Case
from services.intake.cases.usecases import people_of
from services.intake.consent.model import Scope
from services.intake.consent.usecases import counting
from services.intake.detention import usecases as detention
from services.intake.kinds.model import LEAVING, Kind
from services.intake.loans import usecases as loans
from services.intake.lookback.usecases import undecided
from services.intake.requirements.rules import not_compared, past_window
from services.intake.resettlement import usecases as resettlement
from services.intake.reunification import usecases as reunification
from services.intake.safeguarding import usecases as safeguarding
from services.intake.safeguarding.rules import OpenPoint
from services.intake.third_country import usecases as third_country
from services.intake.validity.usecases import short_before, short_now


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
    points += [_short(person_id) for person_id in short_before(unit, case)]
    return [*points, *_agreed(unit, case), *(own(unit, case) if own else [])]


def arrival_points(unit: Unit, case: Case) -> list[OpenPoint]:
    """R-REAN-04: whose document the journey, as it is booked now, outlasts."""
    return [_short(person_id) for person_id in short_now(unit, case)]


def days_and_people(unit: Unit, case: Case) -> list[OpenPoint]:
    """What the gate asks of the case itself: who was here before, and days that lie ahead."""
    points = past_window(case.not_after, unit.today(), case.case_ref)
    if case.kind in LEAVING:
        points = [*not_compared(undecided(unit, case), case.case_ref), *points]
    return points


def gate_points(unit: Unit, case: Case) -> list[OpenPoint]:
    """What would hold a cleared case back if somebody tried to accept it now."""
    people = people_of(unit, case) if case.kind in LEAVING else ()
    uncovered = [
        _short(one.person_id)
        for one in people
        if one.document is None or one.document.expires_on < case.not_after
    ]
    return [*uncovered, *days_and_people(unit, case)]


def _short(person_id: str) -> OpenPoint:
    sentence = "The travel document is missing, or ends too early for the arrival."
    return OpenPoint(rule_id="R-REAN-04", person_id=person_id, sentence=sentence)


def _agreed(unit: Unit, case: Case) -> list[OpenPoint]:
    """R-MOV-03: nobody is moved across a border without having agreed to it in writing.

    Of whoever leaves the eligibility rules ask for both signatures (R-REAN-12).
    """
    if case.kind in LEAVING or counting(unit, case.case_ref, Scope.DEPARTURE_REQUEST):
        return []
    sentence = "The applicant has not signed that he or she agrees to the journey."
    return [OpenPoint(rule_id="R-MOV-03", person_id=case.case_ref, sentence=sentence)]
