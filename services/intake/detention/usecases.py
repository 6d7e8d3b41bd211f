"""Helping a person who is held: at his or her own request, known to whoever holds them."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.chassis.errors import Conflict, Invalid, NotFound
from services.chassis.unit import Unit
from services.intake.alerts.model import What
from services.intake.alerts.usecases import settle_alert, watch
from services.intake.cases.model import Case
from services.intake.cases.rules import sees_names
from services.intake.cases.usecases import carry, case_of, prepare, read_case
from services.intake.clearance.usecases import disclose
from services.intake.detention.model import Authority, Detention
from services.intake.detention.store import DetentionStore
from services.intake.kinds.model import Kind
from services.intake.safeguarding.rules import OpenPoint
from services.intake.states.model import CaseStatus

TOLD = ["identity", "departure", "flight"]


def record_detention(
    unit: Unit, *, ref: str, asked_on: date, place: str, order_date: date, **told: Any
) -> Case:
    """R-DET-01, R-DET-02: who asked and how, where the person is held, and until when at most."""
    case = _case_of(unit, ref)
    for day in (asked_on, order_date):
        if day > unit.today():
            raise Invalid("in-future", f"{day} lies in the future.")
    if asked_on < order_date:
        raise Invalid("asked-before", "The request was made before the detention began.")
    case.touch()
    sealed = unit.vault.seal(case.applicant_id, {"place": place})
    known = _known(unit, case)
    if known is None:
        known = Detention(
            case_ref=case.case_ref,
            asked_on=asked_on,
            order_date=order_date,
            sealed_place=sealed,
            **told,
        )
        unit.store(DetentionStore).add(known)
    else:
        known.extend(order_date=order_date, term_months=told["term_months"], sealed_place=sealed)
    ref = case.case_ref
    watch(unit, case_ref=ref, about=ref, what=What.DETENTION, breaks_on=known.ends_by)
    carry(unit, case, "detention_recorded", facts={"ends_by": known.ends_by})
    return case


def announce_booking(unit: Unit, *, ref: str, to: Authority) -> Case:
    """R-DET-03: an authority is told of the booking; once both are, the departure is awaited."""
    case = _case_of(unit, ref)
    if case.status not in {CaseStatus.BOOKED, CaseStatus.ANNOUNCED}:
        raise Conflict("wrong-state", "There is no booking to tell of.")
    detention, departs_at = detention_of(unit, case), case.journey.departs_at()
    detention.announce(to, departs_at, unit.now())
    case.touch()
    disclose(
        unit,
        case,
        recipient=to,
        what=TOLD,
        purpose="departure from detention",
        ground="R-DET-03: whoever holds the person must let him or her leave",
    )
    carry(unit, case, "booking_announced", facts={"to": to, "what": TOLD})
    if detention.announced(departs_at):
        prepare(unit, case, "announce")
    return case


def release(unit: Unit, *, ref: str, released_on: date) -> Case:
    """Nobody holds the person any more, so nobody has to be told; the return goes on."""
    case = _case_of(unit, ref)
    if released_on > unit.today():
        raise Invalid("in-future", f"{released_on} lies in the future.")
    detention_of(unit, case).release(released_on)
    for what in (What.DETENTION, What.MINOR_IN_DETENTION):
        settle_alert(unit, case_ref=case.case_ref, about=case.case_ref, what=what)
    carry(unit, case, "detention_ended", facts={"released_on": released_on})
    prepare(unit, case, "released")
    return case


def detention_of(unit: Unit, case: Case) -> Detention:
    known = _known(unit, case)
    if known is None:
        raise NotFound("no-detention", f"No detention is recorded in case {case.case_ref}.")
    return known


def show_detention(unit: Unit, *, ref: str) -> dict[str, Any]:
    """Return what is recorded; the place is told to those who need to know who it is."""
    case = read_case(unit, ref=ref)
    kept = detention_of(unit, case)
    place = None
    if sees_names(unit.principal.roles):
        place = unit.vault.open(case.applicant_id, kept.sealed_place)["place"]
    shown = {
        name: getattr(kept, name)
        for name in ("asked_by", "asked_on", "order_date", "term_months", "ends_by", "told")
    }
    of_case = {name: getattr(case, name) for name in ("case_ref", "version", "status")}
    return of_case | shown | {"released_on": kept.released_on, "place": place}


def held_on(unit: Unit, case: Case) -> bool:
    """Whether the people of a case are held today, as far as is known."""
    known = _known(unit, case)
    return known is not None and known.released_on is None


def asked_for(unit: Unit, case: Case) -> bool:
    """R-DET-01: no step is taken before the person asked for it."""
    return case.kind is not Kind.DETENTION or _known(unit, case) is not None


def points_of(unit: Unit, case: Case) -> list[OpenPoint]:
    """Return what is missing of the detention before a journey may be arranged."""
    if asked_for(unit, case):
        return []
    sentence = "The person's own request, and the order of detention, are not recorded."
    return [OpenPoint(rule_id="R-DET-01", person_id=case.case_ref, sentence=sentence)]


def _known(unit: Unit, case: Case) -> Detention | None:
    return unit.store(DetentionStore).find(case.case_ref)


def _case_of(unit: Unit, ref: str) -> Case:
    case = case_of(unit, ref)
    if case.kind is not Kind.DETENTION:
        raise Conflict("other-kind", f"Case {case.case_ref} is no departure from detention.")
    return case
