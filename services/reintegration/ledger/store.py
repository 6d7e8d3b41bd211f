"""Where the ledger is kept: rows that are inserted, read and never touched again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, Table, Text, func, select
from sqlalchemy.dialects.postgresql import insert

from services.chassis.database import ADDED_TO_ONLY, READ_ONLY, EnumText, UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.moments import midnight
from services.chassis.unit import Unit
from services.reintegration.ledger.model import Account, Entry, Transaction

metadata = mapping_of("reintegration").metadata

transactions = Table(
    "ledger_transactions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("posting_key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("funding_source", Text, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("case_ref", Text),
    Column("assignment_id", Text),
    Column("reverses", Text, unique=True),
    Column("reason", Text),
    info=ADDED_TO_ONLY,
)
entries = Table(
    "ledger_entries",
    metadata,
    Column("transaction_id", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("account", EnumText(Account), nullable=False),
    Column("currency", Text, nullable=False),
    Column("debit_minor", BigInteger, nullable=False),
    Column("credit_minor", BigInteger, nullable=False),
    # The case again, so that an account's balance can be told apart by case from one index.
    Column("case_ref", Text),
    info=ADDED_TO_ONLY,
)
# The chart of accounts comes with the migrations.
Table("ledger_accounts", metadata, Column("code", Text, primary_key=True), info=READ_ONLY)
BALANCE = func.coalesce(func.sum(entries.c.credit_minor - entries.c.debit_minor), 0)


class LedgerStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, transaction: Transaction) -> bool:
        """Write it, unless its fact was posted before; say whether it was written."""
        written = self._session.execute(
            insert(transactions)
            .values({column.name: getattr(transaction, column.name) for column in transactions.c})
            .on_conflict_do_nothing(index_elements=["posting_key"])
            .returning(transactions.c.id)
        ).scalar()
        if written is not None:
            self._session.execute(insert(entries), _entry_rows(transaction))
        return written is not None

    def get(self, transaction_id: str) -> Transaction:
        found = self._read(transactions.c.id == transaction_id, limit=1)
        if not found:
            raise NotFound("no-such-transaction", f"There is no transaction {transaction_id}.")
        return found[0]

    def reversed_by(self, transaction_id: str) -> str | None:
        """Return the reversal's id, if it was reversed."""
        query = select(transactions.c.id).where(transactions.c.reverses == transaction_id)
        return self._session.scalar(query)

    def page(self, *, limit: int, after: str | None, **named: Any) -> list[Transaction]:
        """Return transactions in the order in which they were written."""
        wanted = _asked(named)
        if after is not None:
            wanted.append(transactions.c.id > after)
        return self._read(*wanted, limit=limit)

    def credit_of_case(self, account: Account, case_ref: str, currency: str) -> int:
        """Return what stands on an account for one case: credits less debits, in minor units."""
        query = select(BALANCE).where(
            entries.c.account == account,
            entries.c.case_ref == case_ref,
            entries.c.currency == currency,
        )
        return int(self._session.scalar(query) or 0)

    def totals(self, **named: Any) -> Sequence[Any]:
        """Return (currency, account, debit_minor, credit_minor) of all, or of what is asked."""
        query = (
            select(
                entries.c.currency,
                entries.c.account,
                func.sum(entries.c.debit_minor).label("debit_minor"),
                func.sum(entries.c.credit_minor).label("credit_minor"),
            )
            .join(transactions, transactions.c.id == entries.c.transaction_id)
            .where(*_asked(named))
            .group_by(entries.c.currency, entries.c.account)
            .order_by(entries.c.currency, entries.c.account)
        )
        return self._session.execute(query).all()

    def open_cases(self, *, account: Account, limit: int, after: str | None) -> Sequence[Any]:
        """Return (case_ref, currency, balance_minor) of the cases that make up a balance."""
        query = (
            select(entries.c.case_ref, entries.c.currency, BALANCE.label("balance_minor"))
            .where(entries.c.account == account, entries.c.case_ref > (after or ""))
            .group_by(entries.c.case_ref, entries.c.currency)
            .having(BALANCE != 0)
            .order_by(entries.c.case_ref, entries.c.currency)
            .limit(limit)
        )
        return self._session.execute(query).all()

    def _read(self, *wanted: Any, limit: int) -> list[Transaction]:
        heads = self._session.execute(
            select(transactions).where(*wanted).order_by(transactions.c.id).limit(limit)
        ).all()
        sides = self._session.execute(
            select(entries)
            .where(entries.c.transaction_id.in_([head.id for head in heads]))
            .order_by(entries.c.transaction_id, entries.c.position)
        ).all()
        of: dict[str, list[Entry]] = {head.id: [] for head in heads}
        for side in sides:
            of[side.transaction_id].append(
                Entry(side.account, side.currency, side.debit_minor, side.credit_minor)
            )
        return [Transaction(**head._mapping, entries=tuple(of[head.id])) for head in heads]  # noqa: SLF001


def _asked(named: Mapping[str, Any]) -> list[Any]:
    """Return what is asked of a transaction: columns by name, and the days of Amsterdam."""
    at = transactions.c.recorded_at
    found = []
    for name, value in named.items():
        match name:
            case "recorded_from":
                found.append(at >= midnight(value))
            case "recorded_until":
                found.append(at < midnight(value + timedelta(days=1)))
            case _:
                found.append(transactions.c[name] == value)
    return found


def _entry_rows(transaction: Transaction) -> list[dict[str, Any]]:
    return [
        {
            "transaction_id": transaction.id,
            "position": position,
            "account": entry.account,
            "currency": entry.currency,
            "debit_minor": entry.debit_minor,
            "credit_minor": entry.credit_minor,
            "case_ref": transaction.case_ref,
        }
        for position, entry in enumerate(transaction.entries, start=1)
    ]
