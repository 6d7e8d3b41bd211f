"""The partner desk: what each type of message from an agent leads to."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import Received, raw_handler, reminder
from services.chassis.errors import NotFound
from services.chassis.unit import Unit
from services.travel.agents.usecases import Said
from services.travel.bookings.schemas import (
    BookingConfirmed,
    BookingFailed,
    CancellationQuoted,
    RefundReader,
)
from services.travel.cancellations.usecases import close_cancellation, take_refund
from services.travel.departures.schemas import PassengerNews
from services.travel.departures.usecases import note_airline_word
from services.travel.erasures.schemas import ErasureConfirmed
from services.travel.erasures.usecases import take_confirmation
from services.travel.offers.schemas import QuoteOffered
from services.travel.offers.usecases import lose_booking, receive_offer, receive_refusal
from services.travel.partner_messages.schemas import MessageRejected
from services.travel.partner_messages.usecases import (
    OLD_MESSAGES,
    Handle,
    forget_old_messages,
    receive,
    take_rejection,
)
from services.travel.quotes.schemas import QuoteRefused
from services.travel.schedule_changes.schemas import ScheduleChanged
from services.travel.schedule_changes.usecases import take_schedule_change, take_tickets

Content = dict[str, Any]


class PartnerDesk:
    """Reads what the agents send. Each agent's words are taken as its own alone."""

    @raw_handler(
        broker="partners",
        queue="travel.from-agents",
        exchange="travel.from-agents",
        routing_key="#",
    )
    def on_partner_message(self, unit: Unit, received: Received) -> None:
        """Do what one message says, once, or tell its sender why not."""
        receive(unit, received, HANDLES)

    @reminder(OLD_MESSAGES)
    def on_old_partner_messages_due(self, unit: Unit) -> None:
        """A day has passed: the term of some messages may be over."""
        forget_old_messages(unit)


def quote_offered(unit: Unit, agent: str, content: Content) -> None:
    reader = QuoteOffered()
    offered = reader.load(content)
    receive_offer(unit, agent=agent, offered=offered, content=reader.dump(offered))


def quote_refused(unit: Unit, agent: str, content: Content) -> None:
    receive_refusal(unit, agent=agent, **QuoteRefused().load(content))


def booking_confirmed(unit: Unit, agent: str, content: Content) -> None:
    take_tickets(unit, agent=agent, **BookingConfirmed().load(content))


def booking_failed(unit: Unit, agent: str, content: Content) -> None:
    lose_booking(unit, agent=agent, **BookingFailed().load(content))


def cancellation_quoted(unit: Unit, agent: str, content: Content) -> list[Said]:
    return take_refund(unit, agent=agent, **CancellationQuoted().load(content))


def cancellation_confirmed(unit: Unit, agent: str, content: Content) -> None:
    close_cancellation(unit, agent=agent, **RefundReader().load(content))


def schedule_changed(unit: Unit, agent: str, content: Content) -> list[Said]:
    return take_schedule_change(unit, agent=agent, **ScheduleChanged().load(content))


def passenger_flown(unit: Unit, agent: str, content: Content) -> None:
    _passenger_news(unit, agent, content, "flown")


def passenger_no_show(unit: Unit, agent: str, content: Content) -> None:
    _passenger_news(unit, agent, content, "no_show")


def change_not_asked(_: Unit, agent: str, __: Content) -> None:
    """We ask for no changes yet; an answer to none refers to nothing."""
    raise NotFound("no-such-change", f"No change was asked of {agent}.")


def message_rejected(unit: Unit, agent: str, content: Content) -> None:
    take_rejection(unit, agent=agent, **MessageRejected().load(content))


def erasure_confirmed(unit: Unit, agent: str, content: Content) -> None:
    take_confirmation(unit, agent=agent, **ErasureConfirmed().load(content))


def _passenger_news(unit: Unit, agent: str, content: Content, word: str) -> None:
    news = PassengerNews().load(content)
    who = {name: news[name] for name in ("booking_reference", "passenger_reference")}
    note_airline_word(unit, agent=agent, word=word, **who)


HANDLES: dict[str, Handle] = {
    "quote_offered.v1": quote_offered,
    "quote_refused.v1": quote_refused,
    "booking_confirmed.v1": booking_confirmed,
    "booking_failed.v1": booking_failed,
    "cancellation_quoted.v1": cancellation_quoted,
    "cancellation_confirmed.v1": cancellation_confirmed,
    "change_quoted.v1": change_not_asked,
    "change_confirmed.v1": change_not_asked,
    "schedule_changed.v1": schedule_changed,
    "passenger_flown.v1": passenger_flown,
    "passenger_no_show.v1": passenger_no_show,
    "erasure_confirmed.v1": erasure_confirmed,
    "message_rejected.v1": message_rejected,
}
