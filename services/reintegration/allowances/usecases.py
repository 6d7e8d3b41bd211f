"""What is done with return allowances: reserve, pay once, settle, take back, let go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.chassis.unit import Unit
from services.reintegration.allowances import rules
from services.reintegration.allowances.model import Allowance, ReceivedBy, Status
from services.reintegration.allowances.store import AllowanceStore
from services.reintegration.entitlements import usecases as entitlements
from services.reintegration.entitlements.model import Entitlement
from services.reintegration.entitlements.model import Status as Held
from services.reintegration.entitlements.rules import ALLOWANCE_SCHEME
from services.reintegration.entitlements.store import EntitlementStore
from services.reintegration.ledger import rules as postings
from services.reintegration.ledger import usecases as ledger


def reserve_allowances(unit: Unit, entitlement: Entitlement) -> None:
    """Open an allowance for each who is entitled to one and has none, or gave theirs back."""
    held = unit.store(AllowanceStore).of_case(entitlement.case_ref)
    mine = [one for one in held if one.entitlement_id == entitlement.id]
    served = {one.person_id for one in mine if one.status is not Status.RETURNED}
    for line in entitlement.allowances():
        if line.person_id not in served:
            allowance = Allowance(
                id=unit.new_id(),
                entitlement_id=entitlement.id,
                case_ref=entitlement.case_ref,
                person_id=line.person_id,
                amount_minor=line.amount_minor,
                currency=line.currency,
            )
            allowance.reserve(unit.now())
            unit.store(AllowanceStore).add(allowance)


def handed_over(unit: Unit, entitlement: Entitlement) -> set[str]:
    """Return whose allowance can no longer become another: it was paid, lost or given back."""
    held = unit.store(AllowanceStore).of_case(entitlement.case_ref)
    last = {one.person_id: one for one in held if one.entitlement_id == entitlement.id}
    return {one.person_id for one in last.values() if not one.awaits_payment}


def follow_price(unit: Unit, entitlement: Entitlement) -> None:
    """The case was priced again: what is not paid yet is paid as it is now."""
    amounts = {line.person_id: line.amount_minor for line in entitlement.allowances()}
    for allowance in unit.store(AllowanceStore).of_case(entitlement.case_ref):
        if allowance.entitlement_id == entitlement.id and allowance.awaits_payment:
            allowance.reprice(amounts.get(allowance.person_id, allowance.amount_minor))
    reserve_allowances(unit, entitlement)


def pay_allowance(
    unit: Unit, *, allowance_id: str, received_by: ReceivedBy, paid_at: datetime | None = None
) -> Allowance:
    """Hand over the cash at the airport; a second time is refused."""
    allowance = _locked(unit, allowance_id)
    at = paid_at or unit.now()
    rules.check_paid_at(at, unit.now())
    event = allowance.pay(received_by=received_by, paid_at=at, by=unit.principal.subject)
    _post(unit, allowance, "paid", postings.allowance_paid(allowance.money))
    unit.publish(event, sequence=allowance.version)
    return allowance


def return_allowance(unit: Unit, *, allowance_id: str) -> Allowance:
    """Take the cash back; when it was the last of a withdrawn case, let go of the rest."""
    allowance = _locked(unit, allowance_id)
    event = allowance.give_back(unit.now())
    _post(unit, allowance, "returned", postings.allowance_returned(allowance.money))
    unit.publish(event, sequence=allowance.version)
    entitlement = unit.store(EntitlementStore).get(allowance.entitlement_id)
    put_back_when_all_returned(unit, entitlement)
    complete_when_done(unit, entitlement)
    return allowance


def withdraw_allowances(unit: Unit, entitlement: Entitlement, reason_code: str) -> None:
    """Let go of what was not paid, and ask back what was."""
    for allowance in unit.store(AllowanceStore).of_case(entitlement.case_ref):
        if allowance.can("withdraw"):
            allowance.withdraw(reason_code, unit.now())


def put_back_when_all_returned(unit: Unit, entitlement: Entitlement) -> None:
    """Say that nothing is held any more, but only when no cash is outside."""
    held = unit.store(AllowanceStore).of_case(entitlement.case_ref)
    if entitlement.status is Held.RELEASING and not any(one.is_open for one in held):
        entitlements.put_back(unit, entitlement)


def complete_when_done(unit: Unit, entitlement: Entitlement) -> None:
    """Complete a case that had no budget as soon as everybody is home and no cash is open."""
    held = unit.store(AllowanceStore).of_case(entitlement.case_ref)
    if rules.is_done_without_report(entitlement, held):
        entitlements.complete(unit, entitlement)


def let_go_of_the_absent(unit: Unit, entitlement: Entitlement) -> None:
    """The others are home: nothing is kept ready any more for those who missed the flight."""
    stayed = {person.person_id for person in entitlement.persons if person.stayed}
    for allowance in unit.store(AllowanceStore).of_case(entitlement.case_ref):
        if allowance.person_id in stayed and allowance.status is Status.RESERVED:
            allowance.withdraw("stayed_behind", unit.now())
            _post(unit, allowance, "lost", postings.release("allowance", allowance.money))


def hear_of_journey(
    unit: Unit, verb: str, *, case_ref: str, person_id: str, movement_id: str
) -> None:
    """Carry out what a fact of the journey means: `declare`, `depart`, `miss` or `come_back`."""
    mine = unit.store(AllowanceStore).of_person(case_ref, person_id)
    sequence = unit.message.sequence if unit.message else 0
    if not mine or any(one.is_old_news(movement_id, sequence) for one in mine):
        return
    allowance = mine[-1]
    allowance.hear(movement_id, sequence)
    if allowance.can(verb):
        getattr(allowance, verb)(unit.now())
        if allowance.status is Status.RELEASED:
            _post(unit, allowance, "lost", postings.release("allowance", allowance.money))


def hear_of_cancellation(unit: Unit, *, case_ref: str, movement_id: str) -> None:
    """The journey for which these were declared is off."""
    for allowance in unit.store(AllowanceStore).of_case(case_ref):
        if allowance.movement_id == movement_id and allowance.can("miss"):
            allowance.miss(unit.now())


def allowances_page(
    unit: Unit, *, limit: int, after: str | None = None, **named: Any
) -> Sequence[Allowance]:
    return unit.store(AllowanceStore).page(limit=limit, after=after, **named)


def _locked(unit: Unit, allowance_id: str) -> Allowance:
    held = unit.store(AllowanceStore)
    unit.store(EntitlementStore).get(held.entitlement_of(allowance_id))
    return held.get(allowance_id)


def _post(unit: Unit, allowance: Allowance, what: str, entries: postings.Entries) -> None:
    ledger.post(
        unit,
        posting_key=f"allowance:{allowance.id}:{what}",
        kind=f"allowance_{what}",
        entries=entries,
        scheme=ALLOWANCE_SCHEME,
        case_ref=allowance.case_ref,
    )
