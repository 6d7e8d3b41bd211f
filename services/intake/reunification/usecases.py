"""Bringing a family together: ordered and paid by the family, at what the journey really costs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from services.chassis.calendar import add_months
from services.chassis.errors import Conflict, Invalid, NotFound
from services.chassis.unit import Unit
from services.intake.alerts.model import What
from services.intake.alerts.usecases import settle_alert, watch, watch_account
from services.intake.cases.model import Case
from services.intake.cases.rules import sees_names
from services.intake.cases.usecases import (
    carry,
    case_of,
    people_of,
    person_of,
    prepare,
    read_case,
    settle,
)
from services.intake.exclusions.usecases import setting
from services.intake.kinds.model import Kind
from services.intake.reunification.model import CURRENCY, Reunification, Service, Visa
from services.intake.reunification.rules import lacking_escort, open_points
from services.intake.reunification.store import ReunificationStore
from services.intake.safeguarding.rules import OpenPoint
from services.intake.states.model import BEFORE_JOURNEY, CaseStatus

HELD = "deposit"
STATED_IN = {CaseStatus.ARRIVED, CaseStatus.WITHDRAWING, CaseStatus.ACCOUNTED}


def order(
    unit: Unit, *, ref: str, service: Service, ordered_on: date, sponsor: dict[str, Any]
) -> Case:
    """R-FAM-02: a journey is ordered; whoever only wants advice gets it, and the case is closed."""
    case = _case_of(unit, ref)
    _check_past(unit, ordered_on)
    if unit.store(ReunificationStore).find(case.case_ref) is not None:
        raise Conflict("ordered-already", "The sponsor has ordered before.")
    made = Reunification(
        case_ref=case.case_ref,
        service=service,
        ordered_on=ordered_on,
        sealed_sponsor=unit.vault.seal(case.applicant_id, sponsor),
    )
    unit.store(ReunificationStore).add(made)
    carry(unit, case, "journey_ordered", facts={"service": service, "ordered_on": ordered_on})
    if service is Service.CONSULTATION:
        carry(unit, case, "case_closed", event=case.advise(unit.now()))
    else:
        prepare(unit, case, "order")
    return case


def record_visa(
    unit: Unit,
    *,
    ref: str,
    person_id: str,
    notice_on: date,
    extended: bool,
    issued_on: date | None = None,
) -> Case:
    """R-FAM-01: until when an MVV can be collected, and until when its holder can enter."""
    case, kept = _ordered(unit, ref)
    person_of(case, person_id)
    _check_past(unit, issued_on or notice_on)
    name = "mvv_collection_extended" if extended else "mvv_collection"
    collect_by = add_months(notice_on, setting(unit, name, notice_on))
    days = setting(unit, "mvv_entry", unit.today())
    enter_by = issued_on + timedelta(days=days) if issued_on else None
    visa = Visa(
        person_id=person_id,
        notice_on=notice_on,
        collect_by=collect_by,
        issued_on=issued_on,
        enter_by=enter_by,
    )
    kept.note_visa(visa)
    case.touch()
    about = {"case_ref": case.case_ref, "about": person_id}
    if enter_by is None:
        watch(unit, what=What.VISA_COLLECTION, breaks_on=collect_by, **about)
    else:
        settle_alert(unit, what=What.VISA_COLLECTION, **about)
        watch(unit, what=What.VISA_ENTRY, breaks_on=enter_by, **about)
    carry(unit, case, "visa_recorded", facts={"collect_by": collect_by, "enter_by": enter_by})
    if kept.holding() >= case.person_ids:
        prepare(unit, case, "collect_visas")
    return case


def make_estimate(unit: Unit, *, ref: str, lines: list[dict[str, Any]]) -> Case:
    """R-FAM-04: what it will cost; it may be made anew until the journey is arranged."""
    case, kept = _ordered(unit, ref)
    if case.status not in BEFORE_JOURNEY:
        raise Conflict("wrong-state", "The journey is being arranged; the estimate stands.")
    if lacking_escort(people_of(unit, case), {one["kind"] for one in lines}, case.not_before):
        raise Invalid(
            "escort-needed",
            "R-FAM-03: a child under six without an adult needs an escort, there and back.",
        )
    kept.make_estimate([one | {"kind": str(one["kind"])} for one in lines])
    carry(unit, case, "cost_estimated", facts=_euro(kept.statement.estimate_minor))
    prepare(unit, case, "estimate")
    _pay(unit, case, kept)
    return case


def receive(unit: Unit, *, ref: str, amount_minor: int, on: date, reference: str) -> Case:
    """R-FAM-05: the deposit, and after the journey what was still to be paid."""
    case, kept = _ordered(unit, ref)
    _check_past(unit, on)
    case.touch(unsettled=kept.unsettled)
    kept.receive(amount_minor, on, reference)
    case.hold(HELD)
    carry(unit, case, "money_received", facts=_euro(amount_minor))
    _pay(unit, case, kept)
    _balance(unit, case, kept)
    return case


def refund(unit: Unit, *, ref: str, amount_minor: int, on: date, reference: str) -> Case:
    """R-FAM-04: what was paid beyond the cost is given back."""
    case, kept = _ordered(unit, ref)
    _check_past(unit, on)
    case.touch(unsettled=kept.unsettled)
    kept.refund(amount_minor, on, reference)
    carry(unit, case, "money_refunded", facts=_euro(amount_minor))
    _balance(unit, case, kept)
    return case


def note_cost(unit: Unit, case: Case, cost: dict[str, Any]) -> None:
    """Note a cost of the journey that travel told of, once; say when it exceeds the estimate."""
    kept = unit.store(ReunificationStore).find(case.case_ref)
    if kept is None or not kept.note_cost(cost):
        return
    if kept.statement.dearer and cost["kind"] != "penalty":
        carry(unit, case, "dearer_than_estimated", facts=_euro(kept.statement.actual_minor))
    _balance(unit, case, kept)


def enter_cost(unit: Unit, *, ref: str, kind: str, amount_minor: int, replaces: str | None) -> Case:
    """Enter a cost that travel does not tell of, or one of another currency in euro."""
    case, kept = _ordered(unit, ref)
    if replaces is not None and replaces not in kept.foreign():
        raise NotFound("no-such-cost", f"No cost {replaces} waits to be entered in euro.")
    case.touch(unsettled=kept.unsettled)
    cost = {"kind": str(kind), "amount_minor": amount_minor, "currency": CURRENCY}
    note_cost(unit, case, cost | {"cost_id": unit.new_id(), "replaces": replaces})
    carry(unit, case, "cost_entered", facts=cost)
    return case


def warn_of_cost(unit: Unit, *, ref: str) -> Case:
    """R-FAM-04: the family was told that it becomes dearer than the estimate."""
    case, kept = _ordered(unit, ref)
    case.touch()
    carry(unit, case, "family_warned", facts=_euro(kept.warn()))
    return case


def state_account(unit: Unit, *, ref: str) -> Case:
    """R-FAM-04: draw up the final statement, after the arrival or a withdrawal."""
    case, kept = _ordered(unit, ref)
    if case.status not in STATED_IN:
        raise Conflict("wrong-state", "The final statement is drawn up after the arrival.")
    if case.status is CaseStatus.WITHDRAWING and "movement" in case.outstanding():
        raise Conflict("journey-open", "What the journey cost is known once it is cancelled.")
    case.touch()
    shown = kept.state(unit.today())
    carry(unit, case, "account_stated", facts=_euro(shown.balance_minor))
    _balance(unit, case, kept)
    return case


def show_order(unit: Unit, *, ref: str) -> dict[str, Any]:
    """Return order, visas and account; the sponsor is named to those who need to know."""
    case = read_case(unit, ref=ref)
    kept = _kept(unit, case)
    named = sees_names(unit.principal.roles)
    names = ("service", "ordered_on", "visas", "estimate", "statement", "stated_on")
    of_case = {name: getattr(case, name) for name in ("case_ref", "version", "status")}
    return (
        of_case
        | {name: getattr(kept, name) for name in names}
        | {"foreign_costs": kept.foreign()}
        | {"sponsor": unit.vault.open(case.applicant_id, kept.sealed_sponsor) if named else None}
    )


def points_of(unit: Unit, case: Case) -> list[OpenPoint]:
    """Return what is missing of order, visas and deposit."""
    kept = unit.store(ReunificationStore).find(case.case_ref)
    return [
        OpenPoint(rule_id=rule_id, person_id=case.case_ref, sentence=sentence)
        for rule_id, sentence in open_points(kept, case.person_ids, case.not_after)
    ]


def _euro(amount_minor: int) -> dict[str, Any]:
    return {"amount_minor": amount_minor, "currency": CURRENCY}


def _pay(unit: Unit, case: Case, kept: Reunification) -> None:
    if kept.paid and case.status in BEFORE_JOURNEY:
        prepare(unit, case, "pay_deposit")


def _balance(unit: Unit, case: Case, kept: Reunification) -> None:
    """The deposit is held until the statement is drawn up and nobody owes anything."""
    if case.ended:
        watch_account(unit, case.case_ref, unsettled=kept.unsettled)
    elif kept.settled and case.status is CaseStatus.ARRIVED:
        case.let_go(HELD)
        prepare(unit, case, "account")
    elif kept.settled:
        case.let_go(HELD)
        settle(unit, case)
    elif kept.received:
        case.hold(HELD)


def _ordered(unit: Unit, ref: str) -> tuple[Case, Reunification]:
    return (case := _case_of(unit, ref)), _kept(unit, case)


def _kept(unit: Unit, case: Case) -> Reunification:
    kept = unit.store(ReunificationStore).find(case.case_ref)
    if kept is None:
        raise NotFound("not-ordered", f"Nothing is ordered in case {case.case_ref}.")
    return kept


def _case_of(unit: Unit, ref: str) -> Case:
    case = case_of(unit, ref)
    if case.kind is not Kind.FAMILY:
        raise Conflict("other-kind", f"Case {case.case_ref} is no family reunification.")
    return case


def _check_past(unit: Unit, day: date) -> None:
    if day > unit.today():
        raise Invalid("in-future", f"{day} lies in the future.")
