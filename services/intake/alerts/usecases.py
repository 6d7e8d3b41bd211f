"""Watching what will break: who must act is told before, and the supervisor on the day itself."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from services.chassis.calendar import AMSTERDAM, years_after
from services.chassis.unit import Unit
from services.intake.alerts.model import RULES, Alert, What
from services.intake.alerts.store import AlertStore
from services.intake.facts.model import PersonFacts
from services.intake.facts.rules import MAJORITY_YEARS
from services.intake.timeline.usecases import tell

LONG, CHILDHOOD = timedelta(days=400), timedelta(days=1200)
MORNING = time(8)


def watch(unit: Unit, *, case_ref: str, about: str, what: What, breaks_on: date) -> None:
    """Have the owner told some days before, and the supervisor on the day. Said again: moved."""
    alert_on = breaks_on - timedelta(days=RULES[what].days_before)
    known = unit.store(AlertStore).find(case_ref, about, what)
    if known is not None and known.breaks_on == breaks_on and not known.settled:
        return
    if known is None:
        made = Alert(
            case_ref=case_ref,
            about=about,
            what=what,
            breaks_on=breaks_on,
            alert_on=alert_on,
            owner=RULES[what].owner,
        )
        unit.store(AlertStore).add(made)
    else:
        known.move(breaks_on, alert_on)
    for day in sorted({max(alert_on, unit.today()), max(breaks_on, unit.today())}):
        # What is late already is told at once, whatever the hour.
        morning = datetime.combine(day, MORNING, tzinfo=AMSTERDAM)
        at = morning if day > unit.today() else unit.now()
        ids = {"case_ref": case_ref, "about": about, "what": str(what)}
        unit.remind(at, "alert_due", breaks_on=breaks_on.isoformat(), **ids)


def watch_document(unit: Unit, case_ref: str, person: PersonFacts) -> None:
    """Documents that are good for years are not watched; they outlive the case."""
    who, ends = person.person_id, person.document.expires_on if person.document else None
    if ends is not None and ends <= unit.today() + LONG:
        watch(unit, case_ref=case_ref, about=who, what=What.DOCUMENT, breaks_on=ends)
    else:
        settle_alert(unit, case_ref=case_ref, about=who, what=What.DOCUMENT)


def watch_person(unit: Unit, case_ref: str, person: PersonFacts) -> None:
    """Watch the days that follow from what is recorded of a person."""
    watch_document(unit, case_ref, person)
    birthday = years_after(person.birth_date, MAJORITY_YEARS)
    if not unit.today() < birthday <= unit.today() + CHILDHOOD:
        settle_alert(unit, case_ref=case_ref, about=person.person_id, what=What.MAJORITY)
        return
    month = birthday.replace(day=1)
    watch(unit, case_ref=case_ref, about=person.person_id, what=What.MAJORITY, breaks_on=month)
    at = datetime.combine(birthday, time(), tzinfo=AMSTERDAM)
    unit.remind(at, "safeguards_due", case_ref=case_ref, person_id=person.person_id)


def settle_alert(unit: Unit, *, case_ref: str, about: str, what: What) -> None:
    """It can no longer break: it was used, renewed or given up."""
    known = unit.store(AlertStore).find(case_ref, about, what)
    if known is not None:
        known.settled = True


def watch_account(unit: Unit, case_ref: str, *, unsettled: bool) -> None:
    """R-FAM-04: after the end of a case somebody still owes, or is owed, what was told too late."""
    what = What.LATE_COST
    if unsettled:
        settle_by = unit.today() + timedelta(days=RULES[what].days_before)
        watch(unit, case_ref=case_ref, about=case_ref, what=what, breaks_on=settle_by)
    else:
        settle_alert(unit, case_ref=case_ref, about=case_ref, what=what)


def settle_alerts(unit: Unit, case_ref: str) -> None:
    """The case has ended, so nothing of it can break."""
    for alert in unit.store(AlertStore).of_case(case_ref):
        alert.settled = True


def raise_alert(unit: Unit, *, case_ref: str, about: str, what: str, breaks_on: str) -> None:
    """The day has come: note on the timeline who must act, and by when."""
    alert = unit.store(AlertStore).find(case_ref, about, What(what))
    told = alert is not None and alert.tell(breaks_on, unit.now())
    # What is kept apart is told on the radar of those who may know, and on no timeline.
    if told and alert is not None and alert.what is not What.CONFIDENTIAL:
        facts = {"what": alert.rule.sentence, "owner": alert.owner, "breaks_on": alert.breaks_on}
        tell(unit, about=case_ref, step="alert_raised", facts=facts)
