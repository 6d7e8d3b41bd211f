"""What a booking needs beside safeguards and papers: days to come, and known people."""

from __future__ import annotations

from datetime import date

from services.intake.safeguarding.rules import OpenPoint


def not_compared(sentence: str | None, case_ref: str) -> list[OpenPoint]:
    """R-REAN-03: nobody leaves before it is decided whether he or she was here before."""
    if sentence is None:
        return []
    return [OpenPoint(rule_id="R-REAN-03", person_id=case_ref, sentence=sentence)]


def past_window(not_after: date, today: date, case_ref: str) -> list[OpenPoint]:
    """Nobody can leave within days that have passed."""
    if today <= not_after:
        return []
    sentence = f"The last day of travel, {not_after}, has passed."
    return [OpenPoint(rule_id="WINDOW", person_id=case_ref, sentence=sentence)]
