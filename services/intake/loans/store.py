"""Where travel loans are kept, one for each borrower."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    Table,
    Text,
    TypeDecorator,
    select,
)

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.kept import read, written
from services.chassis.locks import locked
from services.chassis.unit import Unit
from services.intake.loans.model import Loan, LoanStatus, Terms

mapping = mapping_of("intake")


class TermsJson(TypeDecorator[Terms]):
    """Terms as one JSON column: they are read and written whole."""

    impl = JsonOf
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:  # noqa: ARG002
        return written(value)

    def process_result_value(self, value: Any, dialect: Any) -> Terms:  # noqa: ARG002
        return read(Terms, value)


loans = Table(
    "loans",
    mapping.metadata,
    Column("loan_id", Text, primary_key=True),
    Column("case_ref", Text, ForeignKey("cases.case_ref"), nullable=False, index=True),
    Column("person_id", Text, nullable=False),
    Column("principal_minor", Integer, nullable=False),
    Column("currency", Text, nullable=False),
    Column("terms", TermsJson, nullable=False),
    Column("status", EnumText(LoanStatus), nullable=False),
    Column("signed_on", Date),
    Column("arrived_on", Date),
    Column("repayments", JsonOf, nullable=False),
    Column("version", Integer, nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("waits_for", Text),
    Column("owner", Text),
    Column("due_at", UtcDateTime),
    Column("reminded_for", UtcDateTime),
    Column("overdue", Boolean, nullable=False),
)
mapping.map_imperatively(Loan, loans)


class LoanStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, loan: Loan) -> None:
        self._session.add(loan)

    def get(self, loan_id: str) -> Loan:
        """Return a loan, locked until the transaction ends."""
        return locked(self._session, Loan, loan_id, "loan")

    def of_case(self, case_ref: str) -> Sequence[Loan]:
        query = select(Loan).where(loans.c.case_ref == case_ref).order_by(loans.c.loan_id)
        return list(self._session.scalars(query))
