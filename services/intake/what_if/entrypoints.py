"""Trying a draft as whoever must decide on it asks for it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.intake.what_if import usecases
from services.intake.what_if.schemas import DraftBody, TrialBody, TriedView


class WhatIf:
    """Says who would be decided otherwise; no case is touched."""

    @rpc("intake:eligibility:approve")
    def try_draft(self, unit: Unit, *, body: dict[str, Any]) -> dict[str, Any]:
        """Apply a draft to a page of last year's cases."""
        return TriedView().dump(usecases.try_draft(unit, **DraftBody().load(body)))

    @rpc("intake:rules:write")
    def try_rule_change(
        self, unit: Unit, *, change_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Apply a proposed change to a page of last year's cases."""
        asked = TrialBody().load(body)
        return TriedView().dump(usecases.try_rule_change(unit, change_id=change_id, **asked))
