"""Recording what protects a traveller, and what changes by itself: an age, a flight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from services.chassis.calendar import AMSTERDAM, add_working_days, years_after
from services.chassis.errors import Invalid
from services.chassis.unit import Unit
from services.intake.alerts.model import What
from services.intake.alerts.usecases import settle_alert, watch
from services.intake.cases.model import Case
from services.intake.cases.store import CaseStore
from services.intake.cases.usecases import carry, case_of, people_of, person_of, rewrite_person
from services.intake.confidential.model import Kind
from services.intake.confidential.usecases import keep, medical_of
from services.intake.consent.model import Scope, Signatory
from services.intake.consent.usecases import keep_consent, lapse_consents
from services.intake.exclusions.usecases import setting, setting_if_any
from services.intake.facts.rules import MAJORITY_YEARS, PersonType, is_minor, person_type
from services.intake.journeys.model import Journey
from services.intake.safeguarding.model import REOPENS, Check, Need
from services.intake.safeguarding.rules import needs_changed
from services.intake.safeguarding.usecases import (
    check_researched,
    keep_safeguards,
    look_again,
    safeguards_of,
    tell_travel,
)
from services.intake.states.model import UNDER_WAY
from services.intake.validity.usecases import recheck

BEFORE_LEAVING = timedelta(days=1)


def record_safeguard(unit: Unit, *, ref: str, person_id: str, what: str, value: Any) -> Case:
    """Record one safeguard, such as `guardian`, in place of what was recorded before."""
    case = case_of(unit, ref)
    person_of(case, person_id)
    _check_past(unit, value)
    case.touch()
    before = safeguards_of(unit, person_id)
    known = replace(before, **{what: value})
    for need in needs_changed(before, known):
        known = known.reopen(need)
    # Whatever a change takes back, what was recorded just now holds.
    keep_safeguards(unit, case, person_id, replace(known, **{what: value}))
    if what == "embarkation_check":
        settle_alert(unit, case_ref=case.case_ref, about=person_id, what=What.BOARDING)
    if what == "fitness" and value is not None:
        good = timedelta(days=setting(unit, "fitness_validity", value.checked_on))
        about = {"case_ref": case.case_ref, "about": person_id}
        watch(unit, what=What.SAFEGUARD, breaks_on=value.checked_on + good, **about)
    # That somebody was examined is a matter of health, which the timeline does not tell.
    told = "a safeguard" if what in {"fitness", "embarkation_check"} else what
    carry(unit, case, "safeguard_recorded", facts={"what": told, "person_id": person_id})
    if what in {"escort_need", "reception", "embarkation_check"}:
        tell_travel(unit, case, person_id)
    look_again(unit, case)
    return case


def record_document(
    unit: Unit, *, ref: str, person_id: str, document: dict[str, Any] | None
) -> Case:
    """Record the travel document of a traveller, or a replacement for it (R-REAN-04)."""
    case = case_of(unit, ref)
    case.touch()
    rewrite_person(unit, person_of(case, person_id), {"document": document})
    carry(unit, case, "safeguard_recorded", facts={"what": "document", "person_id": person_id})
    recheck(unit, case)
    tell_travel(unit, case, person_id)
    return case


def record_consent(
    unit: Unit, *, ref: str, person_id: str, by: Signatory, **signature: Any
) -> Case:
    """R-UAM-02: guardian, child and receiving family each agree to the child's return."""
    case = case_of(unit, ref)
    person_of(case, person_id)
    check_researched(unit, case, {person_id})
    case.touch()
    keep_consent(
        unit,
        case_ref=case.case_ref,
        person_id=person_id,
        scope=Scope.RETURN_OF_MINOR,
        by=by,
        **signature,
    )
    told = {"by": by, "signed_on": signature["signed_on"], "person_id": person_id}
    carry(unit, case, "consent_recorded", facts=told)
    look_again(unit, case)
    return case


def reopen(unit: Unit, case: Case, person_id: str, need: Need) -> None:
    """A need is another now: take back exactly what was recorded on its ground."""
    keep_safeguards(unit, case, person_id, safeguards_of(unit, person_id).reopen(need))
    file = medical_of(unit, person_id)
    if file is not None and Check.PREGNANCY_REVIEW in REOPENS[need]:
        keep(unit, Kind.MEDICAL, person_id, file.review_again())


def _check_past(unit: Unit, value: Any) -> None:
    for name in ("appointed_on", "decided_on", "checked_on", "given_on", "checked_at"):
        at: date | datetime | None = getattr(value, name, None)
        latest: Any = unit.now() if isinstance(at, datetime) else unit.today()
        if at is not None and at > latest:
            raise Invalid("in-future", f"{at} lies in the future: {name.replace('_', ' ')}.")


def come_of_age(unit: Unit, *, case_ref: str, person_id: str) -> None:
    """R-UAM-06: the birthday has come; what was signed for a child no longer counts."""
    case = unit.store(CaseStore).get(case_ref)
    if case.ended or not unit.vault.remembers(person_id) or case.journey.gone():
        return
    people = people_of(unit, case)
    person = next(one for one in people if one.person_id == person_id)
    if is_minor(person, unit.today()):
        # The birth date was corrected meanwhile; another reminder was asked for then.
        return
    settle_alert(unit, case_ref=case_ref, about=person_id, what=What.MAJORITY)
    birthday = years_after(person.birth_date, MAJORITY_YEARS)
    if person_type(person, people, birthday - BEFORE_LEAVING) is not PersonType.UAM:
        return
    case.version += 1
    lapse_consents(unit, case_ref, person_id, birthday)
    carry(unit, case, "safeguards_lapsed", facts={"person_id": person_id})
    if case.status in UNDER_WAY:
        tell_travel(unit, case, person_id)
    look_again(unit, case)


def journey_news(unit: Unit, case: Case, before: Journey) -> None:
    """A journey was booked or moved, or money is held for it: look at what depends on its day."""
    flight, helped = case.journey.departs_at(), "reserved" in case.journey.entitlements.values()
    if flight is None or case.status not in UNDER_WAY:
        return
    day = flight.astimezone(AMSTERDAM).date()
    if flight != before.departs_at():
        _flight_set(unit, case, day, moved=before.departs_at() is not None)
    if helped and (flight, case.journey.entitlements) != (before.departs_at(), before.entitlements):
        watch_lead_times(unit, case, day)


def _flight_set(unit: Unit, case: Case, day: date, *, moved: bool) -> None:
    for person in people_of(unit, case):
        if person.medical:
            about = {"case_ref": case.case_ref, "about": person.person_id}
            watch(unit, what=What.BOARDING, breaks_on=day, **about)
        if moved:
            reopen(unit, case, person.person_id, Need.FLIGHT)
    look_again(unit, case)


def watch_lead_times(unit: Unit, case: Case, departs_on: date) -> None:
    """T4: who is helped with reintegration is registered, and the flight told, long enough before.

    Both times are the practice of a neighbouring office, so they are settings; neither is older
    than the programme that asks for it.
    """
    about = {"case_ref": case.case_ref, "about": case.case_ref}
    registration = setting_if_any(unit, "registration_lead", unit.today())
    if registration is not None:
        registered = departs_on - timedelta(days=registration)
        watch(unit, what=What.REGISTRATION, breaks_on=registered, **about)
    flight_data = setting_if_any(unit, "flight_data_lead", unit.today())
    if flight_data is not None:
        told = add_working_days(departs_on, -flight_data)
        watch(unit, what=What.FLIGHT_DATA, breaks_on=told, **about)


def note_sent(unit: Unit, *, ref: str, what: What) -> Case:
    """The registration, or the flight's data, was sent: its day can no longer pass in silence."""
    case = case_of(unit, ref)
    case.touch()
    settle_alert(unit, case_ref=case.case_ref, about=case.case_ref, what=what)
    carry(unit, case, "notice_sent", facts={"what": what})
    return case
