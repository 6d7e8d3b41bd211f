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
from services.intake.progress.usecases import (
    follow,
    follow_arrival,
    follow_cost,
    follow_departure,
)
from services.intake.resettlement import usecases as resettlement
from services.intake.resettlement.schemas import NominationBody
from services.intake.reunification import usecases as family
from services.intake.reunification.model import LineKind
from services.intake.reunification.schemas import OrderBody
from services.intake.third_country.usecases import see_permit
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


def travels(
    unit, case, name, *, movement="m-1", departs_at=FLIES, person_id=None, sequence=1, what=()
):
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
        "what": list(what),
    }
    told(unit, f"travel.{name}", sequence=sequence)
    learn = getattr(Journey, name)
    if name == "person_departed":
        follow_departure(unit, fact, learn, departs_at)
    elif name == "person_arrived":
        follow_arrival(unit, fact, learn, departs_at + timedelta(hours=6))
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


PERMANENT = {"permit": "permanent", "capital_programme": False, "lived_there_before": False}


def a_third_country_case(unit, *persons, admission=PERMANENT, facts=None, **changes):
    """Somebody whom Canada admits for good, unless `admission` says otherwise."""
    goes = {"destination_country": "CA", "destination_airport": "YYZ"}
    told = {"admission": admission} | (facts or {})
    kind = "third_country_resettlement"
    return an_open_case(unit, *persons, kind=kind, facts=told, **(goes | changes))


def seen(unit, case):
    return see_permit(unit, ref=case.case_ref, original=True, seen_on=TODAY)


def completed(unit, case):
    """Let reintegration tell that nothing is left to do."""
    told(unit, "reintegration.reintegration_completed")
    follow(unit, {"case_ref": case.case_ref}, Journey.reintegration_completed)
    unit.message = None
    return case


def a_family(unit, *persons, **changes):
    """A wife who comes from Nairobi to her husband, unless told otherwise."""
    goes = {
        "destination_country": "NL",
        "destination_airport": "AMS",
        "origin_airport": "NBO",
    }
    return an_open_case(unit, *persons, kind="family_reunification", **(goes | changes))


def ordered(unit, case, service="journey"):
    body = {
        "service": service,
        "ordered_on": TODAY.isoformat(),
        "sponsor": {"name": "Y. Sponsor", "relation": "husband"},
    }
    return family.order(unit, ref=case.case_ref, **OrderBody().load(body))


def with_visas(unit, case, *, notice=60, issued=10):
    for person in case.people:
        family.record_visa(
            unit,
            ref=case.case_ref,
            person_id=person.person_id,
            notice_on=ago(notice),
            extended=False,
            issued_on=ago(issued) if issued is not None else None,
        )
    return case


def estimated(unit, case, *kinds, amount_minor=800_00):
    lines = [{"kind": LineKind(kind), "amount_minor": amount_minor} for kind in kinds or ["ticket"]]
    return family.make_estimate(unit, ref=case.case_ref, lines=lines)


def paid_in(unit, case, amount_minor=800_00):
    told = {"amount_minor": amount_minor, "on": TODAY, "reference": f"IN-{unit.new_id()}"}
    return family.receive(unit, ref=case.case_ref, **told)


def a_cleared_family(unit, *persons, **changes):
    case = with_visas(unit, ordered(unit, a_family(unit, *persons, **changes)))
    sign_application(unit, ref=case.case_ref, **an_application())
    return paid_in(unit, estimated(unit, case))


def costs(unit, case, amount_minor, kind="ticket", currency="EUR", cost_id=None):
    """Let travel tell what something cost."""
    told(unit, "travel.travel_cost_recorded")
    fact = {"case_ref": case.case_ref, "movement_id": "m", "cost_id": cost_id or unit.new_id()}
    follow_cost(unit, fact | {"kind": kind, "amount_minor": amount_minor, "currency": currency})
    unit.message = None
    return case


def a_nominated_family(unit, *persons, entry="mission", sub_quota="general", **changes):
    goes = {"destination_country": "NL", "destination_airport": "AMS", "origin_airport": "NBO"}
    case = an_open_case(unit, *persons, kind="resettlement", **(goes | changes))
    how = {"entry": entry, "sub_quota": sub_quota, "nominated_on": ago(200).isoformat()}
    return resettlement.nominate(unit, ref=case.case_ref, **NominationBody().load(how))


def selected(unit, case, *, override_reason=None, decided_on=None):
    ref = case.case_ref
    resettlement.interview(unit, ref=ref, interviewed_on=ago(150))
    return resettlement.select(
        unit,
        ref=ref,
        outcome="accepted",
        decided_on=decided_on or ago(120),
        override_reason=override_reason,
    )


def steps_after_selection(unit, case):
    """Each step between the selection and the journey, as something that can be done."""
    ref, people = case.case_ref, [one.person_id for one in case.people]

    def trained():
        for number in (1, 2, 3):
            resettlement.train(unit, ref=ref, number=number, ended_on=ago(60), days=4)

    def examined():
        for person_id in people:
            resettlement.examine(unit, ref=ref, person_id=person_id, examined_on=ago(20), fit=True)

    def documented():
        until = TODAY + timedelta(days=200)
        for person_id in people:
            told = {"kind": "laissez_passer", "valid_until": until}
            resettlement.document(unit, ref=ref, person_id=person_id, **told)

    def permitted():
        resettlement.permit_exit(unit, ref=ref, required=True, granted_on=ago(5))

    def housed():
        resettlement.assign_municipality(unit, ref=ref, municipality="Delft")

    def agreed():
        sign_application(unit, ref=ref, **an_application())

    return [trained, examined, documented, permitted, housed, agreed]


def a_cleared_refugee_family(unit, *persons, **changes):
    case = selected(unit, a_nominated_family(unit, *persons, **changes))
    for step in steps_after_selection(unit, case):
        step()
    return case
