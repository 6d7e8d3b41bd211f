"""Family reunification as staff record it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.intake.cases.schemas import CaseSummaryView
from services.intake.reunification import usecases
from services.intake.reunification.schemas import (
    CostBody,
    EstimateBody,
    OrderBody,
    OrderView,
    PaidBody,
    VisaBody,
)

Body = dict[str, Any]


class Reunifications:
    """Records the order, the visas, and what the family pays."""

    @rpc("intake:cases:write")
    def order_journey(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """R-FAM-02: a journey, or advice alone."""
        ordered = OrderBody().load(body)
        return CaseSummaryView().dump(usecases.order(unit, ref=ref, **ordered))

    @rpc("intake:cases:read")
    def order_of_case(self, unit: Unit, *, ref: str) -> Body:
        """Return order, visas and account."""
        return OrderView().dump(usecases.show_order(unit, ref=ref))

    @rpc("intake:cases:write")
    def record_visa(self, unit: Unit, *, ref: str, person_id: str, body: Body) -> Body:
        """R-FAM-01: notice and issue of an MVV."""
        told = VisaBody().load(body)
        case = usecases.record_visa(unit, ref=ref, person_id=person_id, **told)
        return CaseSummaryView().dump(case)

    @rpc("intake:cases:write")
    def make_estimate(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """R-FAM-03, R-FAM-04: what it will cost."""
        lines = EstimateBody().load(body)["lines"]
        return CaseSummaryView().dump(usecases.make_estimate(unit, ref=ref, lines=lines))

    @rpc("intake:cases:write")
    def receive_money(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """R-FAM-05: the deposit, or what was still to be paid."""
        return CaseSummaryView().dump(usecases.receive(unit, ref=ref, **PaidBody().load(body)))

    @rpc("intake:cases:write")
    def refund_money(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """R-FAM-04: what was paid beyond the cost."""
        return CaseSummaryView().dump(usecases.refund(unit, ref=ref, **PaidBody().load(body)))

    @rpc("intake:cases:write")
    def enter_cost(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """A cost that travel does not tell of."""
        return CaseSummaryView().dump(usecases.enter_cost(unit, ref=ref, **CostBody().load(body)))

    @rpc("intake:cases:write")
    def warn_of_cost(self, unit: Unit, *, ref: str) -> Body:
        """R-FAM-04: the family was told that it becomes dearer."""
        return CaseSummaryView().dump(usecases.warn_of_cost(unit, ref=ref))

    @rpc("intake:cases:write")
    def state_account(self, unit: Unit, *, ref: str) -> Body:
        """R-FAM-04: the final statement."""
        return CaseSummaryView().dump(usecases.state_account(unit, ref=ref))
