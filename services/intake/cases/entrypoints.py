"""Cases as staff ask for them. Receipts of changes name nobody; only reading a case does."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import reminder, rpc
from services.chassis.unit import Unit
from services.intake.cases import usecases
from services.intake.cases.schemas import (
    CasesQuery,
    CaseSummaryView,
    CaseView,
    Closure,
    Correction,
    NewCase,
    PersonView,
    Withdrawal,
)


class Cases:
    """Opens, shows, corrects, calls off and closes cases."""

    @rpc("intake:cases:write")
    def open_case(self, unit: Unit, *, body: dict[str, Any]) -> dict[str, Any]:
        """Open a case, and return its reference."""
        return CaseSummaryView().dump(usecases.open_case(unit, **NewCase().load(body)))

    @rpc("intake:cases:read")
    def case(self, unit: Unit, *, ref: str) -> dict[str, Any]:
        """Return a case, with as much of its people as the caller needs to know."""
        case = usecases.read_case(unit, ref=ref)
        seen = usecases.seen_by_caller(unit, case)
        people = PersonView(many=True).dump(seen["persons"])
        return CaseView().dump(case) | {"persons": people, "facts": seen["facts"]}

    @rpc("intake:cases:read")
    def cases(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return a page of cases, without their people."""
        found, following = usecases.cases(unit, **CasesQuery().load(query))
        return {"items": CaseSummaryView(many=True).dump(found), "next": following}

    @rpc("intake:cases:write")
    def correct_case(self, unit: Unit, *, ref: str, body: dict[str, Any]) -> dict[str, Any]:
        """Correct facts of a case by a merge patch."""
        patch = Correction().load(body)
        return CaseSummaryView().dump(usecases.correct_case(unit, ref=ref, **patch))

    @rpc("intake:cases:write")
    def withdraw_case(self, unit: Unit, *, ref: str, body: dict[str, Any]) -> dict[str, Any]:
        """Call the departure off; whatever was opened is put back."""
        asked = Withdrawal().load(body)
        return CaseSummaryView().dump(usecases.withdraw_case(unit, ref=ref, **asked))

    @rpc("intake:cases:write")
    def reopen_case(self, unit: Unit, *, ref: str) -> dict[str, Any]:
        """Begin the journey again after a no-show."""
        return CaseSummaryView().dump(usecases.reopen_case(unit, ref=ref))

    @rpc("intake:cases:write")
    def close_case(self, unit: Unit, *, ref: str, body: dict[str, Any]) -> dict[str, Any]:
        """Close a case in which nothing is left to do."""
        asked = Closure().load(body)
        return CaseSummaryView().dump(usecases.close_case(unit, ref=ref, **asked))

    @reminder("case_due")
    def on_case_due(self, unit: Unit, case_ref: str, status: str, due_at: str) -> None:
        """The deadline of a state has come."""
        usecases.escalate(unit, case_ref=case_ref, status=status, due_at=due_at)
