"""What the radar says of a day that is kept apart, to those who may know what it is."""

from __future__ import annotations

from dataclasses import replace

from services.intake.alerts.model import RULES, What
from services.intake.confidential.model import LEAD, OWNERS, Kind
from services.intake.radar.model import Blip

APART = RULES[What.CONFIDENTIAL]
# What each day is, under which rule, and how it is told.
DAYS = {
    Kind.TRAFFICKING: ("reflection_period", "R-VOT-05", "The time to reflect ends."),
    Kind.MEDICAL: ("due_date", "R-MED-02", "From here on a pregnant traveller is held back."),
}


def owners_asked(owner: str | None, *, apart: bool) -> tuple[str, ...] | None:
    """Under which names to look for an owner: what is kept apart does not name its own."""
    if owner is None:
        return None
    hidden = (APART.owner, APART.escalates_to) if apart else ()
    return (owner, *hidden) if owner in {LEAD, *OWNERS.values()} else (owner,)


def told_apart(blip: Blip, kind: Kind, person_id: str) -> Blip:
    """Say what it is, about whom, and who must act."""
    what, rule_id, sentence = DAYS[kind]
    late = blip.owner == APART.escalates_to
    return replace(
        blip,
        about=person_id,
        what=what,
        rule_id=rule_id,
        sentence=sentence,
        owner=LEAD if late else OWNERS[kind],
    )
