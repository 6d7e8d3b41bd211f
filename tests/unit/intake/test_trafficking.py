"""Whoever was trafficked decides what help is wanted, and nobody else learns of it."""

from datetime import date, timedelta

import pytest

from services.chassis.errors import Conflict, Invalid, NotFound
from services.intake.alerts.model import What
from services.intake.alerts.store import AlertStore
from services.intake.alerts.usecases import raise_alert
from services.intake.confidential.model import OWNERS, Kind, Service
from services.intake.confidential.usecases import token_of, victim_of
from services.intake.consent.store import ConsentStore
from services.intake.eligibility.usecases import decide_eligibility
from services.intake.events import TravellerNeedsChanged
from services.intake.facts.rules import PersonType
from services.intake.figures.model import Group
from services.intake.figures.rules import cells_of
from services.intake.progress.usecases import timeline_of_case, waits_of_case
from services.intake.radar.model import Blip, morning_of
from services.intake.radar.rules import owners_asked, told_apart
from services.intake.timeline.store import TimelineStore
from services.intake.trafficking import usecases
from services.intake.trafficking.rules import reflection_ends_on, scope_of
from tests.unit.intake.intake_kinds import booked
from tests.unit.intake.intake_scene import (
    TODAY,
    a_person,
    a_unit,
    an_accepted_case,
    an_applied_case,
    an_open_case,
    someone,
    the_lists,
)

LAST_YEAR = TODAY - timedelta(days=300)


def signalled(unit, case, presumed_on=LAST_YEAR):
    return usecases.record_signal(
        unit,
        ref=case.case_ref,
        person_id=case.applicant_id,
        presumed_on=presumed_on,
        signalled_by="shelter",
    )


def wanting(unit, case, *services):
    signalled(unit, case)
    ids = {"ref": case.case_ref, "person_id": case.applicant_id}
    usecases.opt_in(unit, **ids, signed_on=TODAY, language="ro")
    return usecases.want_services(unit, **ids, services=[Service(one) for one in services])


@pytest.mark.parametrize(
    ("nationality", "reached"),
    [("RO", True), ("HR", True), ("NG", True), ("BE", False), ("CH", False)],
)
def test_the_help_reaches_the_thirteen_and_whoever_is_not_excluded(nationality, reached):
    """R-VOT-01."""
    found = scope_of([nationality], the_lists())

    assert found.in_scope is reached
    assert found.sentence.endswith(".")


def test_before_a_country_joined_the_exception_did_not_hold():
    """R-VOT-01: the list is dated."""
    before = the_lists(reference_date=date(2013, 6, 30))

    assert "HR" not in before.vot_exceptions
    assert "HR" in the_lists(reference_date=date(2013, 7, 1)).vot_exceptions


def test_nothing_extra_is_given_before_the_victim_said_to_want_it():
    """R-VOT-03."""
    unit = a_unit()
    case = an_open_case(unit)
    signalled(unit, case)

    with pytest.raises(Conflict) as refusal:
        usecases.want_services(
            unit,
            ref=case.case_ref,
            person_id=case.applicant_id,
            services=[Service.FAST_TRACK],
        )

    assert refusal.value.code == "no-opt-in"


def test_whoever_changes_his_or_her_mind_gets_none_and_is_asked_for_no_reason():
    """R-VOT-03."""
    unit = a_unit()
    case = an_open_case(unit)
    wanting(unit, case, "fast_track", "family_contact")

    kept = usecases.opt_out(unit, ref=case.case_ref, person_id=case.applicant_id)

    assert kept["services"] == []
    assert kept["opt_in"]["withdrawn_on"] == TODAY
    with pytest.raises(Conflict, match="not wanted"):
        usecases.opt_out(unit, ref=case.case_ref, person_id=case.applicant_id)


def test_an_opt_in_has_a_day_and_lies_neither_in_the_future_nor_before_the_signal():
    """R-VOT-03."""
    unit = a_unit()
    case = an_open_case(unit)
    signalled(unit, case, presumed_on=TODAY)
    for signed_on, code in (
        (TODAY + timedelta(days=1), "in-future"),
        (TODAY - timedelta(days=1), "signed-too-early"),
    ):
        with pytest.raises(Invalid) as refusal:
            usecases.opt_in(
                unit,
                ref=case.case_ref,
                person_id=case.applicant_id,
                signed_on=signed_on,
                language="ro",
            )
        assert refusal.value.code == code


def test_whom_the_help_does_not_reach_cannot_opt_in():
    """R-VOT-01."""
    unit = a_unit()
    case = an_open_case(unit, a_person(nationalities=["BE"]))

    with pytest.raises(Conflict, match="R-VOT-01"):
        wanting(unit, case, "fast_track")


@pytest.mark.parametrize(
    ("granted_on", "dublin", "ends_on"),
    [
        (date(2026, 2, 1), False, date(2026, 5, 1)),
        (date(2025, 11, 30), False, date(2026, 2, 28)),
        (date(2023, 5, 18), True, date(2023, 8, 18)),
        (date(2023, 5, 19), True, date(2023, 6, 18)),
        (date(2026, 4, 20), True, date(2026, 5, 20)),
    ],
)
def test_the_time_to_reflect_is_three_months_or_thirty_days(granted_on, dublin, ends_on):
    """R-VOT-05."""
    unit = a_unit()
    case = an_open_case(unit)
    signalled(unit, case)

    kept = usecases.grant_reflection(
        unit, ref=case.case_ref, person_id=case.applicant_id, granted_on=granted_on, dublin=dublin
    )

    assert kept["reflection"]["ends_on"] == ends_on


def test_a_term_in_days_counts_from_the_day_after():
    """R-VOT-05."""
    assert reflection_ends_on(date(2026, 1, 1), 30, "days") == date(2026, 1, 31)


def test_the_end_of_the_time_to_reflect_is_watched_without_saying_so():
    """R-VOT-05, R-VOT-03: row, reminder and timeline say neither what it is nor about whom."""
    unit = a_unit()
    case = an_open_case(unit)
    signalled(unit, case)
    told = len(unit.store(TimelineStore).added)
    usecases.grant_reflection(
        unit, ref=case.case_ref, person_id=case.applicant_id, granted_on=TODAY, dublin=False
    )

    (alert,) = [
        one for one in unit.store(AlertStore).of_case(case.case_ref) if one.what == "confidential"
    ]
    reminder = next(one for one in unit.reminders if one.ids.get("what") == "confidential")
    raise_alert(
        unit,
        case_ref=case.case_ref,
        about=alert.about,
        what="confidential",
        breaks_on=alert.breaks_on.isoformat(),
    )

    assert alert.about == token_of(unit, Kind.TRAFFICKING, case.applicant_id)
    assert alert.owner == "confidential"
    assert case.applicant_id not in str(reminder.ids)
    assert alert.alerted_at == unit.now()
    assert len(unit.store(TimelineStore).added) == told


def test_the_radar_says_what_it_is_to_whoever_may_know_and_names_who_must_act():
    """R-VOT-05."""
    blip = Blip(
        at=morning_of(TODAY),
        source="alert",
        case_ref="NL-1",
        about="a-token",
        what=str(What.CONFIDENTIAL),
        rule_id=None,
        sentence="",
        owner="confidential",
        overdue=False,
    )
    told = told_apart(blip, Kind.TRAFFICKING, "p-1")

    assert (told.what, told.rule_id, told.about) == ("reflection_period", "R-VOT-05", "p-1")
    assert told.owner == "trafficking_specialist"
    assert owners_asked("trafficking_specialist", apart=True) == (
        "trafficking_specialist",
        "confidential",
        "confidential_lead",
    )
    assert owners_asked("trafficking_specialist", apart=False) == ("trafficking_specialist",)
    assert owners_asked("counsellor", apart=True) == ("counsellor",)
    assert owners_asked(None, apart=True) is None


def test_once_the_day_has_come_the_lead_must_act():
    """R-VOT-05."""
    unit = a_unit()
    case = an_open_case(unit)
    signalled(unit, case)
    usecases.grant_reflection(
        unit, ref=case.case_ref, person_id=case.applicant_id, granted_on=TODAY, dublin=False
    )
    token = token_of(unit, Kind.TRAFFICKING, case.applicant_id)
    alert = unit.store(AlertStore).find(case.case_ref, token, What.CONFIDENTIAL)
    for _ in range(2):
        alert.tell(alert.breaks_on.isoformat(), unit.now())

    assert alert.owner == "confidential_lead"
    assert OWNERS[Kind.TRAFFICKING] == "trafficking_specialist"


def test_the_exception_for_the_thirteen_holds_and_no_reason_says_why():
    """R-VOT-01, R-VOT-03."""
    unit = a_unit()
    plain = an_applied_case(unit, a_person(nationalities=["RO"]))
    assert decide_eligibility(unit, ref=plain.case_ref)[0].verdict == "declined"

    other = a_person(nationalities=["RO"], given_names="Other", family_name="Other")
    case = an_open_case(unit, other)
    signalled(unit, case)
    person = victim_of(unit, case.applicant_id)
    assert person is not None
    applied = an_applied_case(unit, a_person(nationalities=["RO"], family_name="Third"))
    signalled(unit, applied)
    decision, reasons = decide_eligibility(unit, ref=applied.case_ref)

    assert decision.verdict == "eligible"
    said = " ".join(f"{one.sentence} {one.evidence} {one.code}" for one in reasons).lower()
    assert "victim" not in said
    assert "traffick" not in said


def test_travel_hears_how_to_handle_somebody_and_not_why():
    """R-VOT-04."""
    unit = a_unit()
    case = an_accepted_case(unit)
    wanting(unit, case, "fast_track", "hidden_itinerary", "shelter_counselling")

    fact = unit.published[-1]
    sealed = unit.open_sealed(fact.sealed_for_travel)["travellers"][0]

    assert isinstance(fact, TravellerNeedsChanged)
    assert sealed["handling"] == ["fast_track", "restricted"]
    assert "shelter" not in fact.sealed_for_travel


def test_what_travel_need_not_handle_is_not_told_to_it():
    """R-VOT-04."""
    unit = a_unit()
    case = an_accepted_case(unit)
    wanting(unit, case, "family_contact")

    assert not [one for one in unit.published if isinstance(one, TravellerNeedsChanged)]


def test_when_a_hidden_journey_is_nobody_reads_off_the_case():
    """R-VOT-04."""
    unit = a_unit()
    case = booked(unit, an_accepted_case(unit))
    shown = case.due_at
    wanting(unit, case, "hidden_itinerary")

    assert case.due_at.date() == case.not_after
    assert case.due_at > shown

    usecases.opt_out(unit, ref=case.case_ref, person_id=case.applicant_id)
    assert case.due_at == shown


def test_the_timeline_tells_of_a_hidden_journey_but_not_when_it_is():
    """R-VOT-04."""
    unit = a_unit()
    case = booked(unit, an_accepted_case(unit))
    seen, _ = timeline_of_case(unit, ref=case.case_ref, limit=99, after=None)
    wanting(unit, case, "hidden_itinerary")
    hidden, _ = timeline_of_case(unit, ref=case.case_ref, limit=99, after=None)
    unit.principal.scopes = frozenset({"travel:restricted:read"})
    whole, _ = timeline_of_case(unit, ref=case.case_ref, limit=99, after=None)

    def of_booking(entries):
        return next(one for one in entries if one.type == "travel.movement_booked")

    assert "departs_at" in of_booking(seen).facts
    assert "departs_at" not in of_booking(hidden).facts
    assert of_booking(hidden).sentence == "Booked with -, departing -."
    assert of_booking(whole).facts == of_booking(seen).facts


def test_the_case_does_not_show_that_anything_is_kept_apart():
    """R-VOT-03: version, timeline, waits and consents are what they were."""
    unit = a_unit()
    case = an_applied_case(unit)

    def everything():
        entries, _ = timeline_of_case(unit, ref=case.case_ref, limit=99, after=None)
        consents = unit.store(ConsentStore).of_case(case.case_ref)
        waits = waits_of_case(unit, ref=case.case_ref)
        return case.version, [one.sentence for one in entries], len(consents), waits

    before = everything()
    wanting(unit, case, "family_contact", "fast_track")

    assert everything() == before


def test_a_record_has_a_version_of_its_own():
    unit = a_unit()
    case = an_open_case(unit)
    assert signalled(unit, case)["version"] == 1
    unit.expected_version = 7

    with pytest.raises(Conflict, match="changed since"):
        signalled(unit, case)


def test_of_whom_nothing_is_kept_nothing_is_found():
    unit = a_unit()
    case = an_open_case(unit)

    with pytest.raises(NotFound) as refusal:
        usecases.show_record(unit, ref=case.case_ref, person_id=case.applicant_id)

    assert refusal.value.code == "no-such-record"
    with pytest.raises(NotFound):
        usecases.opt_out(unit, ref=case.case_ref, person_id=case.applicant_id)


def test_a_victim_counts_in_the_figures_that_are_published_in_tens():
    """R-DP-05."""
    person = someone(vot=True)
    groups = {cell.group for cell in cells_of(person, PersonType.ADULT, "voluntary_return", TODAY)}

    assert Group.TRAFFICKED in groups
