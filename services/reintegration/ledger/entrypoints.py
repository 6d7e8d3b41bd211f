"""The ledger as the bus sees it: it hears what journeys cost, and answers finance."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import event_handler, rpc
from services.chassis.unit import Unit
from services.reintegration.ledger import usecases
from services.reintegration.ledger.schemas import (
    BalanceFilter,
    CaseBalanceView,
    PeriodFilter,
    TransactionFilter,
    TransactionView,
    TravelCostRecorded,
    TrialBalanceView,
)


class Ledger:
    """Posts, and adds up."""

    @event_handler("travel", "travel_cost_recorded.v1")
    def on_travel_cost_recorded(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Post what a journey cost."""
        usecases.record_travel_cost(unit, **TravelCostRecorded().load(fact))

    @rpc("reintegration:ledger:read")
    def trial_balance(self, unit: Unit, *, query: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return every account, and whether debits and credits are equal."""
        asked = PeriodFilter().load(query or {})
        return TrialBalanceView().dump(usecases.trial_balance(unit, **asked))

    @rpc("reintegration:ledger:read")
    def ledger_transactions(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return one page of transactions, oldest first."""
        asked = TransactionFilter().load(query)
        found = usecases.transactions_page(unit, **asked)
        following = found[-1].id if len(found) == asked["limit"] else None
        return {"items": TransactionView(many=True).dump(found), "next": following}

    @rpc("reintegration:ledger:read")
    def case_balances(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return the cases that make up an account's balance."""
        asked = BalanceFilter().load(query)
        found = usecases.case_balances(unit, **asked)
        following = found[-1]["case_ref"] if len(found) == asked["limit"] else None
        return {"items": CaseBalanceView(many=True).dump(found), "next": following}
