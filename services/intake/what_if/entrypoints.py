"""Trying a draft as whoever must decide on it asks for it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.intake.what_if import usecases
from services.intake.what_if.schemas import DraftBody, TriedView


class WhatIf:
    """Says who would be decided otherwise; no case is touched."""

    @rpc("intake:eligibility:approve")
    def try_draft(self, unit: Unit, *, body: dict[str, Any]) -> dict[str, Any]:
        """Apply a draft to a page of last year's cases."""
        return TriedView().dump(usecases.try_draft(unit, **DraftBody().load(body)))
