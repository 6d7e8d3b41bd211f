"""The ledger: accounts, and transactions whose debits equal their credits.

A transaction is written once and stays. What was wrong is put right by its reversal, once. Two
accounts stand for promises (`reserved_*`, against `fund_commitments`), the others for money.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from services.chassis.errors import Conflict, Invalid
from services.chassis.money import Money


class Account(StrEnum):
    """The chart of accounts; the migration keeps the same list."""

    FUND_COMMITMENTS = "fund_commitments"
    RESERVED_ALLOWANCES = "reserved_allowances"
    RESERVED_REINTEGRATION = "reserved_reintegration"
    CASH_AT_SCHIPHOL = "cash_at_schiphol"
    BANK = "bank"
    PAYMENTS_IN_TRANSIT = "payments_in_transit"
    ALLOWANCES_PAID = "allowances_paid"
    REINTEGRATION_SUPPORT = "reintegration_support"
    TRAVEL_TICKETS = "travel_tickets"
    TRAVEL_PENALTIES = "travel_penalties"
    AGENTS_PAYABLE = "agents_payable"


@dataclass(frozen=True)
class FundingSource:
    """Who pays for a scheme, as finance labels it, between two dates."""

    scheme: str
    funding_source: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Entry:
    """One side of a movement of money: a debit or a credit, never both."""

    account: Account
    currency: str
    debit_minor: int = 0
    credit_minor: int = 0

    def __post_init__(self) -> None:
        """Refuse an entry that moves nothing, something negative, or in both directions."""
        if (
            min(self.debit_minor, self.credit_minor) != 0
            or self.debit_minor + self.credit_minor <= 0
        ):
            raise Invalid("bad-entry", f"An entry on {self.account} is a debit or a credit.")

    def mirrored(self) -> Entry:
        return replace(self, debit_minor=self.credit_minor, credit_minor=self.debit_minor)


def moved(money: Money, *, debit: Account, credit: Account) -> tuple[Entry, Entry]:
    """Return the two entries by which `money` goes from `credit` to `debit`."""
    return (
        Entry(debit, money.currency, debit_minor=money.amount_minor),
        Entry(credit, money.currency, credit_minor=money.amount_minor),
    )


@dataclass(frozen=True, kw_only=True)
class Transaction:
    """One fact in money. `posting_key` names the fact, so that it is never posted twice."""

    id: str
    posting_key: str
    kind: str
    funding_source: str
    recorded_at: datetime
    recorded_by: str
    entries: tuple[Entry, ...]
    case_ref: str | None = None
    assignment_id: str | None = None
    reverses: str | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        """Refuse what does not balance in each currency; the database refuses it again."""
        off: defaultdict[str, int] = defaultdict(int)
        for entry in self.entries:
            off[entry.currency] += entry.debit_minor - entry.credit_minor
        if not self.entries or any(off.values()):
            raise Invalid("unbalanced", f"{self.posting_key}: debits and credits are not equal.")

    def reversal(self, *, id: str, at: datetime, by: str, reason: str) -> Transaction:  # noqa: A002
        """Return the transaction that undoes this one."""
        if self.reverses is not None:
            raise Conflict(
                "is-reversal", "A reversal is not reversed; record the right transaction instead."
            )
        return replace(
            self,
            id=id,
            posting_key=f"reversal:{self.id}",
            recorded_at=at,
            recorded_by=by,
            entries=tuple(entry.mirrored() for entry in self.entries),
            reverses=self.id,
            reason=reason,
        )
