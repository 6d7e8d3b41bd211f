"""Departure from detention: at the person's own request, known to whoever holds him or her."""

from datetime import timedelta

import pytest

from services.chassis.calendar import add_months
from services.chassis.errors import Conflict, Invalid
from services.intake.alerts.model import What
from services.intake.alerts.store import AlertStore
from services.intake.alerts.usecases import raise_alert
from services.intake.application.usecases import sign_application
from services.intake.cases.usecases import reopen_case, withdraw_case
from services.intake.clearance.store import ClearanceStore
from services.intake.detention.model import Authority
from services.intake.detention.usecases import announce_booking, release, show_detention
from services.intake.states.model import CaseStatus
from services.intake.timeline.store import TimelineStore
from tests.unit.intake.intake_kinds import (
    FLIES,
    a_detained_case,
    accepted,
    ago,
    booked,
    cleared,
    detained,
    flown,
    put_back,
    travels,
)
from tests.unit.intake.intake_scene import TODAY, a_child, a_person, a_unit, an_application
from tests.unit.intake.intake_scene import an_open_case as opened


def a_booked_case(unit):
    return booked(unit, accepted(unit, cleared(unit, a_detained_case(unit))))


def announced(unit, case):
    for to in Authority:
        announce_booking(unit, ref=case.case_ref, to=to)
    return case


def test_nothing_is_signed_before_the_person_asked_for_it():
    """R-DET-01."""
    unit = a_unit()
    case = opened(unit, kind="return_from_detention")

    with pytest.raises(Conflict, match="R-DET-01"):
        sign_application(unit, ref=case.case_ref, **an_application())

    detained(unit, case)
    sign_application(unit, ref=case.case_ref, **an_application())
    assert case.status is CaseStatus.APPLIED


@pytest.mark.parametrize("term_months", [6, 18])
def test_the_last_day_of_detention_is_known_and_told_thirty_days_before(term_months):
    """R-DET-02."""
    unit = a_unit()
    case = opened(unit, kind="return_from_detention")
    detained(unit, case, term_months=term_months)
    ends_by = add_months(ago(30), term_months)

    alert = unit.store(AlertStore).find(case.case_ref, case.case_ref, What.DETENTION)

    assert show_detention(unit, ref=case.case_ref)["ends_by"] == ends_by
    assert (alert.breaks_on, alert.alert_on) == (ends_by, ends_by - timedelta(days=30))
    days = [one.at.date() for one in unit.reminders if one.name == "alert_due"]
    assert days == [alert.alert_on, ends_by]


def test_who_does_not_act_on_an_alert_hands_it_to_the_supervisor():
    unit = a_unit()
    case = a_detained_case(unit)
    alert = unit.store(AlertStore).find(case.case_ref, case.case_ref, What.DETENTION)
    ids = {"case_ref": case.case_ref, "about": case.case_ref, "what": "detention"}

    raise_alert(unit, breaks_on=alert.breaks_on.isoformat(), **ids)
    assert alert.owner == "counsellor"
    raise_alert(unit, breaks_on=alert.breaks_on.isoformat(), **ids)
    assert alert.owner == "supervisor"
    raise_alert(unit, breaks_on="2020-01-01", **ids)

    told = unit.store(TimelineStore).of_case(case.case_ref, after=None, limit=99)
    assert [one.type for one in told].count("intake.alert_raised") == 2


def test_an_order_that_is_extended_moves_the_alert():
    unit = a_unit()
    case = a_detained_case(unit)
    detained(unit, case, term_months=18)

    alert = unit.store(AlertStore).find(case.case_ref, case.case_ref, What.DETENTION)

    assert alert.breaks_on == add_months(ago(30), 18)


def test_the_booking_waits_until_both_authorities_were_told():
    """R-DET-03."""
    unit = a_unit()
    case = a_booked_case(unit)
    assert (case.status, case.owner) == (CaseStatus.BOOKED, "counsellor")

    announce_booking(unit, ref=case.case_ref, to=Authority.DTV)
    assert case.status is CaseStatus.BOOKED
    announce_booking(unit, ref=case.case_ref, to=Authority.DJI)

    assert (case.status, case.owner) == (CaseStatus.ANNOUNCED, "movement_officer")
    assert case.due_at == FLIES
    disclosed = unit.store(ClearanceStore).disclosures_of_case(case.case_ref)
    assert [one.recipient for one in disclosed] == ["IND", "DT&V", "DJI"]
    with pytest.raises(Conflict, match="has been told"):
        announce_booking(unit, ref=case.case_ref, to=Authority.DJI)


def test_another_booking_has_to_be_told_anew():
    """R-DET-03."""
    unit = a_unit()
    case = announced(unit, a_booked_case(unit))
    travels(unit, case, "movement_cancelled", sequence=2)
    assert case.status is CaseStatus.ACCEPTED
    booked(unit, case, movement="m-2", departs_at=FLIES + timedelta(days=3))

    assert case.status is CaseStatus.BOOKED
    assert announced(unit, case).status is CaseStatus.ANNOUNCED


def test_other_flights_for_those_that_broke_a_rule_are_told_again():
    """R-DET-03: whoever was told of flights that are given back knows the wrong day."""
    unit = a_unit()
    case = announced(unit, a_booked_case(unit))
    travels(unit, case, "movement_changed", sequence=5, what=["rule:R-MOV-03", "rebooking"])
    assert (case.status, case.waits_for) == (CaseStatus.ACCEPTED, "the booking")
    travels(unit, case, "movement_booked", departs_at=FLIES + timedelta(days=3), sequence=9)

    assert case.status is CaseStatus.BOOKED
    assert announced(unit, case).status is CaseStatus.ANNOUNCED


def test_nothing_is_announced_before_there_is_a_booking():
    unit = a_unit()
    case = a_detained_case(unit)

    with pytest.raises(Conflict, match="no booking"):
        announce_booking(unit, ref=case.case_ref, to=Authority.DJI)


def test_whoever_departs_before_the_telling_was_recorded_has_departed_all_the_same():
    unit = a_unit()
    case = flown(unit, a_booked_case(unit))

    assert case.status is CaseStatus.ARRIVED


@pytest.mark.parametrize("early", [True, False], ids=["before the booking", "after the booking"])
def test_a_person_who_was_released_leaves_without_anybody_being_told(early):
    unit = a_unit()
    case = cleared(unit, a_detained_case(unit))
    if early:
        release(unit, ref=case.case_ref, released_on=TODAY)
    booked(unit, accepted(unit, case))
    if not early:
        release(unit, ref=case.case_ref, released_on=TODAY)

    assert case.status is CaseStatus.ANNOUNCED
    assert not unit.store(AlertStore).of_case(case.case_ref)
    with pytest.raises(Conflict, match="The release was on"):
        release(unit, ref=case.case_ref, released_on=TODAY)


@pytest.mark.parametrize(("child", "flagged"), [(True, 1), (False, 0)])
def test_a_minor_in_detention_is_flagged_to_the_supervisor_at_once(child, flagged):
    """R-DET-04."""
    unit = a_unit()
    people = [a_person(), a_child()] if child else [a_person()]
    case = opened(unit, *people, kind="return_from_detention")

    alerts = unit.store(AlertStore).of_case(case.case_ref)

    assert len(alerts) == flagged
    for alert in alerts:
        assert (alert.owner, alert.alert_on) == ("supervisor", TODAY)
        assert [one.at for one in unit.reminders if one.name == "alert_due"] == [unit.now()]


def test_reintegration_hears_under_seal_who_is_in_detention():
    unit = a_unit()
    case = accepted(unit, cleared(unit, a_detained_case(unit)))

    fact = unit.published[-1]

    assert (fact.name, fact.kind) == ("case_accepted", "return_from_detention")
    sealed = unit.open_sealed(fact.sealed_for_reintegration)["travellers"]
    assert [one["in_detention"] for one in sealed] == [True]
    assert all("in_detention" not in one for one in fact.travellers)
    assert case.status is CaseStatus.ACCEPTED


def test_after_a_no_show_the_next_booking_is_told_again():
    unit = a_unit()
    case = announced(unit, a_booked_case(unit))
    travels(unit, case, "person_no_show", sequence=2)
    assert case.status is CaseStatus.NO_SHOW
    reopen_case(unit, ref=case.case_ref)
    booked(unit, accepted(unit, case), movement="m-2", departs_at=FLIES + timedelta(days=9))

    assert case.status is CaseStatus.BOOKED


def test_a_withdrawal_from_detention_is_put_back_and_nothing_is_watched_any_more():
    unit = a_unit()
    case = announced(unit, a_booked_case(unit))
    withdraw_case(unit, ref=case.case_ref, reason_code="changed_mind")
    assert case.status is CaseStatus.WITHDRAWING

    put_back(unit, case)

    assert case.status is CaseStatus.WITHDRAWN
    assert not unit.store(AlertStore).of_case(case.case_ref)


def test_what_cannot_be_is_refused():
    unit = a_unit()
    case = opened(unit, kind="return_from_detention")
    for wrong in (TODAY + timedelta(days=1), ago(2)):
        with pytest.raises(Invalid):
            detained(unit, case, order_date=wrong)
    other = opened(unit)
    with pytest.raises(Conflict, match="no departure from detention"):
        detained(unit, other)
    held = a_detained_case(unit)
    for day in (ago(31), TODAY + timedelta(days=1)):
        with pytest.raises(Invalid):
            release(unit, ref=held.case_ref, released_on=day)
