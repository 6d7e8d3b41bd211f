"""Builders: cases of each kind, at any point of their life."""

from datetime import timedelta

from services.intake.acceptance.usecases import accept_case
from services.intake.application.usecases import sign_application
from services.intake.clearance.model import Clearing
from services.intake.clearance.usecases import request_clearance
from services.intake.detention.schemas import DetentionBody
from services.intake.detention.usecases import record_detention
from services.intake.eligibility.usecases import decide_eligibility
from services.intake.journeys.model import Journey
from services.intake.progress.usecases import follow, follow_departure
from tests.fakes import NOON
from tests.unit.intake.intake_scene import (
    TODAY,
    an_application,
    an_open_case,
    answer,
    told,
)

FLIES = NOON + timedelta(days=40)


def ago(number):
    return TODAY - timedelta(days=number)


def detained(unit, case, *, order_date=None, term_months=6):
    body = {
        "asked_by": "slip",
        "asked_on": ago(5).isoformat(),
        "place": "Rotterdam",
        "order_date": (order_date or ago(30)).isoformat(),
        "term_months": term_months,
    }
    return record_detention(unit, ref=case.case_ref, **DetentionBody().load(body))


def a_detained_case(unit, *persons, **changes):
    case = an_open_case(unit, *persons, kind="return_from_detention", **changes)
    return detained(unit, case)


def cleared(unit, case):
    """Bring a return from its opening to the granted clearance."""
    sign_application(unit, ref=case.case_ref, **an_application())
    decide_eligibility(unit, ref=case.case_ref)
    request_clearance(unit, ref=case.case_ref)
    return answer(unit, case, Clearing.GRANTED)


def accepted(unit, case):
    return accept_case(unit, ref=case.case_ref)


def travels(unit, case, name, *, movement="m-1", departs_at=FLIES, person_id=None, sequence=1):
    """Let travel tell a fact of the case's one movement."""
    fact = {
        "movement_id": f"{movement}-{case.case_ref}",
        "case_ref": case.case_ref,
        "person_ids": [one.person_id for one in case.people],
        "person_id": person_id or case.people[0].person_id,
        "departs_at": departs_at.isoformat(),
        "arrives_at": (departs_at + timedelta(hours=6)).isoformat(),
        "departed_at": departs_at.isoformat(),
        "arrived_at": (departs_at + timedelta(hours=6)).isoformat(),
        "noted_at": departs_at.isoformat(),
    }
    told(unit, f"travel.{name}", sequence=sequence)
    learn = getattr(Journey, name)
    if name in {"person_departed", "person_arrived"}:
        at = departs_at if name == "person_departed" else departs_at + timedelta(hours=6)
        follow_departure(unit, fact, learn, at)
    else:
        follow(unit, fact, learn)
    unit.message = None
    return case


def booked(unit, case, **more):
    travels(unit, case, "movement_opened", **more)
    return travels(unit, case, "movement_booked", **more)


def flown(unit, case, **more):
    travels(unit, case, "person_departed", **more)
    return travels(unit, case, "person_arrived", **more)


def put_back(unit, case):
    """Let travel and reintegration put back what they opened for a case that was withdrawn."""
    travels(unit, case, "movement_opened")
    travels(unit, case, "movement_cancelled", sequence=2)
    told(unit, "reintegration.entitlement_released")
    fact = {"case_ref": case.case_ref, "entitlement_id": f"e-{case.case_ref}"}
    follow(unit, fact, Journey.entitlement_released)
    unit.message = None
    return case
