"""Payments as the bus sees them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.reintegration.payments import usecases
from services.reintegration.payments.schemas import (
    PaymentBounce,
    PaymentDraft,
    PaymentFilter,
    PaymentRejection,
    PaymentSettlement,
    PaymentView,
)
from services.reintegration.payments.store import PaymentStore


class Payments:
    """Makes, checks, releases, settles and rejects payments, and takes back what bounced."""

    @rpc("reintegration:payments:write")
    def draft_payment(self, unit: Unit, *, body: dict[str, Any]) -> dict[str, Any]:
        """Ask for a payment; you are its maker."""
        return PaymentView().dump(usecases.draft_payment(unit, **PaymentDraft().load(body)))

    @rpc("reintegration:payments:approve")
    def approve_payment(self, unit: Unit, *, payment_id: str) -> dict[str, Any]:
        """Agree with it; you are its checker."""
        return PaymentView().dump(usecases.approve_payment(unit, payment_id=payment_id))

    @rpc("reintegration:payments:release")
    def release_payment(self, unit: Unit, *, payment_id: str) -> dict[str, Any]:
        """Send it; you are its releaser."""
        return PaymentView().dump(usecases.release_payment(unit, payment_id=payment_id))

    @rpc("reintegration:payments:release")
    def settle_payment(
        self, unit: Unit, *, payment_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Record that the payee has it."""
        asked = PaymentSettlement().load(body)
        return PaymentView().dump(usecases.settle_payment(unit, payment_id=payment_id, **asked))

    @rpc("reintegration:payments:approve")
    def reject_payment(
        self, unit: Unit, *, payment_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Refuse it before it is sent."""
        asked = PaymentRejection().load(body)
        return PaymentView().dump(usecases.reject_payment(unit, payment_id=payment_id, **asked))

    @rpc("reintegration:payments:release")
    def bounce_payment(
        self, unit: Unit, *, payment_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Record that the bank sent it back."""
        asked = PaymentBounce().load(body)
        return PaymentView().dump(usecases.bounce_payment(unit, payment_id=payment_id, **asked))

    @rpc("reintegration:payments:read")
    def payment(self, unit: Unit, *, payment_id: str) -> dict[str, Any]:
        """Return one payment."""
        return PaymentView().dump(unit.store(PaymentStore).read(payment_id))

    @rpc("reintegration:payments:read")
    def payments(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return one page of payments, oldest first."""
        asked = PaymentFilter().load(query)
        found = usecases.payments_page(unit, **asked)
        following = found[-1].id if len(found) == asked["limit"] else None
        return {"items": PaymentView(many=True).dump(found), "next": following}
