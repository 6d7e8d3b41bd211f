"""Documents on paper: no hand is left out of the chain, and nothing is handed out unsigned."""

from datetime import timedelta

import pytest

from services.chassis.errors import Conflict, Invalid, NotFound
from services.intake.alerts.model import What
from services.intake.alerts.store import AlertStore
from services.intake.clearance.store import ClearanceStore
from services.intake.documents.model import DocumentKind, Holder, Spot
from services.intake.documents.store import DocumentStore
from services.intake.documents.usecases import (
    chain_of_document,
    checklists_of_case,
    documents_of_case,
    hand_over,
    register_document,
    request_document,
    sign_checklist,
    to_hand_over,
)
from services.intake.journeys.model import Journey
from services.intake.kinds.model import Kind
from services.intake.needs.usecases import record_document
from services.intake.progress import schemas as heard
from services.intake.progress.usecases import follow, waits_of_case
from services.intake.requirements.usecases import requirements_of
from services.intake.timeline.store import TimelineStore
from services.intake.validity.usecases import margin_of
from tests.fakes import NOON
from tests.unit.intake.intake_scene import (
    PASSPORT,
    TODAY,
    a_child,
    a_person,
    a_unit,
    an_accepted_case,
    an_applied_case,
    an_open_case,
    told,
)

MINUTES = timedelta(minutes=1)


@pytest.fixture
def unit():
    return a_unit()


@pytest.fixture
def case(unit):
    return an_applied_case(unit)


def a_document(unit, case, holder=Holder.IND, **changes):
    usual = {"person_id": case.applicant_id, "kind": DocumentKind.PASSPORT, "number": "K-99"}
    return register_document(unit, ref=case.case_ref, holder=holder, **(usual | changes))


def pass_on(unit, case, document, giver, receiver, *, at=NOON, place=Spot.OFFICE):
    names = {"given_by": "B. Bewaarder", "received_by": "C. Jansen"}
    hands = {"giver": giver, "receiver": receiver, "at": at, "place": place}
    ids = {"ref": case.case_ref, "document_id": document.document_id}
    return hand_over(unit, **ids, **names, **hands)


def sign(unit, case, *documents, at=NOON):
    ids = [one.document_id for one in documents]
    names = {"handed_by": "S. Schiphol", "signed_by": "Zêynab"}
    return sign_checklist(unit, ref=case.case_ref, document_ids=ids, signed_at=at, **names)


def waiting(unit, case, rule_id):
    waits = waits_of_case(unit, ref=case.case_ref)["waits"]
    return [one["waits_for"] for one in waits if rule_id in one["waits_for"]]


def books(unit, case, arrives_on, *, name="movement_booked", sequence=1):
    fact = {
        "movement_id": "m-1",
        "case_ref": case.case_ref,
        "person_ids": sorted(case.person_ids),
        "departs_at": f"{arrives_on}T01:00:00+02:00",
        "arrives_at": f"{arrives_on}T09:00:00+03:00",
    }
    told(unit, f"travel.{name}", sequence=sequence)
    schema = {"movement_booked": heard.MovementBooked, "movement_changed": heard.MovementChanged}
    follow(unit, schema[name]().load(fact), getattr(Journey, name))


# The chain of hands.


def test_every_hand_over_is_kept_with_persons_and_time(unit, case):
    """R-MOV-04."""
    document = a_document(unit, case)
    unit.clock = NOON + 5 * MINUTES
    pass_on(unit, case, document, Holder.IND, Holder.IOM, at=NOON + MINUTES)
    pass_on(unit, case, document, Holder.IOM, Holder.PERSON, at=NOON + 2 * MINUTES)
    chain = chain_of_document(unit, ref=case.case_ref, document_id=document.document_id)

    assert [(one["number"], one["giver"], one["receiver"]) for one in chain] == [
        (1, "IND", "iom"),
        (2, "iom", "person"),
    ]
    assert chain[0]["names"] == {"given_by": "B. Bewaarder", "received_by": "C. Jansen"}
    assert (chain[0]["at"], chain[0]["recorded_by"]) == (NOON + MINUTES, "c.jansen")
    assert document.holder is Holder.PERSON


@pytest.mark.parametrize("giver", [Holder.IOM, Holder.PERSON, Holder.POLICE])
def test_nobody_gives_away_what_somebody_else_holds(unit, case, giver):
    """R-MOV-04: the chain cannot skip a hand."""
    document = a_document(unit, case, Holder.IND)

    with pytest.raises(Conflict, match="R-MOV-04"):
        pass_on(unit, case, document, giver, Holder.DTV)
    assert unit.store(DocumentStore).chain_of(document.document_id) == []


@pytest.mark.parametrize(
    ("at", "receiver", "says"),
    [
        (NOON + MINUTES, Holder.IOM, "future"),
        (NOON - MINUTES, Holder.IOM, "later than that"),
        (NOON, Holder.IND, "stays where it is"),
    ],
)
def test_a_hand_over_that_cannot_have_been_is_refused(unit, case, at, receiver, says):
    """R-MOV-04."""
    with pytest.raises(Invalid, match=says):
        pass_on(unit, case, a_document(unit, case), Holder.IND, receiver, at=at)


def test_two_who_saw_the_same_holder_cannot_both_hand_it_on(unit, case):
    """R-MOV-04."""
    document = a_document(unit, case)
    pass_on(unit, case, document, Holder.IND, Holder.IOM)
    unit.expected_version = 1

    with pytest.raises(Conflict, match="changed since"):
        pass_on(unit, case, document, Holder.IOM, Holder.PERSON)


def test_what_stands_in_a_document_is_told_to_whoever_may_know_and_on_no_timeline(unit, case):
    a_document(unit, case, expires_on=TODAY)
    (shown,) = documents_of_case(unit, ref=case.case_ref)
    unit.principal.roles = frozenset({"auditor"})
    (bare,) = documents_of_case(unit, ref=case.case_ref)

    assert shown["details"] == {"number": "K-99", "expires_on": TODAY.isoformat()}
    assert (bare["details"], bare["holder"]) == (None, Holder.IND)
    assert "K-99" not in str([(e.facts, e.sentence) for e in unit.store(TimelineStore).added])


def test_a_document_belongs_to_a_traveller_of_its_case(unit, case):
    other = an_open_case(unit)
    document = a_document(unit, case)

    with pytest.raises(NotFound):
        a_document(unit, case, person_id=other.applicant_id)
    with pytest.raises(NotFound):
        chain_of_document(unit, ref=other.case_ref, document_id=document.document_id)


# What authorities hold.


def test_what_an_authority_holds_is_what_the_case_waits_for(unit, case):
    """R-MOV-04: documents that authorities hold are asked for and handed over."""
    document = a_document(unit, case, Holder.POLICE)
    assert "not asked for yet" in waiting(unit, case, "R-MOV-04")[0]

    request_document(unit, ref=case.case_ref, document_id=document.document_id)
    # What the police took is kept by the IND.
    assert waiting(unit, case, "R-MOV-04")[0].startswith("R-MOV-04: The IND was asked")

    pass_on(unit, case, document, Holder.POLICE, Holder.IOM)
    assert waiting(unit, case, "R-MOV-04") == []


def test_a_request_is_a_disclosure_and_is_on_the_radar_until_it_is_answered(unit, case):
    """R-DP-02: to whom, what, on which ground."""
    document = a_document(unit, case)
    request_document(unit, ref=case.case_ref, document_id=document.document_id)
    alert = unit.store(AlertStore).find(case.case_ref, document.document_id, What.DOCUMENT_REQUEST)
    (disclosed,) = unit.store(ClearanceStore).disclosures

    assert (disclosed.recipient, disclosed.purpose) == ("IND", "document_request")
    assert disclosed.ground.startswith("data-exchange consent")
    assert (alert.breaks_on, alert.settled) == (TODAY + timedelta(days=14), False)

    pass_on(unit, case, document, Holder.IND, Holder.IOM)
    assert alert.settled


def test_no_authority_is_asked_without_the_data_exchange_consent(unit):
    """R-DP-02."""
    case = an_open_case(unit)
    document = a_document(unit, case)

    with pytest.raises(Conflict, match="consent is missing"):
        request_document(unit, ref=case.case_ref, document_id=document.document_id)
    assert unit.store(ClearanceStore).disclosures == []


def test_only_what_an_authority_holds_can_be_asked_for(unit, case):
    document = a_document(unit, case, Holder.PERSON)

    with pytest.raises(Conflict, match="held by: person"):
        request_document(unit, ref=case.case_ref, document_id=document.document_id)


# At the airport.


def test_at_the_airport_documents_are_given_back_on_the_signed_check_list_alone(unit, case):
    """R-MOV-09."""
    document = a_document(unit, case, Holder.IOM)
    with pytest.raises(Conflict, match="R-MOV-09"):
        pass_on(unit, case, document, Holder.IOM, Holder.PERSON, place=Spot.AIRPORT)

    checklist = sign(unit, case, document)
    (link,) = chain_of_document(unit, ref=case.case_ref, document_id=document.document_id)

    assert document.holder is Holder.PERSON
    assert (link["place"], link["checklist_id"]) == (Spot.AIRPORT, checklist.checklist_id)
    assert checklists_of_case(unit, ref=case.case_ref) == [checklist]


def test_money_and_documents_stand_on_the_list(unit):
    """R-MOV-09: money or documents to hand over at the airport appear on it."""
    case = an_accepted_case(unit)
    document = a_document(unit, case, Holder.IOM)
    a_document(unit, case, Holder.PERSON)
    promised = {"person_id": case.applicant_id, "currency": "EUR", "cash_max_minor": 0}
    lines = [promised | {"kind": "allowance", "amount_minor": 20000}]
    lines += [promised | {"kind": "reintegration", "amount_minor": 200000}]
    fact = {"entitlement_id": "e-1", "case_ref": case.case_ref, "lines": lines}
    told(unit, "reintegration.entitlement_reserved")
    follow(unit, heard.EntitlementReserved().load(fact), Journey.entitlement_reserved)
    listed = to_hand_over(unit, ref=case.case_ref)
    money = [{"person_id": case.applicant_id, "amount_minor": 20000, "currency": "EUR"}]

    assert (listed["documents"], listed["money"]) == ([document], money)
    assert sign(unit, case, document).money == money


def test_an_empty_list_a_list_of_tomorrow_and_a_document_of_others_are_not_signed(unit, case):
    """R-MOV-09."""
    document = a_document(unit, case, Holder.IND)

    with pytest.raises(Conflict, match="Neither documents nor money"):
        sign(unit, case)
    with pytest.raises(Invalid, match="future"):
        sign(unit, case, document, at=NOON + MINUTES)
    with pytest.raises(Conflict, match="held by IND"):
        sign(unit, case, document)


# Validity on arrival.


def test_the_document_must_cover_the_arrival_of_the_flight_as_it_is_booked_now(unit):
    """R-REAN-04: checked again whenever the flight moves."""
    ends = TODAY + timedelta(days=60)
    ending = a_person(document=PASSPORT | {"expires_on": ends.isoformat()})
    case = an_accepted_case(unit, ending, a_child())
    who = case.applicant_id
    books(unit, case, ends)
    assert waiting(unit, case, "R-REAN-04") == []
    assert unit.store(AlertStore).find(case.case_ref, who, What.ARRIVAL) is None

    books(unit, case, ends + timedelta(days=1), name="movement_changed", sequence=2)
    alert = unit.store(AlertStore).find(case.case_ref, who, What.ARRIVAL)
    assert len(waiting(unit, case, "R-REAN-04")) == 1
    assert (alert.breaks_on, alert.settled) == (ends + timedelta(days=1), False)

    record_document(unit, ref=case.case_ref, person_id=who, document=dict(PASSPORT))
    assert waiting(unit, case, "R-REAN-04") == []
    assert alert.settled


def test_the_netherlands_ask_for_six_months_more_and_elsewhere_no_source_says(unit):
    """R-REAN-04: the margin is a dated row with its source."""
    rows = {row["destination"]: row["standing"] for row in unit.rules("document_margins").on(TODAY)}

    assert (margin_of(unit, "NL", TODAY), margin_of(unit, "IQ", TODAY)) == (6, 0)
    assert rows == {"NL": "stated", "any": "open"}


def test_a_family_whose_passport_ends_too_soon_is_told_before_its_journey_is_arranged(unit):
    """R-REAN-04."""
    ends = TODAY + timedelta(days=100)
    ending = a_person(document=PASSPORT | {"expires_on": ends.isoformat()})
    usual = {"kind": "family_reunification", "destination_country": "NL"}
    short = an_open_case(unit, ending, **usual, destination_airport="AMS")
    long = an_open_case(unit, **usual, destination_airport="AMS")

    def named(case):
        return [one.rule_id for one in requirements_of(unit, case)]

    assert short.kind is Kind.FAMILY
    assert "R-REAN-04" in named(short)
    assert "R-REAN-04" not in named(long)
