"""The medical file is kept apart: the case hears that something is open, and not what."""

from datetime import date, timedelta

import pytest

from services.chassis.errors import Conflict, Invalid
from services.intake.acceptance.usecases import accept_case
from services.intake.alerts.model import What
from services.intake.alerts.store import AlertStore
from services.intake.application.usecases import (
    consents_of_case,
    sign_application,
    withdraw_consent_of_case,
)
from services.intake.clearance.store import ClearanceStore
from services.intake.clearance.usecases import disclosures_of_case
from services.intake.confidential.model import Kind, MedicalFile, Pregnancy, Review, Ruling
from services.intake.confidential.rules import care_is_researched, held_back
from services.intake.confidential.usecases import medical_of, token_of
from services.intake.consent.model import Scope, Signatory
from services.intake.consent.store import ConsentStore
from services.intake.medical import usecases
from services.intake.needs.usecases import record_consent, record_safeguard
from services.intake.progress.usecases import waits_of_case
from services.intake.safeguarding.model import EmbarkationCheck, Fitness
from services.intake.timeline.store import TimelineStore
from tests.unit.intake.intake_kinds import booked, travels
from tests.unit.intake.intake_scene import (
    GUARDIAN,
    NOON,
    TODAY,
    a_cleared_case,
    a_person,
    a_unit,
    an_accepted_case,
    an_application,
    an_applied_case,
    an_open_case,
    guard,
    researched,
)

LEAVES_BY = date(2026, 6, 30)
DAYS = {"days_before": 42, "days_after": 42}
FIT = Fitness(fit=True, checked_on=TODAY)


def expecting(due_on, outcome=None):
    review = Review(outcome=outcome, reviewed_on=TODAY) if outcome else None
    return MedicalFile(pregnancy=Pregnancy(due_on=due_on, review=review))


@pytest.mark.parametrize(
    ("file", "held"),
    [
        (None, False),
        (MedicalFile(), False),
        (expecting(LEAVES_BY + timedelta(days=43)), False),
        (expecting(LEAVES_BY + timedelta(days=42)), True),
        (expecting(LEAVES_BY), True),
        (expecting(LEAVES_BY - timedelta(days=42)), True),
        (expecting(LEAVES_BY - timedelta(days=43)), False),
        (expecting(LEAVES_BY, Ruling.MAY_TRAVEL), False),
        (expecting(LEAVES_BY + timedelta(days=90), Ruling.HOLD), True),
    ],
)
def test_nobody_flies_within_six_weeks_of_a_birth_that_nobody_reviewed(file, held):
    """R-MED-02."""
    assert held_back(file, LEAVES_BY, **DAYS) is held


def a_due_date(unit, case, due_on=LEAVES_BY):
    return usecases.record_pregnancy(
        unit, ref=case.case_ref, person_id=case.applicant_id, due_on=due_on
    )


def reviewed(unit, case, outcome=Ruling.MAY_TRAVEL):
    return usecases.review_pregnancy(
        unit,
        ref=case.case_ref,
        person_id=case.applicant_id,
        outcome=outcome,
        reviewed_on=TODAY,
    )


def test_a_case_is_not_accepted_before_the_review_and_its_refusal_does_not_say_why():
    """R-MED-02, R-MED-04."""
    unit = a_unit()
    case = a_cleared_case(unit)
    file = a_due_date(unit, case)
    with pytest.raises(Conflict) as refusal:
        accept_case(unit, ref=case.case_ref)

    assert [one.rule_id for one in file["open_points"]] == ["R-MED-02"]
    said = str(refusal.value) + str(refusal.value.errors)
    assert "R-MED-04" in said
    assert "R-MED-02" not in said
    assert "birth" not in said

    assert reviewed(unit, case)["open_points"] == []
    assert accept_case(unit, ref=case.case_ref).status == "accepted"


def test_the_medical_staff_are_told_what_is_open():
    """R-MED-04."""
    unit = a_unit(scopes={"intake:medical:read"})
    case = a_cleared_case(unit)
    a_due_date(unit, case)

    waits = waits_of_case(unit, ref=case.case_ref)["waits"]

    assert any(one["waits_for"].startswith("R-MED-02") for one in waits)


def test_another_due_date_is_reviewed_anew_and_the_same_one_is_not():
    """R-MED-02."""
    unit = a_unit()
    case = an_open_case(unit)
    a_due_date(unit, case)
    reviewed(unit, case)

    assert a_due_date(unit, case)["pregnancy"]["review"] is not None
    assert a_due_date(unit, case, LEAVES_BY + timedelta(days=1))["pregnancy"]["review"] is None


def test_nothing_is_reviewed_that_is_not_there_or_not_yet():
    unit = a_unit()
    case = an_open_case(unit)
    with pytest.raises(Conflict, match="No due date"):
        reviewed(unit, case)
    a_due_date(unit, case)
    with pytest.raises(Invalid, match="future"):
        usecases.review_pregnancy(
            unit,
            ref=case.case_ref,
            person_id=case.applicant_id,
            outcome=Ruling.HOLD,
            reviewed_on=TODAY + timedelta(days=1),
        )


def test_the_day_from_which_she_is_held_back_is_watched_without_saying_so():
    """R-MED-02, R-MED-04."""
    unit = a_unit()
    case = an_open_case(unit)
    told = len(unit.store(TimelineStore).added)
    a_due_date(unit, case)

    token = token_of(unit, Kind.MEDICAL, case.applicant_id)
    alert = unit.store(AlertStore).find(case.case_ref, token, What.CONFIDENTIAL)

    assert alert.breaks_on == LEAVES_BY - timedelta(days=42)
    assert len(unit.store(TimelineStore).added) == told


def test_nobody_is_asked_to_return_before_care_is_researched():
    """R-MED-05."""
    unit = a_unit()
    case = an_open_case(unit, a_person(medical=True))
    with pytest.raises(Conflict) as refusal:
        sign_application(unit, ref=case.case_ref, **an_application())
    assert refusal.value.code == "care-research-needed"

    researched(unit, case, case.applicant_id)

    assert sign_application(unit, ref=case.case_ref, **an_application()).status == "applied"


def test_care_that_was_researched_elsewhere_does_not_count():
    """R-MED-05: another destination opens it again."""
    unit = a_unit()
    case = an_open_case(unit, a_person(medical=True))
    researched(unit, case, case.applicant_id, country="MA")

    with pytest.raises(Conflict, match="R-MED-05"):
        sign_application(unit, ref=case.case_ref, **an_application())
    file = medical_of(unit, case.applicant_id)
    assert care_is_researched(file, "MA")
    assert not care_is_researched(file, "IQ")
    assert not care_is_researched(None, "IQ")


def test_of_a_child_too_no_consent_is_taken_before_care_is_researched():
    """R-MED-05."""
    unit = a_unit()
    child = a_person(birth_date="2011-01-15", medical=True)
    case = an_open_case(unit, child)
    guard(unit, case, guardian=GUARDIAN)
    asked = {
        "ref": case.case_ref,
        "person_id": case.applicant_id,
        "by": Signatory.GUARDIAN,
        "signed_on": TODAY,
        "language": "nl",
    }
    with pytest.raises(Conflict, match="R-MED-05"):
        record_consent(unit, **asked)


def test_a_file_is_opened_with_a_reason_that_stands_in_the_audit():
    """R-MED-04."""
    unit = a_unit()
    case = an_open_case(unit)
    usecases.write_note(unit, ref=case.case_ref, person_id=case.applicant_id, note="Insulin.")

    shown = usecases.open_file(
        unit, ref=case.case_ref, person_id=case.applicant_id, reason="fitness"
    )

    assert shown["note"] == "Insulin."
    assert unit.grounds == ["medical-file:fitness"]


def handed_over(unit, case, name):
    return usecases.hand_over(
        unit,
        ref=case.case_ref,
        person_id=case.applicant_id,
        by=Signatory.SELF,
        signed_on=TODAY,
        language="ar",
        recipient="care_provider",
        name=name,
        what=["diagnosis"],
        purpose="Treatment goes on.",
    )


def test_each_hand_over_has_a_consent_of_its_own_and_the_disclosure_names_nobody():
    """R-MED-04."""
    unit = a_unit()
    case = an_open_case(unit)
    for name in ("Hospital One", "Hospital Two"):
        kept = handed_over(unit, case, name)

    consents = unit.store(ConsentStore).of_case(case.case_ref)
    assert [one.scope for one in consents] == [Scope.MEDICAL_HAND_OVER] * 2
    assert [one["consent_id"] for one in kept["hand_overs"]] == [one.consent_id for one in consents]
    disclosed = unit.store(ClearanceStore).disclosures_of_case(case.case_ref)
    assert {one.recipient for one in disclosed} == {"care_provider"}
    assert "Hospital" not in str([vars(one) for one in disclosed])


def test_who_may_not_open_the_file_does_not_learn_that_part_of_it_was_handed_over():
    """R-MED-04."""
    unit = a_unit()
    case = an_applied_case(unit)
    kept = handed_over(unit, case, "Hospital One")
    consent_id = kept["hand_overs"][0]["consent_id"]

    def seen():
        consents = consents_of_case(unit, ref=case.case_ref)
        disclosed = disclosures_of_case(unit, ref=case.case_ref)
        return {one.scope for one in consents}, {one.recipient for one in disclosed}

    assert seen() == ({Scope.DEPARTURE_REQUEST, Scope.DATA_EXCHANGE}, set())
    withdraw_consent_of_case(unit, ref=case.case_ref, consent_id=consent_id)
    told = unit.store(TimelineStore).of_case(case.case_ref, after=None, limit=99)
    assert "medical" not in str([(one.sentence, one.facts) for one in told])
    unit.principal.scopes = frozenset({"intake:medical:read"})
    assert Scope.MEDICAL_HAND_OVER in seen()[0]
    assert seen()[1] == {"care_provider"}


def test_an_ended_case_takes_nothing_more():
    unit = a_unit()
    case = an_applied_case(unit)
    case.status = "withdrawn"

    with pytest.raises(Conflict) as refusal:
        usecases.write_note(unit, ref=case.case_ref, person_id=case.applicant_id, note="x")
    assert refusal.value.code == "wrong-state"


def an_accepted_patient(unit):
    case = a_cleared_case(unit, a_person(medical=True))
    guard(unit, case, fitness=FIT)
    return accept_case(unit, ref=case.case_ref)


def test_the_last_check_before_boarding_is_watched_and_travel_is_told_when_it_was_passed():
    """R-MED-01."""
    unit = a_unit()
    case = an_accepted_patient(unit)
    booked(unit, case)
    alert = unit.store(AlertStore).find(case.case_ref, case.applicant_id, What.BOARDING)
    assert alert.breaks_on == case.journey.departs_at().date()
    passed = NOON - timedelta(hours=1)
    record_safeguard(
        unit,
        ref=case.case_ref,
        person_id=case.applicant_id,
        what="embarkation_check",
        value=EmbarkationCheck(fit=True, checked_at=passed),
    )

    sealed = unit.open_sealed(unit.published[-1].sealed_for_travel)["travellers"][0]

    assert alert.settled
    assert sealed["board_check"] == {"hours": 72, "passed_at": passed.isoformat()}
    assert "fit" not in unit.store(TimelineStore).added[-1].sentence


def test_who_is_found_unfit_at_last_is_held_back():
    """R-MED-01."""
    unit = a_unit()
    case = an_accepted_patient(unit)
    booked(unit, case)
    unfit = EmbarkationCheck(fit=False, checked_at=NOON)
    guard(unit, case, embarkation_check=unfit)

    sealed = unit.open_sealed(unit.published[-1].sealed_for_travel)["travellers"][0]

    assert sealed["on_hold"] is True
    assert sealed["board_check"]["passed_at"] is None
    early = EmbarkationCheck(fit=True, checked_at=NOON + timedelta(minutes=1))
    with pytest.raises(Invalid, match="future"):
        guard(unit, case, embarkation_check=early)


def test_a_flight_that_moves_near_to_a_birth_is_reviewed_again():
    """R-MED-02."""
    unit = a_unit()
    case = an_accepted_case(unit)
    booked(unit, case)
    flight = case.journey.departs_at()
    a_due_date(unit, case, flight.date() + timedelta(days=20))
    assert case.on_hold == [case.applicant_id]
    reviewed(unit, case)
    assert case.on_hold == []

    later = flight + timedelta(days=2)
    travels(unit, case, "movement_changed", departs_at=later, sequence=5)

    assert medical_of(unit, case.applicant_id).pregnancy.review is None
    assert case.on_hold == [case.applicant_id]
