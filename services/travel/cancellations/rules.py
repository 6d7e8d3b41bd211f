"""What an agent may keep when a booking is undone: what the offer named, of what was paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.chassis.errors import Invalid
from services.travel.bookings.model import Refund
from services.travel.offers.model import Offer
from services.travel.waits.model import REPLACEABLE, Status

# Staff noted that somebody stayed, or everybody has left: the flight counts as missed.
MISSED = (*REPLACEABLE, Status.REPLACED, Status.DEPARTED, Status.WITH_ESCORT, Status.ARRIVED)


def paid_for(offer: Offer, references: Sequence[str]) -> int:
    """Return what these passengers' places were booked at, in minor units."""
    lines = offer.content["price"]["passengers"]
    return sum(line["amount_minor"] for line in lines if line["passenger_reference"] in references)


def penalty_named(offer: Offer, status: Status, now: datetime) -> int:
    """Return the highest penalty that the offer named: before the flight, or for missing it."""
    penalties: dict[str, int] = offer.content["penalties"]
    named = penalties["cancellation_minor"]
    if status in MISSED or now >= offer.departs_at:
        return max(named, penalties.get("no_show_minor", named))
    return named


def refuse_wrong_refund(refund: Refund, paid_minor: int, booked_minor: int, currency: str) -> None:
    """Refund and penalty make up what was booked, in its currency, whatever the agent says."""
    if refund.currency != currency:
        raise _invalid("/currency", f"It was paid in {currency}.")
    if paid_minor != booked_minor:
        raise _invalid("/paid_minor", f"{booked_minor} was paid for these passengers.")
    if refund.refund_minor + refund.penalty_minor != booked_minor:
        raise _invalid("/refund_minor", "Paid less penalty.")


def _invalid(pointer: str, detail: str) -> Invalid:
    sentence = "Refund and penalty do not make up what was paid."
    return Invalid("wrong-sum", sentence, [{"pointer": pointer, "detail": detail}])
