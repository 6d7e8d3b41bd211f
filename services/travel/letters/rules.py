"""R-AVRR-09: no letter with amount and contact, no departure of a case that returns."""

from __future__ import annotations

from services.chassis.errors import Conflict
from services.travel.letters.model import CaseLetter

UNISSUED = "R-AVRR-09: the letter with the amount and the contact, which the counsellor issues"
UNHEARD = "R-AVRR-09: intake's word whether the letter with the amount and the contact is issued"


def missing(letter: CaseLetter | None) -> str | None:
    """Return what a departure waits for, in words; nothing when the letter is issued or not due.

    As long as intake has said nothing, nobody knows that there need be no letter.
    """
    if letter is None:
        return UNHEARD
    return None if letter.settled else UNISSUED


def refuse_without_letter(what: str | None) -> None:
    """Refuse to record that somebody is ready to leave whose case still waits for the letter."""
    if what is not None:
        raise Conflict("letter-needed", f"Nobody departs before this is here: {what}.")
