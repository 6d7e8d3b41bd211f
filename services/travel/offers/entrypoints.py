"""Offers as the bus sees them: officers who ask again or choose, and the end of a round."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import reminder, rpc
from services.chassis.unit import Unit
from services.travel.movements.schemas import show_movement
from services.travel.offers import usecases
from services.travel.offers.schemas import OfferChoice
from services.travel.quotes.usecases import ask_again


class Offers:
    """Closes a round of quotes, and lets an officer decide where the rules may not."""

    @reminder("offers_due")
    def on_offers_due(self, unit: Unit, movement_id: str) -> None:
        """Choose among what came in time."""
        usecases.close_round(unit, movement_id=movement_id)

    @rpc("travel:movements:write")
    def request_quotes(self, unit: Unit, *, movement_id: str) -> dict[str, Any]:
        """Ask every active agent again."""
        return show_movement(ask_again(unit, movement_id=movement_id))

    @rpc("travel:movements:write")
    def choose_offer(self, unit: Unit, *, movement_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Take an offer: another one, one above the tariff, or one whose price changed."""
        choice = OfferChoice().load(body)
        return show_movement(usecases.choose_offer(unit, movement_id=movement_id, **choice))
