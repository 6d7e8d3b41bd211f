"""What every handler of the agent works with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from partner_kit.emulator import reading
from partner_kit.emulator.behaviour import Behaviour
from partner_kit.emulator.book import Book
from partner_kit.emulator.envelope import Answer, Message, Rejected, answer
from partner_kit.emulator.passengers import Keys

OFFER, BOOKING, CHANGE, CANCELLATION = "offer", "booking", "change", "cancellation"


@dataclass(frozen=True)
class Office:
    """One agent: its name, its book, its keys, the way it behaves, and the time it is now.

    `news` is what is to be said of a booking after the answer to the message, unasked.
    """

    name: str
    book: Book
    keys: Keys
    behaviour: Behaviour
    now: datetime
    seed: int = 0
    news: dict[str, list[Answer]] = field(default_factory=dict)

    def chance(self, reference: str) -> Random:
        """Return the same dice for the same question to the same agent."""
        return Random(f"{self.seed}/{self.name}/{reference}")

    def answer(
        self, name: str, content: Mapping[str, Any], subject: str, due_at: datetime | None = None
    ) -> Answer:
        """Write a message of ours."""
        return answer(self.name, name, content, now=self.now, subject=subject, due_at=due_at)

    def booking(self, message: Message) -> dict[str, Any]:
        """Return the booking that a message is about, as long as it is ticketed."""
        reference = reading.text(message.content, "booking_reference")
        paper = self.book.paper(BOOKING, reference)
        if paper is None:
            sentence = "We have no booking under this reference."
            raise Rejected("unknown_reference", "/data/booking_reference", sentence)
        if paper["state"] != "ticketed":
            sentence = f"The booking is {paper['state']}."
            raise Rejected("wrong_state", "/data/booking_reference", sentence)
        return paper

    def terms(self, kind: str, message: Message, booking: Mapping[str, Any]) -> dict[str, Any]:
        """Return what we quoted for a change or a cancellation of this booking."""
        name = f"{kind}_reference"
        reference = reading.text(message.content, name)
        paper = self.book.paper(kind, f"{booking['booking_reference']}/{reference}")
        if paper is None:
            sentence = f"We quoted nothing under this {name}."
            raise Rejected("unknown_reference", f"/data/{name}", sentence)
        return paper

    def keep_terms(self, kind: str, content: dict[str, Any]) -> None:
        """Keep what we quoted for a change or a cancellation."""
        reference = content[f"{kind}_reference"]
        self.book.file(kind, f"{content['booking_reference']}/{reference}", content)

    def is_past(self, moment: str) -> bool:
        """Tell whether a moment that we wrote down has passed."""
        return self.now > datetime.fromisoformat(moment)


Handler = Callable[[Office, Message], list[Answer]]
