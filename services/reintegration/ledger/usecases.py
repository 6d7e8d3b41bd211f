"""What is done with the ledger: post a fact once, reverse once, and add it all up."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from services.chassis.errors import Conflict
from services.chassis.money import Money
from services.chassis.unit import Unit
from services.reintegration.ledger import rules
from services.reintegration.ledger.model import Account, Transaction
from services.reintegration.ledger.store import LedgerStore

JOURNEYS = "TRAVEL"
UNASSIGNED = "unassigned"


def post(
    unit: Unit,
    *,
    posting_key: str,
    kind: str,
    entries: rules.Entries,
    scheme: str,
    case_ref: str | None = None,
    assignment_id: str | None = None,
) -> bool:
    """Post one fact; return false when it was posted before, and change nothing then."""
    return unit.store(LedgerStore).add(
        Transaction(
            id=unit.new_id(),
            posting_key=posting_key,
            kind=kind,
            funding_source=funding_source(unit, scheme),
            recorded_at=unit.now(),
            recorded_by=unit.principal.subject,
            entries=entries,
            case_ref=case_ref,
            assignment_id=assignment_id,
        )
    )


def funding_source(unit: Unit, scheme: str) -> str:
    """Return who pays for a scheme today, as finance labels it."""
    rows = unit.rules("funding_sources").on(unit.today())
    return next((row.funding_source for row in rows if row.scheme == scheme), UNASSIGNED)


def release_rest(unit: Unit, *, key: str, kind: str, case_ref: str, scheme: str) -> None:
    """Give back what is still promised to a case under `kind`, whatever that is.

    Less than nothing is promised where somebody reversed the reservation itself.
    """
    account = rules.PROMISES[kind]
    rest = Money(unit.store(LedgerStore).credit_of_case(account, case_ref, "EUR"), "EUR")
    if rest.amount_minor:
        too_much = rest.amount_minor > 0
        post(
            unit,
            posting_key=key,
            kind=f"{kind}_{'released' if too_much else 'reserved'}",
            entries=rules.release(kind, rest) if too_much else rules.reservation(kind, -rest),
            scheme=scheme,
            case_ref=case_ref,
        )


def record_travel_cost(
    unit: Unit,
    *,
    cost_id: str,
    kind: str,
    amount_minor: int,
    currency: str,
    case_ref: str | None,
    assignment_id: str | None,
) -> None:
    """Post what a journey cost, or what came back for it. A cost of nothing moves nothing."""
    if amount_minor == 0:
        return
    post(
        unit,
        posting_key=f"travel_cost:{cost_id}",
        kind=f"travel_{kind}",
        entries=rules.travel_cost(kind, Money(amount_minor, currency)),
        scheme=JOURNEYS,
        case_ref=case_ref,
        assignment_id=assignment_id,
    )


def reverse_transaction(unit: Unit, *, transaction_id: str, reason: str) -> Transaction:
    """Undo the cost of a journey by its mirror image; a second time is refused."""
    ledger = unit.store(LedgerStore)
    undone = ledger.get(transaction_id)
    rules.check_reversal(undone.kind)
    reversal = undone.reversal(
        id=unit.new_id(), at=unit.now(), by=unit.principal.subject, reason=reason
    )
    if not ledger.add(reversal):
        by = ledger.reversed_by(transaction_id)
        raise Conflict("already-reversed", f"It was reversed before, by transaction {by}.")
    return reversal


def trial_balance(unit: Unit, **named: Any) -> dict[str, Any]:
    """Return, per currency, every account and the difference of all debits and credits.

    Of one funder or one period alone it balances too: each transaction does, and has one of both.
    """
    accounts: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in unit.store(LedgerStore).totals(**named):
        debit, credit = int(row.debit_minor), int(row.credit_minor)
        accounts[row.currency].append(
            {
                "account": row.account,
                "debit_minor": debit,
                "credit_minor": credit,
                "balance_minor": debit - credit,
            }
        )
    return {"currencies": [_in_currency(code, lines) for code, lines in sorted(accounts.items())]}


def _in_currency(currency: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
    debit = sum(line["debit_minor"] for line in lines)
    credit = sum(line["credit_minor"] for line in lines)
    return {
        "currency": currency,
        "debit_minor": debit,
        "credit_minor": credit,
        "difference_minor": debit - credit,
        "accounts": lines,
    }


def case_balances(
    unit: Unit, *, account: Account, limit: int, after: str | None = None
) -> list[dict[str, Any]]:
    """Explain an account: which cases its balance is made of."""
    rows = unit.store(LedgerStore).open_cases(account=account, limit=limit, after=after)
    return [
        {
            "case_ref": row.case_ref,
            "currency": row.currency,
            "balance_minor": int(row.balance_minor),
        }
        for row in rows
    ]


def transactions_page(
    unit: Unit, *, limit: int, after: str | None = None, **named: Any
) -> list[Transaction]:
    return unit.store(LedgerStore).page(limit=limit, after=after, **named)
