"""Where payments are kept. Its constraints hold what must hold whatever the code does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, Date, Integer, Table, Text, or_, select

from services.chassis.database import EnumText, UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.locks import hold, locking
from services.chassis.moments import midnight
from services.chassis.unit import Unit
from services.reintegration.payments.model import Payment, Proof, ProofKind, Status

mapping = mapping_of("reintegration")

payments = Table(
    "payments",
    mapping.metadata,
    Column("id", Text, primary_key=True),
    Column("case_ref", Text, nullable=False),
    Column("plan_id", Text, nullable=False),
    Column("plan_line_id", Text, nullable=False),
    Column("scheme", Text, nullable=False),
    Column("vendor_id", Text),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("proof_kind", EnumText(ProofKind), nullable=False),
    Column("proof_number", Text, nullable=False),
    Column("proof_sha256", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("approved_by", Text),
    Column("released_by", Text),
    Column("settled_on", Date),
    Column("settled_by", Text),
    Column("rejected_by", Text),
    Column("bank_reference", Text),
    Column("reason_code", Text),
    Column("status", EnumText(Status), nullable=False),
    Column("due_at", UtcDateTime),
    Column("version", Integer, nullable=False),
    Column("proof_key", Text),
    Column("drafted_at", UtcDateTime),
    Column("approved_at", UtcDateTime),
    Column("released_at", UtcDateTime),
)
mapping.map_imperatively(Payment, payments)


class PaymentStore:
    """A payment's plan is locked before it, so that nobody waits in a circle."""

    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, payment: Payment) -> None:
        self._session.add(payment)

    def get(self, payment_id: str) -> Payment:
        """Lock and return it."""
        locked = locking(select(Payment))
        found = self._session.scalar(locked.where(payments.c.id == payment_id))
        return _found(found, payment_id)

    def read(self, payment_id: str) -> Payment:
        """Return it without locking it."""
        return _found(self._session.get(Payment, payment_id), payment_id)

    def with_proof(self, proof: Proof, vendor_id: str | None, plan_id: str) -> Payment | None:
        """Return the payment that this document serves already, by its file or by its number.

        A number is its vendor's; on what a returnee brings it is only told apart within one plan,
        for every shop has a receipt 1. Two payments on one document at the same moment wait for
        each other here.
        """
        hold(self._session, f"proof {proof.sha256}")
        hold(self._session, f"proof {vendor_id or plan_id} {proof.kind} {proof.key}")
        same_giver = payments.c.vendor_id == vendor_id
        if vendor_id is None:
            same_giver &= payments.c.plan_id == plan_id
        same_number = (
            same_giver & (payments.c.proof_kind == proof.kind) & (payments.c.proof_key == proof.key)
        )
        return self._session.scalar(
            select(Payment)
            .where(or_(payments.c.proof_sha256 == proof.sha256, same_number))
            .where(payments.c.status != Status.REJECTED)
            .limit(1)
        )

    def open_of_case(self, case_ref: str) -> Sequence[Payment]:
        """Return those that are neither settled nor rejected."""
        waiting = (Status.DRAFTED, Status.APPROVED, Status.RELEASED)
        query = select(Payment).where(
            payments.c.case_ref == case_ref, payments.c.status.in_(waiting)
        )
        return self._session.scalars(query.order_by(payments.c.id)).all()

    def page(
        self,
        *,
        limit: int,
        after: str | None = None,
        released: tuple[date, date | None] | None = None,
        **named: Any,
    ) -> Sequence[Payment]:
        """Return up to `limit` behind `after`; `released` from a day on, or until another too."""
        query = select(Payment).where(*(payments.c[k] == v for k, v in named.items()))
        if released is not None:
            first, last = released
            query = query.where(payments.c.released_at >= midnight(first))
            if last is not None:
                query = query.where(payments.c.released_at < midnight(last + timedelta(days=1)))
        if after is not None:
            query = query.where(payments.c.id > after)
        return self._session.scalars(query.order_by(payments.c.id).limit(limit)).all()


def _found(payment: Payment | None, payment_id: str) -> Payment:
    if payment is None:
        raise NotFound("no-such-payment", f"There is no payment {payment_id}.")
    return payment
