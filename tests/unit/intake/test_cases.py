"""Opening, reading, correcting and ending a case; who may see whom."""

from datetime import date, timedelta

import pytest

from services.chassis.errors import Conflict, Invalid, NotFound
from services.intake.acceptance.usecases import accept_case
from services.intake.cases import usecases
from services.intake.cases.rules import case_reference, check_digit, checked, merged
from services.intake.cases.schemas import NewCase
from services.intake.states.model import CaseStatus
from services.intake.timeline.store import TimelineStore
from services.intake.timeline.usecases import timeline_of_case
from tests.unit.intake.intake_scene import (
    NOON,
    a_body,
    a_child,
    a_cleared_case,
    a_person,
    a_unit,
    an_accepted_case,
    an_application,
    an_applied_case,
    an_open_case,
    case_store,
    sign_application,
)


def steps(unit):
    return [entry.type for entry in unit.store(TimelineStore).added]


def test_a_reference_is_year_number_and_check_digit():
    assert case_reference(2026, 4635) == "NL-2026-004635-7"
    assert checked("NL-2026-004635-7") == "NL-2026-004635-7"


def test_every_wrong_digit_and_every_swap_of_neighbours_is_noticed():
    digits = "26004635"
    right = check_digit(digits)
    for place, digit in enumerate(digits):
        for other in set("0123456789") - {digit}:
            assert check_digit(digits[:place] + other + digits[place + 1 :]) != right
    for place in range(len(digits) - 1):
        left, right_one = digits[place], digits[place + 1]
        if left != right_one:
            swapped = digits[:place] + right_one + left + digits[place + 2 :]
            assert check_digit(swapped) != right


@pytest.mark.parametrize("ref", ["NL-2026-004635-8", "NL-2026-4635-7", "x", "NL-2026-00-46-7"])
def test_a_misheard_reference_is_no_case(ref):
    with pytest.raises(NotFound):
        checked(ref)


def test_cases_are_numbered_by_year():
    unit = a_unit()
    first, second = an_open_case(unit), an_open_case(unit)
    unit.clock = NOON.replace(year=2027)

    assert first.case_ref.startswith("NL-2026-000001-")
    assert second.case_ref.startswith("NL-2026-000002-")
    next_year = an_open_case(unit, not_before="2027-06-01", not_after="2027-07-01")
    assert next_year.case_ref.startswith("NL-2027-000001-")


def test_an_opened_case_is_told_and_waits_for_the_signatures():
    unit = a_unit()
    case = an_open_case(unit)

    assert unit.published_names() == ["case_opened", "case_assigned"]
    assert unit.sequences == [1, 0]
    assert (case.status, case.owner) == (CaseStatus.OPEN, "counsellor")
    assert unit.reminders[0].at == case.due_at
    assert steps(unit) == ["intake.case_opened"]


def test_nothing_about_a_person_is_told_in_the_open():
    unit = a_unit()
    an_accepted_case(unit)

    shown = "".join(str(event.data() | {"sealed_for_travel": ""}) for event in unit.published)
    entries = "".join(f"{one.sentence}{one.facts}" for one in unit.store(TimelineStore).added)
    for secret in ("Testfamily", "1990-02-03", "PA-00042-X", "Zêynab"):
        assert secret not in shown
        assert secret not in entries


def test_there_is_exactly_one_applicant():
    with pytest.raises(Invalid) as refusal:
        a_body(a_person(), a_person())

    assert refusal.value.errors[0]["pointer"] == "/persons"


def test_every_wrong_field_is_pointed_at():
    with pytest.raises(Invalid) as refusal:
        NewCase().load(a_wrong_body())

    pointers = {problem["pointer"] for problem in refusal.value.errors}
    assert pointers >= {"/persons/0/birth_date", "/facts/means_minor", "/unknown"}


def a_wrong_body():
    return {
        "destination_country": "IQ",
        "destination_airport": "BGW",
        "not_before": "2026-06-01",
        "not_after": "2026-06-30",
        "persons": [a_person(birth_date="yesterday")],
        "facts": {"means_minor": -1},
        "unknown": True,
    }


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_dates_beyond_every_life_are_slips_of_the_keyboard(year):
    with pytest.raises(Invalid) as refusal:
        a_body(a_person(previous_departures=[{"departed_on": f"{year}-01-01"}]))

    pointers = {problem["pointer"] for problem in refusal.value.errors}
    assert pointers == {"/persons/0/previous_departures/0/departed_on"}


def test_nobody_is_born_in_the_future():
    with pytest.raises(Invalid, match="future"):
        an_open_case(a_unit(), a_person(birth_date="2027-01-01"))


def seen_as(*roles):
    unit = a_unit()
    case = an_open_case(unit, a_person(medical=True), a_child())
    unit.principal.roles = frozenset(roles)
    return usecases.seen_by_caller(unit, usecases.read_case(unit, ref=case.case_ref))


def test_a_counsellor_sees_who_it_is_but_not_the_flag_of_health():
    seen = seen_as("counsellor")

    assert seen["persons"][0]["family_name"] == "Testfamily"
    assert "medical" not in seen["persons"][0]
    assert seen["facts"]["means_minor"] == 100_00
    assert [one["person_type"] for one in seen["persons"]] == ["adult", "accompanied_minor"]


@pytest.mark.parametrize(
    ("role", "sees"), [("counsellor", True), ("supervisor", True), ("movement_officer", False)]
)
def test_an_asylum_background_is_seen_by_whoever_prices_or_answers_for_a_case(role, sees):
    """R-AVRR-07: who arranges the journey sees the name, and not this."""
    person = seen_as(role)["persons"][0]

    assert "family_name" in person
    assert ("asylum_background" in person) is sees


def test_medical_staff_see_the_flag():
    assert seen_as("medical")["persons"][0]["medical"] is True


def test_an_auditor_sees_that_there_are_people_and_no_more():
    seen = seen_as("auditor")

    assert set(seen["persons"][0]) == {"person_id", "person_type", "departed_on"}
    assert seen["facts"] is None


def test_a_correction_merges_and_a_null_takes_away():
    unit = a_unit()
    case = an_open_case(unit)
    ref, person_id = case.case_ref, case.applicant_id

    usecases.correct_case(
        unit,
        ref=ref,
        facts={"means_minor": None, "guarantor": {"exists": True, "means_minor": 5}},
        persons={person_id: {"document": {"number": "NEW-1"}, "medical": True}},
        not_after=date(2026, 7, 15),
    )

    facts = usecases.facts_of(unit, case)
    person = usecases.people_of(unit, case)[0]
    assert (facts.means_minor, facts.guarantor.means_minor) == (None, 5)
    assert (person.document.number, person.document.issuing_country) == ("NEW-1", "IQ")
    assert case.not_after == date(2026, 7, 15)
    assert case.version == 2


def test_a_correction_on_an_old_version_is_refused():
    unit = a_unit()
    case = an_open_case(unit)
    unit.expected_version = 7

    with pytest.raises(Conflict, match="version 1"):
        usecases.correct_case(unit, ref=case.case_ref, facts={})


def test_only_people_of_the_case_are_corrected():
    unit = a_unit()
    case = an_open_case(unit)

    with pytest.raises(NotFound, match="no person"):
        usecases.correct_case(unit, ref=case.case_ref, persons={"stranger": {}})


def test_a_merge_patch_follows_its_standard():
    kept = {"a": {"b": 1, "c": 2}, "d": [1], "e": 5}

    assert merged(kept, {"a": {"b": None}, "d": [2], "f": {"g": 1}}) == {
        "a": {"c": 2},
        "d": [2],
        "e": 5,
        "f": {"g": 1},
    }
    assert merged({"a": 1}, {"a": {"b": 2}}) == {"a": {"b": 2}}


def test_pages_follow_each_other_by_reference():
    unit = a_unit()
    refs = [an_open_case(unit).case_ref for _ in range(3)]

    first, after = usecases.cases(unit, status=None, after=None, limit=2)
    rest, end = usecases.cases(unit, status=CaseStatus.OPEN, after=after, limit=2)

    assert [case.case_ref for case in (*first, *rest)] == refs
    assert (after, end) == (refs[1], None)


def test_a_withdrawal_before_acceptance_ends_the_case_at_once():
    """R-REAN-15."""
    unit = a_unit()
    case = a_cleared_case(unit)

    usecases.withdraw_case(unit, ref=case.case_ref, reason_code="family")

    assert case.status is CaseStatus.WITHDRAWN
    assert unit.published_names()[-1] == "case_withdrawn"
    assert steps(unit)[-2:] == ["intake.case_withdrawn", "intake.case_put_back"]


def test_a_withdrawal_after_acceptance_waits():
    """R-REAN-15."""
    unit = a_unit()
    case = an_accepted_case(unit)

    usecases.withdraw_case(unit, ref=case.case_ref, reason_code="family")

    assert (case.status, case.outstanding()) == (
        CaseStatus.WITHDRAWING,
        ("movement", "entitlement"),
    )


def test_after_a_no_show_the_case_is_accepted_anew():
    unit = a_unit()
    case = an_accepted_case(unit)
    case.status = CaseStatus.NO_SHOW

    usecases.reopen_case(unit, ref=case.case_ref)
    accept_case(unit, ref=case.case_ref)

    assert case.status is CaseStatus.ACCEPTED
    assert unit.published_names().count("case_accepted") == 2


def test_closing_tells_the_outcome():
    unit = a_unit()
    case = an_accepted_case(unit)
    case.status = CaseStatus.CLEARANCE_REFUSED

    usecases.close_case(unit, ref=case.case_ref, outcome=None)

    assert unit.published[-1].outcome == "clearance_refused"


def test_a_deadline_that_passes_in_silence_goes_to_the_supervisor():
    unit = a_unit()
    case = an_applied_case(unit)
    due = unit.reminders[-1]
    unit.clock = due.at

    usecases.escalate(unit, **due.ids)

    assert (case.owner, case.overdue) == ("supervisor", True)
    assert unit.reminders[-1].at == due.at + timedelta(days=3)
    told = unit.store(TimelineStore).added[-1]
    assert told.sentence == "The counsellor let a deadline pass: the eligibility decision."


def test_a_reminder_of_a_state_that_is_over_does_nothing():
    unit = a_unit()
    case = an_open_case(unit)
    due = unit.reminders[0]
    sign_application(unit, ref=case.case_ref, **an_application())
    before = len(steps(unit))

    usecases.escalate(unit, **due.ids)

    assert (case.owner, len(steps(unit))) == ("counsellor", before)


def test_the_timeline_is_read_in_pages_oldest_first():
    unit = a_unit()
    case = an_applied_case(unit)

    first, after = timeline_of_case(unit, ref=case.case_ref, limit=1)
    rest, end = timeline_of_case(unit, ref=case.case_ref, limit=5, after=after)

    assert [one.type for one in (*first, *rest)] == [
        "intake.case_opened",
        "intake.application_signed",
    ]
    assert end is None
    assert rest[0].actor == "c.jansen"


def test_no_timeline_is_no_case():
    with pytest.raises(NotFound):
        timeline_of_case(a_unit(), ref="NL-2026-000009-9")


def test_an_unknown_case_is_not_found():
    with pytest.raises(NotFound):
        case_store(a_unit()).get("NL-2026-000001-0")


def test_what_was_told_of_permits_and_departures_is_read_back():
    unit = a_unit()
    told = {
        "permits": [{"issued_by": "DE", "kind": "regular"}],
        "previous_departures": [{"departed_on": "2019-05-01", "assisted_by": "government"}],
    }
    case = an_open_case(unit, a_person(**told))

    person = usecases.people_of(unit, case)[0]

    assert person.permits[0].issued_by == "DE"
    assert person.previous_departures[0].departed_on == date(2019, 5, 1)
