"""What is done with entitlements: reserve, reprice, release, complete."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.chassis.money import Money
from services.chassis.rules import disputes
from services.chassis.unit import Unit
from services.reintegration.entitlements import rules
from services.reintegration.entitlements.model import Assessment, Entitlement, LineKind, Status
from services.reintegration.entitlements.store import EntitlementStore
from services.reintegration.grounds.usecases import all_remembered, with_grounds
from services.reintegration.ledger import rules as postings
from services.reintegration.ledger import usecases as ledger
from services.reintegration.ledger.model import Transaction
from services.reintegration.ledger.store import LedgerStore
from services.reintegration.persons.model import Person
from services.reintegration.tariffs.model import Rulebook


@dataclass(frozen=True)
class Terms:
    """What intake says of an accepted case: who it is about, and since when."""

    case_ref: str
    application_date: date
    persons: tuple[Person, ...]

    @classmethod
    def of(cls, released: Entitlement) -> Terms:
        """Return the terms of an entitlement that is needed again."""
        return cls(released.case_ref, released.application_date, released.persons)

    def entitlement(self, entitlement_id: str) -> Entitlement:
        return Entitlement(
            id=entitlement_id,
            case_ref=self.case_ref,
            application_date=self.application_date,
            persons=self.persons,
            scheme=rules.NO_SCHEME,
        )


def rulebook(unit: Unit, application_date: date) -> Rulebook:
    """Return the tables in force, by which a case of this application date is priced."""
    tariffs, countries = unit.rules("tariffs"), unit.rules("reintegration_countries")
    exclusions, disputed = unit.rules("allowance_exclusions"), unit.rules(disputes.TABLE)
    side = disputes.sides_on(disputed, application_date)
    by_nationality = side.get("allowance_range") != "b"
    return Rulebook(
        tariffs=tariffs.rows,
        countries=countries.rows,
        without_allowance=frozenset(
            row.country for row in exclusions.on(application_date) if by_nationality
        ),
        # The old amounts hold to the day that the switch names; before it nobody disputes them.
        new_amounts=side.get("reintegration_amounts") == "b",
        tariffs_version=f"{tariffs.version}/{disputed.version}",
        countries_version=countries.version,
        allowances_version=f"{exclusions.version}/{disputed.version}",
    )


def reserve(unit: Unit, terms: Terms) -> Entitlement:
    """Hold the money of a newly accepted case."""
    entitlement = terms.entitlement(unit.new_id())
    event = entitlement.reserve(_assessed(unit, entitlement), unit.now())
    unit.store(EntitlementStore).add(entitlement)
    for kind in LineKind:
        _hold(unit, entitlement, kind, entitlement.total(kind))
    unit.publish(event, sequence=entitlement.version)
    return entitlement


def never_reserve(unit: Unit, terms: Terms, reason: str) -> Entitlement:
    """Record that a case was withdrawn before anything was held, and hold nothing."""
    entitlement = terms.entitlement(unit.new_id())
    unit.store(EntitlementStore).add(entitlement)
    entitlement.release(reason, unit.now())
    unit.publish(entitlement.put_back(unit.now()), sequence=entitlement.version)
    return entitlement


def reprice(unit: Unit, entitlement: Entitlement, handed_over: Collection[str]) -> bool:
    """Price the case again by what is known now; say whether the terms changed.

    Of whose allowance the cash was `handed_over` that line stays: what was paid was paid.
    """
    if entitlement.status is not Status.RESERVED or not all_remembered(unit, entitlement.persons):
        return False
    assessment = entitlement.keeping(_assessed(unit, entitlement), handed_over)
    if set(assessment.lines) == set(entitlement.lines):
        return False
    before = {kind: entitlement.total(kind) for kind in LineKind}
    for kind in LineKind:
        _let_go(unit, entitlement, kind, before[kind])
    event = entitlement.reprice(assessment)
    for kind in LineKind:
        _hold(unit, entitlement, kind, entitlement.total(kind))
    unit.publish(event, sequence=entitlement.version)
    return True


def put_back(unit: Unit, entitlement: Entitlement) -> None:
    """Let go of all that is still held, once no cash is outside."""
    release_rest(unit, entitlement, "put_back")
    unit.publish(entitlement.put_back(unit.now()), sequence=entitlement.version)


def complete(unit: Unit, entitlement: Entitlement) -> None:
    """Close the money of the case: what was not spent lapses (R-AVRR-12)."""
    release_rest(unit, entitlement, "completed")
    unit.publish(entitlement.complete(unit.now()), sequence=entitlement.version)


def reverse_transaction(unit: Unit, *, transaction_id: str, reason: str) -> Transaction:
    """Undo one transaction. A case whose money is closed promises nothing again by it.

    The entitlement is locked first: nobody closes the money of the case meanwhile.
    """
    case_ref = unit.store(LedgerStore).get(transaction_id).case_ref
    entitlement = unit.store(EntitlementStore).find_of_case(case_ref) if case_ref else None
    reversal = ledger.reverse_transaction(unit, transaction_id=transaction_id, reason=reason)
    if entitlement is not None and entitlement.is_over:
        release_rest(unit, entitlement, f"reversed:{transaction_id}")
    return reversal


def release_rest(unit: Unit, entitlement: Entitlement, why: str) -> None:
    """Give back to the funds what is still held."""
    for kind in LineKind:
        ledger.release_rest(
            unit,
            key=f"entitlement:{entitlement.id}:{kind}:{why}",
            kind=kind.value,
            case_ref=entitlement.case_ref,
            scheme=_scheme(entitlement, kind),
        )


def entitlements_page(
    unit: Unit, *, limit: int, after: str | None = None, **named: Any
) -> Sequence[Entitlement]:
    return unit.store(EntitlementStore).page(limit=limit, after=after, **named)


def _assessed(unit: Unit, entitlement: Entitlement) -> Assessment:
    return rules.assess(
        application_date=entitlement.application_date,
        departs_on=entitlement.departs_on,
        persons=with_grounds(unit, entitlement.persons),
        book=rulebook(unit, entitlement.application_date),
    )


def _hold(unit: Unit, entitlement: Entitlement, kind: LineKind, money: Money) -> None:
    if money.amount_minor:
        ledger.post(
            unit,
            posting_key=f"entitlement:{entitlement.id}:{kind}:held:{entitlement.version}",
            kind=f"{kind}_reserved",
            entries=postings.reservation(kind.value, money),
            scheme=_scheme(entitlement, kind),
            case_ref=entitlement.case_ref,
        )


def _let_go(unit: Unit, entitlement: Entitlement, kind: LineKind, money: Money) -> None:
    if money.amount_minor:
        ledger.post(
            unit,
            posting_key=f"entitlement:{entitlement.id}:{kind}:let_go:{entitlement.version}",
            kind=f"{kind}_released",
            entries=postings.release(kind.value, money),
            scheme=_scheme(entitlement, kind),
            case_ref=entitlement.case_ref,
        )


def _scheme(entitlement: Entitlement, kind: LineKind) -> str:
    return rules.ALLOWANCE_SCHEME if kind is LineKind.ALLOWANCE else entitlement.scheme
