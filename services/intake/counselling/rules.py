"""Where and in which language a person can be advised."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from services.chassis.errors import Conflict, Invalid, NotFound
from services.intake.counselling.model import OWN_REQUEST, Channel, Hours, Interpreting

HELD_AT = "detention_centre"


def check_place(hours: Iterable[Hours], place: str, local: datetime) -> None:
    """Refuse an appointment at a place that is not ours, or outside its consulting hours."""
    here = [one for one in hours if one.place == place]
    if not here:
        raise NotFound("no-such-place", f"There are no consulting hours at {place}.")
    if not any(one.hold(local) for one in here):
        said = ", ".join(f"day {one.weekday} {one.opens:%H:%M}-{one.closes:%H:%M}" for one in here)
        raise Conflict("no-consulting-hour", f"Consulting hours at {place}: {said}.")


def check_own_request(hours: Iterable[Hours], place: str | None, channel: Channel) -> None:
    """R-DET-01: in a detention centre only the person's own slip or call starts a contact."""
    held = any(one.kind == HELD_AT for one in hours if one.place == place)
    if held and channel not in OWN_REQUEST:
        raise Conflict(
            "own-request-needed", "R-DET-01: who is held asks for us by slip or call, nobody else."
        )


def check_understood(
    spoken: str, language: str, interpreting: Interpreting, house: frozenset[str]
) -> None:
    """Refuse advice that the person does not understand: it is given in his or her own language."""
    if interpreting is Interpreting.NONE and (language != spoken or language not in house):
        raise Invalid(
            "interpreter-needed",
            f"The person speaks {spoken}; advice in {language} needs an interpreter.",
        )
