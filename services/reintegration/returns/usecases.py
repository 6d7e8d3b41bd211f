"""What each fact of a case and its journey means for the money that is held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from services.chassis.errors import NotYet
from services.chassis.unit import Unit
from services.reintegration.allowances import usecases as allowances
from services.reintegration.entitlements import usecases as entitlements
from services.reintegration.entitlements.model import Entitlement, Status
from services.reintegration.entitlements.store import EntitlementStore
from services.reintegration.grounds.model import Told
from services.reintegration.grounds.usecases import keep_grounds
from services.reintegration.monitoring import usecases as monitoring
from services.reintegration.persons.model import Person
from services.reintegration.plans import usecases as plans
from services.reintegration.returns.model import Status as Case
from services.reintegration.returns.store import ReturnStore

WITHDRAWN = (Status.RELEASING, Status.RELEASED)


def open_case(unit: Unit, *, case_ref: str, kind: str, opened_on: date) -> None:
    unit.store(ReturnStore).hold(case_ref).open(kind, opened_on)


def accept_case(
    unit: Unit,
    *,
    case_ref: str,
    application_date: date,
    persons: Sequence[Person],
    told: Sequence[Told] = (),
) -> None:
    """Hold what the people are entitled to. After a no-show it is the second time."""
    case = unit.store(ReturnStore).hold(case_ref)
    keep_grounds(unit, case_ref, told)
    held = unit.store(EntitlementStore).find_of_case(case_ref)
    terms = entitlements.Terms(case_ref, application_date, tuple(persons))
    if held is None and case.has_ended:
        entitlements.never_reserve(unit, terms, case.reason_code or "")
    elif held is None:
        case.accept()
        allowances.reserve_allowances(unit, entitlements.reserve(unit, terms))
    elif held.status is Status.RESERVED:
        held.begin_again()
        _reprice(unit, held)
        allowances.reserve_allowances(unit, held)


def hear_of_grounds(unit: Unit, *, case_ref: str, told: Sequence[Told]) -> None:
    """What decides somebody's money is known better, perhaps before the acceptance is heard."""
    unit.store(ReturnStore).hold(case_ref)
    keep_grounds(unit, case_ref, told)
    held = unit.store(EntitlementStore).find_of_case(case_ref)
    if held is not None and told:
        _reprice(unit, held)


def end_case(unit: Unit, *, case_ref: str, status: Case, reason_code: str) -> None:
    """The case was withdrawn, declined or closed: put back what is held for a journey to come."""
    unit.store(ReturnStore).hold(case_ref).end(status, reason_code)
    held = unit.store(EntitlementStore).find_of_case(case_ref)
    if held is None or held.status is not Status.RESERVED:
        return
    held.release(reason_code, unit.now())
    plans.cancel_plans(unit, case_ref)
    allowances.withdraw_allowances(unit, held, reason_code)
    allowances.put_back_when_all_returned(unit, held)


def book_departure(unit: Unit, *, case_ref: str | None, departs_on: date | None) -> None:
    """The departure is fixed, or off again; the terms of 2017 depend on it."""
    held = _held(unit, case_ref)
    if held is not None and held.status is Status.RESERVED:
        held.book(departs_on)
        _reprice(unit, held)


def cancel_movement(unit: Unit, *, case_ref: str | None, movement_id: str) -> None:
    """The journey is off: who was paid for it gives the cash back."""
    book_departure(unit, case_ref=case_ref, departs_on=None)
    if case_ref is not None:
        allowances.hear_of_cancellation(unit, case_ref=case_ref, movement_id=movement_id)


def declare_departure(
    unit: Unit, *, case_ref: str | None, person_id: str, movement_id: str
) -> None:
    """The person signed at the airport that the departure is voluntary: cash may be paid."""
    held = _held(unit, case_ref)
    if held is not None:
        _tell_allowance(unit, "declare", held, person_id, movement_id)


def depart(
    unit: Unit, *, case_ref: str | None, person_id: str, movement_id: str, departed_on: date
) -> None:
    """The person is on the way, also one who had withdrawn and boarded all the same."""
    held = _held(unit, case_ref)
    if held is not None:
        held = _resumed(unit, held)
        held.note_departure(person_id, departed_on)
        _reprice(unit, held)
        _tell_allowance(unit, "depart", held, person_id, movement_id)
        _begin_when_home(unit, held)


def arrive(unit: Unit, *, case_ref: str | None, person_id: str, arrived_on: date) -> None:
    """The person is home."""
    held = _held(unit, case_ref)
    if held is not None and held.person(person_id).arrived_on is None:
        if held.status in WITHDRAWN:
            raise NotYet(f"A departure of case {case_ref} has not been heard yet.")
        held.note_arrival(person_id, arrived_on)
        _begin_when_home(unit, held)


def miss_flight(unit: Unit, *, case_ref: str | None, person_id: str, movement_id: str) -> None:
    """The person did not board."""
    held = _held(unit, case_ref)
    if held is not None:
        _tell_allowance(unit, "miss", held, person_id, movement_id)
        held.note_absence(person_id)
        _begin_when_home(unit, held)


def come_back(unit: Unit, *, case_ref: str | None, person_id: str, movement_id: str) -> None:
    """A child whom nobody could receive is back with the escort: as if nobody had left."""
    held = _held(unit, case_ref)
    if held is not None:
        if held.person(person_id).departed_on is None:
            raise NotYet(f"A departure of case {case_ref} has not been heard yet.")
        _tell_allowance(unit, "come_back", held, person_id, movement_id)
        held.note_way_back(person_id)
        _begin_when_home(unit, held)


def _resumed(unit: Unit, held: Entitlement) -> Entitlement:
    if held.status is Status.RELEASING:
        held.resume(unit.now())
    if held.status is not Status.RELEASED:
        return held
    again = entitlements.reserve(unit, entitlements.Terms.of(held))
    allowances.reserve_allowances(unit, again)
    return again


def _begin_when_home(unit: Unit, held: Entitlement) -> None:
    if held.begin_when_home(unit.now()):
        allowances.let_go_of_the_absent(unit, held)
        plans.cancel_plans_of_the_absent(unit, held)
        monitoring.begin_reintegration(unit, held)
    allowances.complete_when_done(unit, held)


def _held(unit: Unit, case_ref: str | None) -> Entitlement | None:
    """Lock what is held for a case. An expert's journey has no case, and nothing is held for it."""
    if case_ref is None:
        return None
    case = unit.store(ReturnStore).hold(case_ref)
    held = unit.store(EntitlementStore).find_of_case(case_ref)
    if held is None and not case.has_ended:
        raise NotYet(f"The acceptance of case {case_ref} has not been heard yet.")
    return held


def _reprice(unit: Unit, held: Entitlement) -> None:
    if entitlements.reprice(unit, held, allowances.handed_over(unit, held)):
        allowances.follow_price(unit, held)
        plans.reprice_plans(unit, held)


def _tell_allowance(
    unit: Unit, verb: str, held: Entitlement, person_id: str, movement_id: str
) -> None:
    allowances.hear_of_journey(
        unit, verb, case_ref=held.case_ref, person_id=person_id, movement_id=movement_id
    )
