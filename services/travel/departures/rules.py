"""Who may board, and to whom a child may be handed over at the destination (R-UAM-07)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.moments import check_day, check_moment, day_here
from services.travel.travellers.model import PersonType

# The declaration is signed for this journey, at the departure or in the days before it.
DECLARED_BEFORE_DAYS = 7


def refuse_early_declaration(signed_at: datetime, departs_at: datetime, now: datetime) -> None:
    """A declaration opens the cash and ends a right of residence: not for a far journey."""
    check_moment(signed_at, now, "A declaration")
    first = day_here(departs_at) - timedelta(days=DECLARED_BEFORE_DAYS)
    check_day(day_here(signed_at), first=first, today=day_here(now), what="A declaration")


def refuse_early_boarding(at: datetime, departs_at: datetime, now: datetime) -> None:
    """Nobody has left, or stayed behind, before the day of the flight."""
    check_moment(at, now, "Boarding")
    check_day(day_here(at), first=day_here(departs_at), today=day_here(now), what="Boarding")


def refuse_early_arrival(at: datetime, departed_at: datetime | None, now: datetime) -> None:
    """Nobody arrives before they left."""
    check_moment(at, now, "An arrival")
    if departed_at is not None and at < departed_at:
        raise Invalid("too-early", f"An arrival comes after the departure, {departed_at}.")


def refuse_boarding(details: Mapping[str, Any], departs_at: datetime) -> None:
    """Whom intake holds back does not board, nor whose check is too old for this flight (R-MED-01).

    The check is held against the flight as it is now: a flight that moves needs another check.
    """
    if details.get("on_hold"):
        raise Conflict("on-hold", "Intake holds this traveller back; ask the counsellor why.")
    check = details.get("board_check")
    if check is None:
        return
    passed_at = datetime.fromisoformat(check["passed_at"]) if check["passed_at"] else None
    earliest = departs_at - timedelta(hours=check["hours"])
    if passed_at is None or not earliest <= passed_at <= departs_at:
        raise Conflict(
            "board-check-needed",
            f"R-MED-01: a check in the {check['hours']} hours before the flight is missing.",
        )


def refuse_unescorted(*, required: bool, named: bool) -> None:
    """R-UAM-05: who needs an escort does not board without one."""
    if required and not named:
        raise Conflict("escort-needed", "The escort must be named before anybody boards.")


def refuse_wrong_receiver(
    person_type: PersonType, receiver: Mapping[str, Any] | None, handed_over_to: str | None
) -> None:
    """A minor alone goes to the adult whose identity was registered, or stays with the escort.

    `handed_over_to` is the number on the identity document that was shown at the airport.
    """
    if person_type is not PersonType.UAM:
        if handed_over_to is not None:
            raise Invalid(
                "no-hand-over",
                "Only an unaccompanied minor is handed over.",
                [{"pointer": "/handed_over_to", "detail": "Leave it out."}],
            )
        return
    if handed_over_to is None:
        raise Invalid(
            "hand-over-needed",
            "Say to whom the child was handed over.",
            [{"pointer": "/handed_over_to", "detail": "Needed for an unaccompanied minor."}],
        )
    if receiver is None:
        raise Conflict("no-receiver", "No receiver was registered; the escort keeps the child.")
    if _bare(handed_over_to) != _bare(receiver["identity_number"]):
        raise Conflict(
            "wrong-receiver", "This is not the registered receiver; the escort keeps the child."
        )


def refuse_early_signature(signed_at: datetime | None, departed_at: datetime | None) -> None:
    """R-UAM-07: the child is signed for when it is handed over, not before it left."""
    if signed_at is not None and departed_at is not None and signed_at < departed_at:
        raise Invalid(
            "signed-too-early",
            "The hand-over was signed before the child left.",
            [{"pointer": "/handed_over_to/signed_at", "detail": "After the departure."}],
        )


def _bare(number: str) -> str:
    """Spaces and hyphens are read differently from the same document."""
    return "".join(sign for sign in number.upper() if sign.isalnum())
