"""The letter about the money as staff issue it, and as the clock asks for it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import reminder, rpc
from services.chassis.unit import Unit
from services.intake.departure_letters import usecases
from services.intake.letters.schemas import LetterBody, LetterView


class DepartureLetters:
    """Issues letters, and says to travel whether one keeps anybody from leaving (R-AVRR-09)."""

    @rpc("intake:letters:write")
    def issue_letter(self, unit: Unit, *, ref: str, body: dict[str, Any]) -> dict[str, Any]:
        """Write a letter in the language of the applicant, and keep it."""
        asked = LetterBody().load(body)
        return LetterView().dump(usecases.issue_letter(unit, ref=ref, **asked))

    @reminder("departure_letter_due")
    def on_departure_letter_due(self, unit: Unit, case_ref: str) -> None:
        """A case was accepted before travel asked for the letter: say how it stands."""
        usecases.tell_again(unit, case_ref=case_ref)
