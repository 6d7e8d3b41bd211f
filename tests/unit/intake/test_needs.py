"""What a traveller needs changes: exactly what was recorded on its ground is open again."""

import itertools
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.calendar import add_working_days
from services.chassis.errors import Conflict
from services.intake.acceptance.usecases import accept_case
from services.intake.alerts.model import What
from services.intake.alerts.store import AlertStore
from services.intake.application.usecases import sign_application
from services.intake.cases.usecases import correct_case
from services.intake.consent.model import Scope
from services.intake.consent.store import ConsentStore
from services.intake.events import TravellerNeedsChanged
from services.intake.journeys.model import Journey
from services.intake.needs.usecases import come_of_age, note_sent, watch_lead_times
from services.intake.progress.usecases import follow, waits_of_case
from services.intake.safeguarding.model import (
    REOPENS,
    BestInterest,
    Check,
    EmbarkationCheck,
    Escort,
    EscortNeed,
    Fitness,
    Guidance,
    Interest,
    Need,
    Receiver,
    Safeguards,
)
from services.intake.safeguarding.rules import needs_changed, still_holding
from services.intake.safeguarding.usecases import points_of, safeguards_of
from services.intake.timeline.store import TimelineStore
from tests.examples import examples
from tests.unit.intake.intake_kinds import FLIES, booked, travels
from tests.unit.intake.intake_scene import (
    GUARDIAN,
    IOM_ESCORT,
    NOON,
    PROTECTION,
    RECEPTION,
    TODAY,
    a_cleared_minor,
    a_person,
    a_unit,
    an_accepted_case,
    an_application,
    an_open_case,
    at,
    consent,
    guard,
    someone,
    told,
)

FULL = Safeguards(
    guardian=GUARDIAN,
    reception=RECEPTION,
    best_interest=BestInterest(outcome=Interest.RETURN, decided_on=TODAY),
    escort_need=IOM_ESCORT,
    fitness=Fitness(fit=True, checked_on=TODAY),
    embarkation_check=EmbarkationCheck(fit=True, checked_at=NOON),
    guidance=Guidance(given_on=TODAY, language="ar"),
    recorded_for="IQ",
    as_patient=False,
)
OTHER = Receiver(name="Other Test", relation="uncle", identity_number="ID-1")
PARTS = {part.name for part in fields(Safeguards)} - {"recorded_for", "as_patient"}


def gone(kept):
    return {name for name in PARTS if getattr(kept, name) is None}


@pytest.mark.parametrize("need", list(Need))
def test_each_need_takes_back_exactly_what_was_recorded_on_its_ground(need):
    """R-MED-01, R-UAM-03."""
    # The review of a birth stands in the medical file, and is taken back there.
    expected = {str(check) for check in REOPENS[need]} - {"pregnancy_review"}

    assert gone(FULL.reopen(need)) == expected


def test_every_check_depends_on_some_need_and_every_need_is_in_the_table():
    assert set(REOPENS) == set(Need)
    assert frozenset().union(*REOPENS.values()) == set(Check)


@pytest.mark.parametrize(
    ("change", "needs"),
    [
        ({}, []),
        ({"escort_need": EscortNeed(escort=Escort.MEDICAL_NURSE)}, [Need.ESCORT]),
        ({"escort_need": EscortNeed(escort=Escort.SOCIAL, ssr=("WCHR",))}, [Need.ASSISTANCE]),
        ({"reception": replace(RECEPTION, receiver=OTHER)}, [Need.RECEIVER]),
        ({"reception": replace(RECEPTION, collection_confirmed=False)}, []),
        ({"guardian": None}, []),
    ],
)
def test_a_need_is_another_when_what_was_known_changes(change, needs):
    assert needs_changed(FULL, replace(FULL, **change)) == needs
    assert needs_changed(Safeguards(), FULL) == []


def test_another_country_or_an_illness_takes_back_what_was_found_before():
    """R-UAM-03, R-MED-01."""
    assert gone(still_holding(FULL, someone(), "IQ")) == set()
    assert gone(still_holding(FULL, someone(), "MA")) == {"best_interest", "reception"}
    patient = someone(medical=True)
    assert gone(still_holding(FULL, patient, "IQ")) == {"fitness", "embarkation_check"}
    assert gone(still_holding(replace(FULL, as_patient=True), patient, "IQ")) == set()


def test_another_destination_opens_reception_and_best_interest_of_a_child_again():
    """R-UAM-03."""
    unit = a_unit()
    case = a_cleared_minor(unit)
    assert points_of(unit, case) == []
    correct_case(unit, ref=case.case_ref, destination_country="IQ", destination_airport="BGW")

    assert {one.rule_id for one in points_of(unit, case)} == {"R-UAM-03", "R-UAM-04", "R-UAM-07"}


def test_another_receiver_while_booked_holds_the_child_back_until_it_is_found_best_again():
    """R-UAM-03, R-UAM-07."""
    unit = a_unit()
    case = booked(unit, accept_case(unit, ref=a_cleared_minor(unit).case_ref))
    guard(unit, case, reception=replace(RECEPTION, receiver=OTHER))

    assert case.on_hold == [case.applicant_id]
    assert gone(safeguards_of(unit, case.applicant_id)) >= {"best_interest"}
    waits = waits_of_case(unit, ref=case.case_ref)["waits"]
    assert any("R-UAM-03" in str(one["waits_for"]) for one in waits)
    assert sealed(unit)["on_hold"] is True
    alert = unit.store(AlertStore).find(case.case_ref, case.case_ref, What.REOPENED)
    assert (alert.settled, alert.owner) == (False, "counsellor")

    guard(unit, case, best_interest=PROTECTION["best_interest"])
    assert case.on_hold == []
    assert sealed(unit)["on_hold"] is False
    assert alert.settled


def sealed(unit):
    fact = next(one for one in reversed(unit.published) if isinstance(one, TravellerNeedsChanged))
    return unit.open_sealed(fact.sealed_for_travel)["travellers"][0]


def turning_eighteen(unit, *, in_days=20, not_before="2026-05-10"):
    """A child alone who applied, and whose window of travel holds the eighteenth birthday."""
    birthday = TODAY + timedelta(days=in_days)
    born = birthday.replace(year=birthday.year - 18).isoformat()
    body = a_person(birth_date=born, nationalities=["MA"])
    case = an_open_case(
        unit, body, destination_country="MA", destination_airport="CMN", not_before=not_before
    )
    guard(unit, case, guardian=GUARDIAN)
    sign_application(unit, ref=case.case_ref, **an_application())
    return case, birthday


def protected(unit, case):
    guard(unit, case, **PROTECTION)
    for by in ("guardian", "child", "receiving_family"):
        consent(unit, case, by)


def test_the_birthday_is_a_clock_and_the_table_tells_its_month_alone():
    """R-UAM-06."""
    unit = a_unit()
    case, birthday = turning_eighteen(unit)

    reminder = next(one for one in unit.reminders if one.name == "safeguards_due")
    alert = unit.store(AlertStore).find(case.case_ref, case.applicant_id, What.MAJORITY)

    assert reminder.at.date() == birthday
    assert alert.breaks_on == birthday.replace(day=1)
    assert alert.owner == "counsellor"


def test_on_the_birthday_what_was_signed_for_the_child_lapses():
    """R-UAM-06, R-UAM-02."""
    unit = a_unit()
    case, birthday = turning_eighteen(unit)
    protected(unit, case)
    unit.clock = at(birthday)
    come_of_age(unit, case_ref=case.case_ref, person_id=case.applicant_id)

    consents = unit.store(ConsentStore).of_case(case.case_ref)
    of_child = [one for one in consents if one.scope is Scope.RETURN_OF_MINOR]
    assert len(of_child) == 3
    assert not [one for one in of_child if one.counts_on(birthday)]
    assert all(one.withdrawn_on is None for one in consents)
    told_last = unit.store(TimelineStore).added[-1].sentence
    assert told_last == "What was signed for a traveller no longer counts."
    opened = [(one.rule_id, one.person_id) for one in points_of(unit, case)]
    assert opened == [("R-UAM-06", case.applicant_id)] * 2


def test_the_new_adult_agrees_alone_and_is_guided():
    """R-UAM-06: the guardian, the family and the escort are asked no more."""
    unit = a_unit()
    case, birthday = turning_eighteen(unit)
    unit.clock = at(birthday)
    come_of_age(unit, case_ref=case.case_ref, person_id=case.applicant_id)
    consent(unit, case, "self", signed_on=birthday)
    guard(unit, case, guidance=Guidance(given_on=birthday, language="ar"))

    assert points_of(unit, case) == []


def test_what_was_signed_by_a_child_does_not_bind_the_adult():
    """R-UAM-06."""
    unit = a_unit()
    case, birthday = turning_eighteen(unit)
    consent(unit, case, "self")
    unit.clock = at(birthday)

    assert "R-UAM-06" in {one.rule_id for one in points_of(unit, case)}


def test_a_birth_date_that_was_corrected_meanwhile_makes_the_clock_old_news():
    """R-UAM-06."""
    unit = a_unit()
    case, _ = turning_eighteen(unit)
    protected(unit, case)
    come_of_age(unit, case_ref=case.case_ref, person_id=case.applicant_id)

    assert all(one.counts_on(TODAY) for one in unit.store(ConsentStore).of_case(case.case_ref))


def test_who_comes_of_age_while_booked_is_held_back_and_travel_hears_of_an_adult():
    """R-UAM-06."""
    unit = a_unit()
    case = a_cleared_minor(unit)
    booked(unit, accept_case(unit, ref=case.case_ref))
    born = date(2011, 1, 15)
    unit.clock = at(born.replace(year=born.year + 18))
    come_of_age(unit, case_ref=case.case_ref, person_id=case.applicant_id)

    told_travel = sealed(unit)
    assert (told_travel["person_type"], told_travel["passenger_type"]) == ("adult", "adult")


def test_an_ended_or_departed_case_minds_no_birthday():
    unit = a_unit()
    case, birthday = turning_eighteen(unit)
    case.status = "withdrawn"
    unit.clock = at(birthday)
    come_of_age(unit, case_ref=case.case_ref, person_id=case.applicant_id)

    assert unit.store(TimelineStore).added[-1].type == "intake.application_signed"


def test_registration_and_flight_data_are_watched_once_there_is_a_flight_and_money():
    """T4: nineteen days, and five working days, before."""
    unit = a_unit()
    case = booked(unit, an_accepted_case(unit))
    assert unit.store(AlertStore).find(case.case_ref, case.case_ref, What.REGISTRATION) is None
    fact = {"case_ref": case.case_ref, "entitlement_id": "e-1", "scheme": "EURP_VOL"}
    follow(told(unit, "reintegration.entitlement_reserved"), fact, Journey.entitlement_reserved)

    flies_on = FLIES.date()
    found = {one.what: one for one in unit.store(AlertStore).of_case(case.case_ref)}
    assert found[What.REGISTRATION].breaks_on == flies_on - timedelta(days=19)
    assert found[What.FLIGHT_DATA].breaks_on == add_working_days(flies_on, -5)
    note_sent(unit, ref=case.case_ref, what=What.REGISTRATION)
    assert found[What.REGISTRATION].settled
    moved = FLIES + timedelta(days=3)
    travels(unit, case, "movement_changed", departs_at=moved, sequence=9)
    assert found[What.FLIGHT_DATA].breaks_on == add_working_days(moved.date(), -5)


def test_what_asks_for_lead_times_did_not_exist_in_2017():
    unit = a_unit()
    case = an_accepted_case(unit)
    unit.clock = at(date(2017, 7, 11))
    watch_lead_times(unit, case, date(2017, 8, 1))

    watched = {one.what for one in unit.store(AlertStore).of_case(case.case_ref)}
    assert not watched & {What.REGISTRATION, What.FLIGHT_DATA}


ACTS = ("reception", "best_interest", "escort_need", "guardian_consent", "child_consent", "family")
CONSENTS = {"guardian_consent": "guardian", "child_consent": "child", "family": "receiving_family"}


def did(unit, case, act):
    if act in CONSENTS:
        consent(unit, case, CONSENTS[act])
    else:
        guard(unit, case, **{act: PROTECTION[act]})


@examples(60)
@given(order=st.permutations(ACTS), known=st.integers(0, len(ACTS)))
def test_no_order_lets_a_child_go_before_everything_is_there_and_every_order_does_then(
    order, known
):
    """R-UAM-02, R-UAM-03, R-UAM-04, R-UAM-05, R-UAM-07: facts in any order, one decision."""
    unit = a_unit()
    case = a_cleared_minor(unit, without=tuple(PROTECTION), consents=())
    for act in order[:known]:
        did(unit, case, act)
    if known == len(ACTS):
        assert accept_case(unit, ref=case.case_ref).status == "accepted"
        return
    with pytest.raises(Conflict) as refusal:
        accept_case(unit, ref=case.case_ref)
    assert refusal.value.code == "not-ready"
    assert case.status == "cleared"


def test_the_same_facts_in_any_order_leave_the_same_points_open():
    """R-UAM-02 to R-UAM-07."""
    for missing in ACTS:
        seen = set()
        for order in itertools.islice(itertools.permutations(set(ACTS) - {missing}), 12):
            unit = a_unit()
            case = a_cleared_minor(unit, without=tuple(PROTECTION), consents=())
            for act in order:
                did(unit, case, act)
            points = points_of(unit, case)
            assert points
            seen.add(tuple((one.rule_id, one.sentence) for one in points))
        assert len(seen) == 1
