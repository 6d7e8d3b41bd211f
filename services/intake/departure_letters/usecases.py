"""The letter about the money: watched, shown as missing, and told of to travel (R-AVRR-09)."""

from __future__ import annotations

from typing import Any

from services.chassis.calendar import AMSTERDAM
from services.chassis.unit import Unit
from services.intake.alerts.model import What
from services.intake.alerts.usecases import settle_alert, watch
from services.intake.cases.model import Case
from services.intake.cases.store import CaseStore
from services.intake.cases.usecases import carry
from services.intake.departure_letters.model import DepartureLetter, Standing
from services.intake.departure_letters.store import DepartureLetterStore
from services.intake.events import DepartureLetterFoundMissing, DepartureLetterSettled
from services.intake.letters import usecases as letters
from services.intake.letters.model import Letter, LetterKind
from services.intake.safeguarding.rules import OpenPoint
from services.intake.states.model import AFTER_JOURNEY, UNDER_WAY, CaseStatus

# On the way, or there: whoever left without the letter is still to be told amount and contact.
GONE = {CaseStatus.DEPARTED, CaseStatus.ARRIVED}


def issue_letter(unit: Unit, **asked: Any) -> Letter:
    """Issue a letter of any kind; it may be the one without which nobody departs."""
    letter = letters.issue_letter(unit, **asked)
    watch_letter(unit, unit.store(CaseStore).get(letter.case_ref))
    return letter


def points_of(unit: Unit, case: Case) -> list[OpenPoint]:
    """R-AVRR-09: nobody departs without the letter; who left all the same is still owed it."""
    if case.status not in {*UNDER_WAY, *GONE} or case.journey.completed:
        return []
    if _standing(unit, case)[0] is not Standing.MISSING:
        return []
    sentence = (
        "The case left without the letter with the amount and the contact; it must be sent."
        if case.status in GONE
        else "The letter with the amount and the contact after return has not been issued."
    )
    return [OpenPoint(rule_id="R-AVRR-09", person_id=case.case_ref, sentence=sentence)]


def watch_letter(unit: Unit, case: Case) -> None:
    """R-AVRR-09: a departure without the letter is seen coming, but not the day of a hidden one."""
    ref, departs_at = case.case_ref, case.journey.departs_at()
    if case.status not in AFTER_JOURNEY and points_of(unit, case) and departs_at is not None:
        day = case.not_after if case.restricted else departs_at.astimezone(AMSTERDAM).date()
        watch(unit, case_ref=ref, about=ref, what=What.LETTER, breaks_on=day)
    else:
        settle_alert(unit, case_ref=ref, about=ref, what=What.LETTER)
    if not case.ended:
        standing, letter_id = _standing(unit, case)
        _tell_standing(unit, case, standing, letter_id=letter_id)


def tell_again(unit: Unit, *, case_ref: str) -> None:
    """Say how the letter stands of a case that was accepted before anybody said so."""
    watch_letter(unit, unit.store(CaseStore).get(case_ref))


def _tell_standing(
    unit: Unit, case: Case, standing: Standing | None, *, letter_id: str | None
) -> None:
    """R-AVRR-09: say it when it has changed; while it is not known, travel lets nobody board."""
    known = unit.store(DepartureLetterStore).find(case.case_ref)
    if standing is None or (known is not None and known.standing is standing):
        return
    if known is None:
        made = DepartureLetter(case_ref=case.case_ref, standing=standing, told_at=unit.now())
        unit.store(DepartureLetterStore).add(made)
    else:
        known.standing, known.told_at = standing, unit.now()
    fact: DepartureLetterFoundMissing | DepartureLetterSettled
    if standing is Standing.MISSING:
        fact = DepartureLetterFoundMissing(case_ref=case.case_ref)
    else:
        fact = DepartureLetterSettled(case_ref=case.case_ref, letter_id=letter_id)
    carry(unit, case, fact.name, event=fact)


def _standing(unit: Unit, case: Case) -> tuple[Standing | None, str | None]:
    """Return how the letter stands, and which one it is; of nothing that is held, nothing."""
    if "reserved" not in case.journey.entitlements.values():
        return None, None
    content = letters.content_for(unit, case, LetterKind.REINTEGRATION)
    if content is None:
        return Standing.NEEDLESS, None
    told = letters.letter_that_says(unit, case, content)
    return (Standing.ISSUED, told.letter_id) if told else (Standing.MISSING, None)
