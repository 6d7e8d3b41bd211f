"""Bringing a family that UNHCR nominated to the Netherlands, within the quota, step by step."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from services.chassis.calendar import add_months
from services.chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.chassis.unit import Unit
from services.intake.alerts.model import What
from services.intake.alerts.usecases import watch
from services.intake.cases.model import Case
from services.intake.cases.rules import SEE_HEALTH
from services.intake.cases.usecases import carry, case_of, person_of, prepare, read_case
from services.intake.exclusions.usecases import setting
from services.intake.kinds.model import Kind
from services.intake.resettlement.model import Counter, Entry, Nomination, SubQuota
from services.intake.resettlement.rules import exceeded, open_points
from services.intake.resettlement.store import NominationStore
from services.intake.safeguarding.rules import OpenPoint
from services.intake.states.model import CaseStatus

SHOWN = (
    "entry",
    "sub_quota",
    "nominated_on",
    "persons",
    "interviewed_on",
    "selected_on",
    "overridden_because",
    "trainings",
    "documents",
    "exit_permit",
    "municipality",
    "handed_over_at",
)


def nominate(
    unit: Unit, *, ref: str, entry: Entry, sub_quota: SubQuota, nominated_on: date
) -> Case:
    """R-RES-01: how the family comes into the scheme."""
    case = _case_of(unit, ref)
    _check_past(unit, nominated_on)
    case.touch()
    if unit.store(NominationStore).find(case.case_ref) is not None:
        raise Conflict("nominated-already", "The nomination is recorded already.")
    made = Nomination(
        case_ref=case.case_ref,
        entry=entry,
        sub_quota=sub_quota,
        nominated_on=nominated_on,
        persons=len(case.people),
    )
    unit.store(NominationStore).add(made)
    carry(unit, case, "nominated", facts={"entry": entry, "nominated_on": nominated_on})
    return case


def interview(unit: Unit, *, ref: str, interviewed_on: date) -> Case:
    """The mission spoke with the family, or the IND read its dossier."""
    case, kept = _nominated(unit, ref)
    _check_past(unit, interviewed_on)
    kept.interviewed_on = interviewed_on
    carry(unit, case, "interviewed", facts={"interviewed_on": interviewed_on})
    prepare(unit, case, "interview")
    return case


def select(
    unit: Unit, *, ref: str, outcome: str, decided_on: date, override_reason: str | None
) -> Case:
    """R-RES-02: a place in the quota is taken, or exceeded by a supervisor's reasoned act."""
    case, kept = _nominated(unit, ref)
    _check_past(unit, decided_on)
    if outcome == "rejected":
        event = case.decline(("NOT_SELECTED",), unit.now())
        carry(unit, case, "case_declined", event=event)
        return case
    if kept.selected_on is not None:
        raise Conflict("selected-already", f"The selection was on {kept.selected_on}.")
    unit.store(NominationStore).hold_quotas()
    over = exceeded(_counters(unit, decided_on, kept.sub_quota), kept.persons)
    if over and override_reason is None:
        raise Conflict("quota-exceeded", f"R-RES-02: {'; '.join(over)}. It needs an override.")
    if over and "supervisor" not in unit.principal.roles:
        raise Forbidden("supervisor-needed", "Only a supervisor may exceed a quota.")
    kept.select(decided_on, override_reason if over else None)
    facts = {"decided_on": decided_on, "override_reason": kept.overridden_because}
    carry(unit, case, "quota_exceeded" if over else "selected", facts=facts)
    prepare(unit, case, "select")
    return case


def train(unit: Unit, *, ref: str, number: int, ended_on: date, days: int) -> Case:
    """R-RES-03: cultural orientation, three trainings of four days."""
    case, kept = _nominated(unit, ref)
    _check_past(unit, ended_on)
    kept.train(number, ended_on, days)
    carry(unit, case, "training_ended", facts={"number": number, "ended_on": ended_on})
    if kept.oriented:
        prepare(unit, case, "orient")
    return case


def examine(unit: Unit, *, ref: str, person_id: str, examined_on: date, fit: bool) -> Case:
    """R-RES-04: the medical examination, which is good for half a year."""
    case, kept = _nominated(unit, ref)
    person_of(case, person_id)
    _check_past(unit, examined_on)
    good_until = add_months(examined_on, setting(unit, "examination_validity", examined_on))
    kept.examine(person_id, examined_on, good_until, fit=fit)
    watch(
        unit,
        case_ref=case.case_ref,
        about=person_id,
        what=What.EXAMINATION,
        breaks_on=good_until,
    )
    # That somebody was examined is a matter of health, which the timeline does not tell.
    carry(unit, case, "safeguard_recorded", facts={"what": "a safeguard", "person_id": person_id})
    if kept.fit_on(unit.today()) >= case.person_ids:
        prepare(unit, case, "examine")
    return case


def document(unit: Unit, *, ref: str, person_id: str, kind: str, valid_until: date) -> Case:
    """R-RES-04: the visa or travel document with which somebody enters."""
    case, kept = _nominated(unit, ref)
    person_of(case, person_id)
    kept.document(person_id, kind, valid_until)
    about = {"case_ref": case.case_ref, "about": person_id}
    watch(unit, what=What.DOCUMENT, breaks_on=valid_until, **about)
    carry(unit, case, "safeguard_recorded", facts={"what": "document", "person_id": person_id})
    if kept.documented_on(unit.today()) >= case.person_ids:
        prepare(unit, case, "document")
    return case


def permit_exit(unit: Unit, *, ref: str, required: bool, granted_on: date | None = None) -> Case:
    """R-RES-04: the country of stay lets the family go, or needs not be asked."""
    case, kept = _nominated(unit, ref)
    _check_past(unit, granted_on or unit.today())
    kept.permit_exit(required=required, granted_on=granted_on)
    carry(unit, case, "exit_permit_recorded", facts={"granted_on": granted_on})
    if kept.may_leave:
        prepare(unit, case, "permit_exit")
    return case


def assign_municipality(unit: Unit, *, ref: str, municipality: str) -> Case:
    """R-RES-05: who takes the family in is known before it travels."""
    case, kept = _nominated(unit, ref)
    kept.municipality = municipality
    carry(unit, case, "municipality_assigned", facts={"municipality": municipality})
    return case


def hand_over(unit: Unit, *, ref: str, at: datetime) -> Case:
    """R-RES-05: after 48 hours at most the COA hands the family over to its municipality."""
    case, kept = _nominated(unit, ref)
    if case.status is not CaseStatus.ARRIVED:
        raise Conflict("wrong-state", "A family is handed over after it has arrived.")
    if at > unit.now():
        raise Invalid("in-future", f"{at} lies in the future.")
    kept.hand_over(at)
    carry(unit, case, "handed_over", facts={"at": at, "municipality": kept.municipality})
    prepare(unit, case, "hand_over")
    return case


def quotas(unit: Unit, *, on: date | None) -> list[Counter]:
    """R-RES-02: every quota of the period that holds a day, and how much of it is used."""
    day = on or unit.today()
    store = unit.store(NominationStore)
    return [Counter(quota=row, used=store.used(row)) for row in unit.rules("quotas").on(day)]


def show_nomination(unit: Unit, *, ref: str) -> dict[str, Any]:
    """Return what is recorded; examinations are shown to medical staff."""
    case = read_case(unit, ref=ref)
    kept = _kept(unit, case)
    shown = {name: getattr(kept, name) for name in SHOWN}
    of_case = {name: getattr(case, name) for name in ("case_ref", "version", "status")}
    health = kept.examinations if SEE_HEALTH & unit.principal.roles else None
    return of_case | shown | {"examinations": health}


def points_of(unit: Unit, case: Case) -> list[OpenPoint]:
    """Return what is missing before the family may travel."""
    kept = unit.store(NominationStore).find(case.case_ref)
    return [
        OpenPoint(rule_id=rule_id, person_id=case.case_ref, sentence=sentence)
        for rule_id, sentence in open_points(kept, case.person_ids, case.not_after)
    ]


def _counters(unit: Unit, day: date, sub_quota: SubQuota) -> list[Counter]:
    return [one for one in quotas(unit, on=day) if one.quota.sub_quota in {"total", sub_quota}]


def _nominated(unit: Unit, ref: str) -> tuple[Case, Nomination]:
    """Return a case that is nominated, to change it."""
    case = _case_of(unit, ref)
    case.touch()
    return case, _kept(unit, case)


def _kept(unit: Unit, case: Case) -> Nomination:
    kept = unit.store(NominationStore).find(case.case_ref)
    if kept is None:
        raise NotFound("not-nominated", f"No nomination is recorded in case {case.case_ref}.")
    return kept


def _case_of(unit: Unit, ref: str) -> Case:
    case = case_of(unit, ref)
    if case.kind is not Kind.RESETTLEMENT:
        raise Conflict("other-kind", f"Case {case.case_ref} is no resettlement.")
    return case


def _check_past(unit: Unit, day: date) -> None:
    if day > unit.today():
        raise Invalid("in-future", f"{day} lies in the future.")
