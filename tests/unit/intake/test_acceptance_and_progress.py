"""The gate before a journey, and what the facts of the other services make of a case."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from services.chassis.errors import Conflict, Invalid, NotFound
from services.intake.acceptance.usecases import accept_case
from services.intake.cases.usecases import correct_case, withdraw_case
from services.intake.clearance.model import Clearing
from services.intake.journeys.model import Journey
from services.intake.needs.usecases import record_document, record_safeguard
from services.intake.progress.usecases import follow, follow_departure, waits_of_case
from services.intake.safeguarding.model import Escort, EscortNeed, Fitness, Guardian
from services.intake.safeguarding.usecases import standing
from services.intake.states.model import CaseStatus
from services.intake.timeline.rules import sentence_of
from services.intake.timeline.store import TimelineStore
from tests.unit.intake.intake_scene import (
    NOON,
    PASSPORT,
    RECEPTION,
    TODAY,
    a_cleared_case,
    a_cleared_minor,
    a_person,
    a_unit,
    an_accepted_case,
    an_application,
    an_open_case,
    answer,
    guard,
    sign_application,
    told,
)


def points(refusal):
    return [problem["detail"].split(":")[0] for problem in refusal.value.errors]


def refused(unit, case):
    with pytest.raises(Conflict) as refusal:
        accept_case(unit, ref=case.case_ref)
    assert refusal.value.code == "not-ready"
    return points(refusal)


def test_an_accepted_case_is_told_to_those_who_arrange_the_journey():
    unit = a_unit()
    case = an_accepted_case(unit, a_person(), a_person(relation="partner", given_names="Azad"))

    fact = unit.published[-1]

    assert (case.status, fact.name) == (CaseStatus.ACCEPTED, "case_accepted")
    assert [one["person_type"] for one in fact.travellers] == ["adult", "adult"]
    assert fact.return_type == "voluntary"
    assert fact.application_date == TODAY
    sealed = json.loads(fact.sealed_for_travel)
    assert sealed["for"] == "travel"
    assert [one["given_names"] for one in sealed["content"]["travellers"]] == [
        "Zêynab Mîrî",
        "Azad",
    ]


def test_the_booking_is_due_four_weeks_after_the_application():
    """R-REAN-20."""
    case = an_accepted_case(a_unit())

    assert case.due_at.date() == TODAY + timedelta(days=28)


@pytest.mark.parametrize("document", [None, PASSPORT | {"expires_on": "2026-06-29"}])
def test_the_travel_document_must_cover_the_arrival(document):
    """R-REAN-04."""
    unit = a_unit()
    case = a_cleared_case(unit, a_person(document=document, document_obtainable=True))

    assert refused(unit, case) == ["R-REAN-04"]
    record_document(unit, ref=case.case_ref, person_id=case.applicant_id, document=PASSPORT)
    assert accept_case(unit, ref=case.case_ref).status is CaseStatus.ACCEPTED


def test_a_security_hold_stops_the_booking_and_not_the_intake():
    """R-REAN-10."""
    unit = a_unit()
    case = a_cleared_case(
        unit, a_person(nationalities=["YE"]), destination_country="YE", destination_airport="ADE"
    )

    assert refused(unit, case) == ["R-REAN-10"]
    assert case.status is CaseStatus.CLEARED


def test_a_case_without_clearance_is_not_accepted():
    """R-REAN-13."""
    unit = a_unit()
    case = a_cleared_case(unit)
    answer(unit, case, Clearing.DTV_DECISION)

    with pytest.raises(Conflict, match="cannot accept"):
        accept_case(unit, ref=case.case_ref)


def test_a_clearance_that_was_taken_back_holds_even_a_cleared_case():
    """R-REAN-13."""
    unit = a_unit()
    case = a_cleared_case(unit)
    answer(unit, case, Clearing.WITHDRAWN)
    case.status = CaseStatus.CLEARED

    assert refused(unit, case) == ["R-REAN-13"]


def test_a_rule_that_fails_at_the_gate_declines():
    unit = a_unit()
    case = a_cleared_case(unit)
    correct_case(unit, ref=case.case_ref, facts={"means_minor": 900_00})

    accept_case(unit, ref=case.case_ref)

    assert case.status is CaseStatus.DECLINED
    assert unit.published[-1].reason_codes == ("MEANS",)


def test_a_child_alone_who_is_protected_is_accepted_with_an_escort():
    """R-UAM-01 to R-UAM-07."""
    unit = a_unit()
    case = accept_case(unit, ref=a_cleared_minor(unit).case_ref)

    traveller = unit.published[-1].travellers[0]
    assert case.status is CaseStatus.ACCEPTED
    assert (traveller["person_type"], traveller["escort_required"]) == ("uam", True)


def test_every_open_point_of_a_child_is_named_at_once():
    """R-UAM-02 to R-UAM-07."""
    unit = a_unit()
    case = a_cleared_minor(unit, without=("reception", "best_interest"), consents=("child",))

    assert refused(unit, case) == [
        *["R-UAM-02"] * 2,
        *["R-UAM-03"] * 2,
        *["R-UAM-04"] * 2,
        "R-UAM-07",
    ]


def test_a_consent_that_has_lapsed_counts_no_longer():
    """R-UAM-02: in date."""
    unit = a_unit()
    case = a_cleared_minor(unit)
    case.not_after, case.not_before = date(2027, 1, 30), date(2027, 1, 1)
    unit.clock = NOON + timedelta(days=181)

    assert refused(unit, case) == ["R-UAM-02"] * 3


def test_a_receipt_lists_what_is_recorded_and_what_is_open():
    unit = a_unit()
    case = a_cleared_minor(unit, without=("reception",))

    receipt = standing(unit, case, case.applicant_id)

    assert receipt["recorded"] == ["guardian", "best_interest", "escort_need"]
    assert {point.rule_id for point in receipt["open_points"]} == {
        "R-UAM-03",
        "R-UAM-04",
        "R-UAM-07",
    }


def test_what_changes_after_acceptance_is_told_to_travel_under_seal():
    unit = a_unit()
    case = an_accepted_case(unit)

    guard(unit, case, escort_need=EscortNeed(escort=Escort.MEDICAL_NURSE, ssr=("WCHC",)))

    fact = unit.published[-1]
    assert fact.name == "traveller_needs_changed"
    traveller = json.loads(fact.sealed_for_travel)["content"]["travellers"][0]
    assert (traveller["escort"], traveller["ssr"]) == ("medical_nurse", ["WCHC"])


def test_what_travel_need_not_know_is_not_told():
    unit = a_unit()
    case = an_accepted_case(unit)
    guard(unit, case, fitness=Fitness(fit=True, checked_on=TODAY))

    assert unit.published[-1].name == "case_accepted"


def test_safeguards_are_kept_under_seal_and_replaced():
    unit = a_unit()
    case = a_cleared_minor(unit)
    guard(unit, case, reception=RECEPTION)

    assert standing(unit, case, case.applicant_id)["open_points"] == []


def test_nothing_is_recorded_of_the_future():
    unit = a_unit()
    case = an_open_case(unit)
    later = Guardian(name="N. Voogd", appointed_on=TODAY + timedelta(days=1))

    with pytest.raises(Invalid, match="appointed on"):
        record_safeguard(
            unit, ref=case.case_ref, person_id=case.applicant_id, what="guardian", value=later
        )


# What the other services tell.


def hears(unit, case, type_, fact, learn=None, **envelope):
    told(unit, type_, **envelope)
    follow(unit, {"case_ref": case.case_ref} | fact, learn)


def test_a_fact_is_retold_in_a_sentence_and_moves_the_case():
    unit = a_unit()
    case = an_accepted_case(unit)
    seat = {
        "movement_id": "m-1",
        "person_ids": [case.applicant_id],
        "agent": "polder",
        "departs_at": "2026-06-10T08:00:00+02:00",
        "arrives_at": "2026-06-10T17:00:00+03:00",
    }

    hears(unit, case, "travel.movement_booked", seat, Journey.movement_booked, sequence=4)

    assert case.status is CaseStatus.BOOKED
    entries = unit.store(TimelineStore).added[-2:]
    assert entries[0].sentence == ("Booked with polder, departing 2026-06-10T08:00:00+02:00.")
    assert entries[1].type == "intake.case_book"
    assert unit.reminders[-1].at == datetime(2026, 6, 10, 6, 0, tzinfo=UTC)


def test_a_fact_that_is_told_twice_is_taken_in_once():
    unit = a_unit()
    case = an_accepted_case(unit)
    fact = {"entitlement_id": "e-1", "scheme": "avrr_nl_2017"}
    for _ in range(2):
        hears(unit, case, "reintegration.entitlement_reserved", fact, id_="fact-1")

    types = [entry.type for entry in unit.store(TimelineStore).added]
    assert types.count("reintegration.entitlement_reserved") == 1


def test_a_new_day_of_departure_moves_the_deadline():
    unit = a_unit()
    case = an_accepted_case(unit)
    seat = {
        "movement_id": "m-1",
        "person_ids": [case.applicant_id],
        "departs_at": "2026-06-10T08:00:00+02:00",
    }
    hears(unit, case, "travel.movement_booked", seat, Journey.movement_booked, sequence=2)

    later = {"movement_id": "m-1", "departs_at": "2026-06-12T08:00:00+02:00"}
    hears(unit, case, "travel.movement_changed", later, Journey.movement_changed, sequence=3)
    hears(unit, case, "travel.movement_booked", seat, Journey.movement_booked, sequence=2)

    assert unit.reminders[-1].at == datetime(2026, 6, 12, 6, 0, tzinfo=UTC)
    assert unit.store(TimelineStore).added[-2].type == "intake.deadline_moved"


def departs(unit, case, at):
    told(unit, "travel.person_departed")
    fact = {
        "case_ref": case.case_ref,
        "movement_id": "m-1",
        "person_id": case.applicant_id,
        "departed_at": at,
    }
    follow_departure(unit, fact, Journey.person_departed, at)


def test_a_departure_is_dated_in_amsterdam_and_counts_for_later_cases():
    """R-REAN-03."""
    unit = a_unit()
    case = an_accepted_case(unit)

    departs(unit, case, datetime(2026, 6, 9, 22, 30, tzinfo=UTC))
    departs(unit, case, datetime(2026, 6, 11, 9, 0, tzinfo=UTC))

    assert case.people[0].departed_on == date(2026, 6, 10)


def test_the_journey_of_an_expert_is_retold_and_moves_no_case():
    unit = a_unit()
    told(unit, "travel.person_departed")
    fact = {
        "case_ref": None,
        "assignment_id": "a-1",
        "movement_id": "m-9",
        "person_id": "p-9",
        "departed_at": NOON,
    }

    follow_departure(unit, fact, Journey.person_departed, NOON)

    assert unit.store(TimelineStore).added[-1].about == "a-1"


def test_an_event_of_an_unknown_case_is_not_swallowed():
    with pytest.raises(NotFound):
        follow(told(a_unit(), "travel.movement_opened"), {"case_ref": "NL-2026-000001-0"})


# What a case waits for.


def waits(unit, case):
    return {one["about"]: one for one in waits_of_case(unit, ref=case.case_ref)["waits"]}


def test_a_case_says_what_it_waits_for_who_must_act_and_by_when():
    unit = a_unit()
    case = an_open_case(unit)

    assert waits(unit, case) == {
        "case": {
            "about": "case",
            "waits_for": "the two signatures of the application",
            "owner": "counsellor",
            "due_at": case.due_at.isoformat(),
            "overdue": False,
        }
    }


def test_open_safeguards_are_among_the_waits():
    unit = a_unit()
    case = a_cleared_minor(unit, without=("escort_need",))

    assert waits(unit, case)[case.applicant_id]["waits_for"].startswith("R-UAM-05")
    unit.principal.roles = frozenset({"auditor"})
    assert set(waits(unit, case)) == {"case"}


def test_a_withdrawal_waits_for_each_thing_with_its_owner():
    unit = a_unit()
    case = an_accepted_case(unit)
    withdraw_case(unit, ref=case.case_ref, reason_code="family")

    assert {about: one["owner"] for about, one in waits(unit, case).items()} == {
        "case": "movement_officer",
        "movement": "movement_officer",
        "entitlement": "counsellor",
    }


def test_a_stuck_journey_is_among_the_waits_until_it_moves_on():
    unit = a_unit()
    case = an_accepted_case(unit)
    stuck = {
        "movement_id": "m-1",
        "waits_for": "the answers of the agents",
        "owner": "movement_officer",
        "due_at": NOON.isoformat(),
    }
    hears(unit, case, "travel.movement_stuck", stuck, Journey.movement_stuck, sequence=2)
    assert waits(unit, case)["m-1"]["overdue"]

    gone = {"movement_id": "m-1"}
    hears(unit, case, "travel.movement_cancelled", gone, Journey.movement_cancelled, sequence=3)
    hears(unit, case, "travel.movement_stuck", stuck, Journey.movement_stuck, sequence=2)
    assert "m-1" not in waits(unit, case)


def test_a_case_that_has_ended_waits_for_nothing():
    unit = a_unit()
    case = a_cleared_case(unit)
    withdraw_case(unit, ref=case.case_ref, reason_code="other")

    assert waits(unit, case) == {}


def test_what_is_not_known_of_a_fact_shows_as_a_dash():
    assert sentence_of("travel.movement_booked", {}) == "Booked with -, departing -."
    assert sentence_of("travel.something_new", {}) == "travel.something new."


def test_an_old_application_still_books_soon():
    """R-REAN-20."""
    unit = a_unit()
    case = an_open_case(unit)
    sign_application(unit, ref=case.case_ref, **an_application(date(2020, 1, 1)))

    assert case.application_date == date(2020, 1, 1)
