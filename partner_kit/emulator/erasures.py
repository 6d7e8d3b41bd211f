"""Forgetting passengers: what could tell who they are is destroyed, and that is confirmed."""

from collections.abc import Mapping
from typing import Any

from partner_kit.emulator import reading
from partner_kit.emulator.envelope import Answer, Message
from partner_kit.emulator.office import BOOKING, Office

FORGOTTEN = ""


def erase(office: Office, message: Message) -> list[Answer]:
    """Answer `erasure_requested`. A booking that is not here holds nobody, and is no fault."""
    reference = reading.text(message.content, "erasure_reference")
    reading.day(message.content, "confirm_by")
    for booking_reference in reading.each(message.content, "bookings", _booking):
        booking = office.book.paper(BOOKING, booking_reference)
        if booking is not None:
            # The keyed hash is all that this book has of the people.
            forgotten = {**booking, "passengers_hash": FORGOTTEN}
            office.book.file(BOOKING, booking_reference, forgotten)
    content = {"erasure_reference": reference, "erased_at": office.now.isoformat()}
    return [office.answer("erasure_confirmed", content, reference)]


def _booking(entry: Mapping[str, Any], at: str) -> str:
    return reading.text(entry, "booking_reference", at)
