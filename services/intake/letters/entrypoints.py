"""Letters as staff ask for them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.intake.files.schemas import FileContentView
from services.intake.letters import usecases
from services.intake.letters.schemas import LetterView, OfferView

Body = dict[str, Any]


class Letters:
    """Shows the letters that were issued, and which have something to tell."""

    @rpc("intake:letters:read")
    def letters_of_case(self, unit: Unit, *, ref: str, query: Body) -> Body:
        """Return every letter that was issued, without its bytes."""
        _ = query
        found = usecases.letters_of_case(unit, ref=ref)
        return {"items": LetterView(many=True).dump(found), "next": None}

    @rpc("intake:letters:read")
    def letters_offered(self, unit: Unit, *, ref: str, query: Body) -> Body:
        """Return which letters the case has something to tell in."""
        _ = query
        found = usecases.offered(unit, ref=ref)
        return {"items": OfferView(many=True).dump(found), "next": None}

    @rpc("intake:letters:read")
    def letter_content(self, unit: Unit, *, ref: str, letter_id: str) -> Body:
        """Return the bytes of a letter as they were issued."""
        found = usecases.letter_content(unit, ref=ref, letter_id=letter_id)
        return FileContentView().dump(found)
