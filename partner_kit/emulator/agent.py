"""The agent at its desk: each message is answered once, and a repeated one as the first time."""

from collections.abc import Callable
from datetime import datetime
from time import time

from partner_kit.emulator import bookings, changes, envelope, erasures, events, mischief, quotes
from partner_kit.emulator.behaviour import Behaviour
from partner_kit.emulator.book import Book
from partner_kit.emulator.envelope import Answer, Message, Rejected
from partner_kit.emulator.office import BOOKING, OFFER, Handler, Office
from partner_kit.emulator.passengers import Keys


def _note(office: Office, message: Message) -> list[Answer]:
    """Read that a message of ours was rejected. A program that answered this would never stop."""
    del office, message
    return []


HANDLERS: dict[str, Handler] = {
    "quote_requested.v1": quotes.quote,
    "booking_requested.v1": bookings.book,
    "change_requested.v1": changes.quote_change,
    "change_confirmed.v1": changes.change,
    "cancellation_requested.v1": changes.quote_cancellation,
    "cancellation_confirmed.v1": changes.cancel,
    "schedule_change_acknowledged.v1": events.acknowledge,
    "erasure_requested.v1": erasures.erase,
    "message_rejected.v1": _note,
}


_ID_REUSED = Rejected("id_reused", "/id", "Another message came under this id.")
_UNKNOWN_TYPE = Rejected("unknown_type", "/type", "We do not know this type of message.")
_OURS = Rejected("invalid", "", "We could not handle this message.")


class Agent:
    """Takes what came, writes what is to be answered into the book, and says what it did."""

    def __init__(
        self,
        name: str,
        *,
        book: Book,
        keys: Keys,
        behaviour: Behaviour,
        now: Callable[[], datetime],
        seed: int = 0,
    ) -> None:
        self.name = name
        self.book = book
        self._keys = keys
        self._behaviour = behaviour
        self._now = now
        self._seed = seed

    def receive(self, body: bytes, *, redelivered: bool = False) -> str:
        """Handle one message in one transaction and return the outcome, for the log."""
        office = Office(self.name, self.book, self._keys, self._behaviour, self._now(), self._seed)
        try:
            with self.book.page():
                return self._receive(office, body, redelivered=redelivered)
        except Exception as fault:  # noqa: BLE001 - one bad message must not stop the others
            with self.book.page():
                self._refuse(office, envelope.id_of(body), _OURS)
            return f"crashed: {type(fault).__name__}"

    def _receive(self, office: Office, body: bytes, *, redelivered: bool) -> str:
        try:
            message = envelope.read(body)
        except Rejected as fault:
            return self._refuse(office, envelope.id_of(body), fault)
        known = self.book.fingerprint(message.id)
        if known == message.fingerprint:
            return self._repeat(message, redelivered=redelivered)
        if known:
            return self._refuse(office, message.id, _ID_REUSED)
        self.book.receive(message.id, message.fingerprint, message.type)
        return self._answer(office, message)

    def _answer(self, office: Office, message: Message) -> str:
        handler = HANDLERS.get(message.type)
        if handler is None:
            return self._refuse(office, message.id, _UNKNOWN_TYPE, to=message.id)
        try:
            answers = handler(office, message)
        except Rejected as fault:
            return self._refuse(office, message.id, fault, to=message.id)
        rule = office.behaviour.for_destination(_destination(office, message))
        sent = mischief.spoil(answers, rule, office)
        self.book.answer(sent, to=message.id, epoch=time())
        for about, news in office.news.items():
            self.book.answer(news, to=None, about=about, epoch=time())
        return ", ".join(one.type for one in sent) or "nothing to answer"

    def _repeat(self, message: Message, *, redelivered: bool) -> str:
        # After a crash the broker delivers again what was handled; its answer is in the book, and
        # goes out from there. Only who asks again is answered again.
        if redelivered:
            return "delivered again"
        self.book.answer_again(message.id)
        return "answered as the first time"

    def _refuse(
        self, office: Office, message_id: str | None, fault: Rejected, to: str | None = None
    ) -> str:
        rejection = envelope.rejection(self.name, message_id, fault, office.now)
        self.book.answer([rejection], to=to, epoch=time())
        return f"rejected: {fault.code}"


def _destination(office: Office, message: Message) -> str:
    """Return the airport by which a behaviour is chosen, or nothing when it is not known."""
    content = message.content
    if "destination" in content:
        return str(content["destination"])
    booking = office.book.paper(BOOKING, str(content.get("booking_reference")))
    offer = office.book.paper(OFFER, str(content.get("offer_reference")))
    return str((booking or offer or {}).get("destination", ""))
