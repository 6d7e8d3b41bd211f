"""Who sees a hidden journey (R-VOT-04)."""

from __future__ import annotations

from services.travel.movements.model import Movement

SEES_HIDDEN = "travel:restricted:read"


def hides(movement: Movement, scopes: frozenset[str]) -> bool:
    """R-VOT-04: a hidden journey is shown to those alone who arrange or accompany it."""
    return movement.restricted and SEES_HIDDEN not in scopes
