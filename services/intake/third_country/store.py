"""Where the fees for permanent permits are kept."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, Table, Text, select

from services.chassis.database import EnumText, UtcDateTime, mapping_of
from services.chassis.locks import locked
from services.chassis.unit import Unit
from services.intake.third_country.model import FeeKind, FeeStatus, PermitFee

mapping = mapping_of("intake")

permit_fees = Table(
    "permit_fees",
    mapping.metadata,
    Column("fee_id", Text, primary_key=True),
    Column("case_ref", Text, ForeignKey("cases.case_ref"), nullable=False, index=True),
    Column("kind", EnumText(FeeKind), nullable=False),
    Column("amount_minor", Integer, nullable=False),
    Column("currency", Text, nullable=False),
    Column("receipt_number", Text, nullable=False),
    Column("receipt_sha256", Text, nullable=False, unique=True),
    Column("claimed_by", Text, nullable=False),
    Column("status", EnumText(FeeStatus), nullable=False),
    Column("decided_by", Text),
    Column("reason", Text),
    Column("refunded_on", Date),
    Column("reference", Text),
    Column("version", Integer, nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("waits_for", Text),
    Column("owner", Text),
    Column("due_at", UtcDateTime),
    Column("reminded_for", UtcDateTime),
    Column("overdue", Boolean, nullable=False),
)
mapping.map_imperatively(PermitFee, permit_fees)


class PermitFeeStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, fee: PermitFee) -> None:
        self._session.add(fee)

    def get(self, fee_id: str) -> PermitFee:
        """Return a fee, locked until the transaction ends."""
        return locked(self._session, PermitFee, fee_id, "fee")

    def with_receipt(self, receipt_sha256: str) -> PermitFee | None:
        """Return the fee that was claimed on a receipt, in whatever case."""
        query = select(PermitFee).where(permit_fees.c.receipt_sha256 == receipt_sha256)
        return self._session.scalars(query).first()

    def of_case(self, case_ref: str) -> Sequence[PermitFee]:
        query = select(PermitFee).where(permit_fees.c.case_ref == case_ref)
        return list(self._session.scalars(query.order_by(permit_fees.c.fee_id)))
