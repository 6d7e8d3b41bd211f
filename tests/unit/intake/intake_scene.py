"""Builders: cases at any point of their life, and everything that a rule may look at."""

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta

from services.chassis.messages import Envelope
from services.chassis.rules.rulebook import from_file, names_of
from services.intake.acceptance.usecases import accept_case
from services.intake.application.schemas import ApplicationBody
from services.intake.application.usecases import sign_application
from services.intake.cases.schemas import NewCase
from services.intake.cases.store import CaseStore
from services.intake.cases.usecases import open_case, people_of
from services.intake.clearance.model import Clearing
from services.intake.clearance.usecases import answer_clearance, request_clearance
from services.intake.confidential.model import Availability
from services.intake.consent.model import Signatory
from services.intake.counselling import schemas as _places  # noqa: F401 - declares them
from services.intake.eligibility.usecases import decide_eligibility
from services.intake.exclusions import schemas as _lists  # noqa: F401 - declares them
from services.intake.exclusions.usecases import lists_on
from services.intake.facts.model import (
    CaseFacts,
    Dublin,
    Guarantor,
    PersonFacts,
    Question,
    TravelDocument,
)
from services.intake.loans import schemas as _terms  # noqa: F401 - declares them
from services.intake.medical.usecases import record_research
from services.intake.needs.usecases import record_consent, record_safeguard
from services.intake.person_requests import schemas as _rights  # noqa: F401 - declares them
from services.intake.resettlement import schemas as _quotas  # noqa: F401 - declares them
from services.intake.safeguarding.model import (
    BestInterest,
    Escort,
    EscortNeed,
    Guardian,
    Interest,
    Receiver,
    ReceptionPlace,
    ReceptionStatus,
)
from services.intake.validity import schemas as _margins  # noqa: F401 - declares them
from tests.fakes import NOON, FakeUnit
from tests.unit.intake.intake_stores import fake_stores

TODAY = NOON.date()

PASSPORT = {
    "kind": "passport",
    "number": "PA-00042-X",
    "issuing_country": "IQ",
    "expires_on": "2031-01-01",
}
FACTS = {
    "means_minor": 100_00,
    "journey_cost_minor": 650_00,
    "intends_permanent": True,
    "remigration_claim": "none",
    "guarantor": {"exists": False},
    "false_pretences": False,
    "cooperates": True,
    "consents_to_termination": True,
    "government_objection": False,
    "dublin": {"claimant": False},
}


RULES = {name: from_file("intake", name) for name in names_of("intake")}


def a_unit(**options):
    """A unit with empty stores and the rule tables of the repository."""
    return FakeUnit(stores=fake_stores(), rules=RULES, **options)


def a_person(**changes):
    """What a caller tells of a person: an adult from Iraq with a passport."""
    usual = {
        "relation": "applicant",
        "given_names": "Zêynab Mîrî",
        "family_name": "Testfamily",
        "birth_date": "1990-02-03",
        "sex": "F",
        "nationalities": ["IQ"],
        "document": dict(PASSPORT),
        "previous_departures": [],
        "permits": [],
    }
    return usual | changes


def a_child(**changes):
    usual = {"relation": "child", "given_names": "Kani", "birth_date": "2018-05-06"}
    return a_person(**(usual | changes))


def a_body(*persons, facts=None, **changes):
    """What a caller sends to open a case."""
    usual = {
        "destination_country": "IQ",
        "destination_airport": "BGW",
        "not_before": "2026-06-01",
        "not_after": "2026-06-30",
        "persons": list(persons) or [a_person()],
        "facts": FACTS | (facts or {}),
    }
    return NewCase().load(deepcopy(usual | changes))


def an_open_case(unit, *persons, **changes):
    return open_case(unit, **a_body(*persons, **changes))


def an_application(signed_on=TODAY):
    signature = {"signed_on": signed_on.isoformat(), "language": "ar"}
    return ApplicationBody().load(
        {
            "signed_on": signed_on.isoformat(),
            "departure_request": signature,
            "data_exchange_consent": dict(signature),
        }
    )


def an_applied_case(unit, *persons, signed_on=TODAY, **changes):
    case = an_open_case(unit, *persons, **changes)
    for person in people_of(unit, case):
        if person.medical:
            researched(unit, case, person.person_id)
    return sign_application(unit, ref=case.case_ref, **an_application(signed_on))


def researched(unit, case, person_id, **changes):
    """Care at the destination is known for a patient (R-MED-05)."""
    usual = {
        "country": case.destination_country,
        "availability": Availability.AVAILABLE,
        "cost_minor": 45_00,
        "currency": "EUR",
        "researched_on": unit.today(),
        "source": "the mission",
    }
    return record_research(unit, ref=case.case_ref, person_id=person_id, **(usual | changes))


def an_eligible_case(unit, *persons, **changes):
    case = an_applied_case(unit, *persons, **changes)
    decide_eligibility(unit, ref=case.case_ref)
    return case


def a_case_at_the_ind(unit, *persons, **changes):
    case = an_eligible_case(unit, *persons, **changes)
    return request_clearance(unit, ref=case.case_ref)


def a_cleared_case(unit, *persons, **changes):
    case = a_case_at_the_ind(unit, *persons, **changes)
    return answer(unit, case, Clearing.GRANTED)


def an_accepted_case(unit, *persons, **changes):
    case = a_cleared_case(unit, *persons, **changes)
    return accept_case(unit, ref=case.case_ref)


def answer(unit, case, outcome, **more):
    return answer_clearance(
        unit, ref=case.case_ref, outcome=outcome, answered_on=unit.today(), **more
    )


GUARDIAN = Guardian(name="N. Voogd", appointed_on=TODAY - timedelta(days=90))
RECEPTION = ReceptionPlace(
    status=ReceptionStatus.CONFIRMED,
    admission_confirmed=True,
    collection_confirmed=True,
    receiver=Receiver(name="Halima Test", relation="mother", identity_number="ID-778"),
)
RETURN_IS_BEST = BestInterest(outcome=Interest.RETURN, decided_on=TODAY)
IOM_ESCORT = EscortNeed(escort=Escort.SOCIAL)
PROTECTION = {
    "reception": RECEPTION,
    "best_interest": RETURN_IS_BEST,
    "escort_need": IOM_ESCORT,
}


def a_cleared_minor(unit, *, without=(), consents=("guardian", "child", "receiving_family")):
    """A child of fifteen, alone, whose case is cleared and who is protected but `without`."""
    body = a_person(birth_date="2011-01-15", nationalities=["MA"])
    case = an_open_case(unit, body, destination_country="MA", destination_airport="CMN")
    guard(unit, case, guardian=GUARDIAN)
    sign_application(unit, ref=case.case_ref, **an_application())
    decide_eligibility(unit, ref=case.case_ref)
    request_clearance(unit, ref=case.case_ref)
    answer(unit, case, Clearing.GRANTED)
    guard(unit, case, **{key: PROTECTION[key] for key in PROTECTION if key not in without})
    for by in consents:
        consent(unit, case, by)
    return case


def guard(unit, case, **values):
    for what, value in values.items():
        record_safeguard(
            unit, ref=case.case_ref, person_id=case.applicant_id, what=what, value=value
        )


def consent(unit, case, by, signed_on=TODAY):
    record_consent(
        unit,
        ref=case.case_ref,
        person_id=case.applicant_id,
        by=Signatory(by),
        signed_on=signed_on,
        language="ar",
    )


def told(unit, type_, *, sequence=1, id_=None, at=NOON):
    """Let the unit handle a fact of another service."""
    unit.message = Envelope(
        id=id_ or f"fact-{type_}-{sequence}-{len(unit.published)}-{unit.new_id()}",
        source="/homeward/test",
        type=f"{type_}.v1",
        time=at,
        subject="",
        sequence=sequence,
        correlation_id="",
        causation_id="",
        trace_parent="",
    )
    return unit


def at(day, hour=12):
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


# What the rules see.


def facts(**changes):
    usual = {
        "means_minor": 100_00,
        "journey_cost_minor": 650_00,
        "intends_permanent": True,
        "remigration_claim": "none",
        "guarantor": Guarantor(exists=False),
        "false_pretences": False,
        "cooperates": True,
        "consents_to_termination": True,
        "government_objection": False,
        "dublin": Dublin(claimant=False),
    }
    return CaseFacts(**(usual | changes))


def someone(**changes):
    usual = {
        "person_id": "p-1",
        "given_names": "Zêynab",
        "family_name": "Testfamily",
        "birth_date": date(1990, 2, 3),
        "sex": "F",
        "nationalities": ("IQ",),
        "document": TravelDocument(
            kind="passport", number="X1", issuing_country="IQ", expires_on=date(2031, 1, 1)
        ),
        "previous_departures": (),
        "permits": (),
    }
    return PersonFacts(**(usual | changes))


def a_question(*people, reference_date=TODAY, destination="IQ", **changes):
    """Everything an eligibility decision looks at; `changes` that are facts go to the case."""
    own = {key: changes.pop(key) for key in ("clearance", "exchange_signed_on") if key in changes}
    usual = {
        "reference_date": reference_date,
        "today": TODAY,
        "destination_country": destination,
        "arrives_by": date(2026, 6, 30),
        "case": facts(**changes),
        "people": people or (someone(),),
        "departure_signed_on": reference_date,
        "exchange_signed_on": reference_date,
        "clearance": "granted",
    }
    return Question(**(usual | own))


def the_lists(reference_date=TODAY, today=TODAY):
    return lists_on(a_unit(), reference_date=reference_date, today=today)


def case_store(unit):
    return unit.store(CaseStore)
