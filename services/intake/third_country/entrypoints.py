"""Resettlement to a third country as staff record it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import reminder, rpc
from services.chassis.unit import Unit
from services.intake.cases.schemas import CaseSummaryView
from services.intake.third_country import usecases
from services.intake.third_country.schemas import (
    FeeBody,
    FeeDecisionBody,
    FeeView,
    PermitBody,
    RefundBody,
)

Body = dict[str, Any]


class ThirdCountry:
    """Records the permit that was seen, and the fees for it."""

    @rpc("intake:cases:write")
    def see_permit(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """R-3RD-01: the original of the permanent permit was seen."""
        seen = PermitBody().load(body)
        return CaseSummaryView().dump(usecases.see_permit(unit, ref=ref, **seen))

    @rpc("intake:cases:write")
    def claim_fee(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """R-3RD-02: a mandatory fee, on its receipt."""
        return FeeView().dump(usecases.claim_fee(unit, ref=ref, **FeeBody().load(body)))

    @rpc("intake:cases:read")
    def fees_of_case(self, unit: Unit, *, ref: str, query: Body) -> Body:
        """Return every fee that was claimed."""
        _ = query
        found = usecases.fees_of_case(unit, ref=ref)
        return {"items": FeeView(many=True).dump(found), "next": None}

    @rpc("intake:cases:approve")
    def decide_fee(self, unit: Unit, *, fee_id: str, body: Body) -> Body:
        """Approve or refuse a fee."""
        decided = FeeDecisionBody().load(body)
        return FeeView().dump(usecases.decide_fee(unit, fee_id=fee_id, **decided))

    @rpc("intake:cases:write")
    def refund_fee(self, unit: Unit, *, fee_id: str, body: Body) -> Body:
        """Record that the fee was paid back."""
        paid = RefundBody().load(body)
        return FeeView().dump(usecases.refund_fee(unit, fee_id=fee_id, **paid))

    @reminder("fee_due")
    def on_fee_due(self, unit: Unit, fee_id: str, status: str, due_at: str) -> None:
        """Nobody acted on a fee in time."""
        usecases.escalate_fee(unit, fee_id=fee_id, status=status, due_at=due_at)
