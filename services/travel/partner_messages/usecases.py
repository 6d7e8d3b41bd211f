"""What travel does with an agent's message: once, answered, and kept when it makes no sense."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from services.chassis.audit.anchors import next_midnight
from services.chassis.bus import Received
from services.chassis.errors import Conflict, Invalid, Problem, Refusal
from services.chassis.rules.keeping import kept_since
from services.chassis.unit import Unit
from services.travel.agents.model import MarkKind
from services.travel.agents.store import AgentStore
from services.travel.agents.usecases import Said, note, tell_agent
from services.travel.bookings.store import BookingStore
from services.travel.offers.usecases import lose_booking, receive_refusal
from services.travel.partner_messages.model import Outcome, PartnerMessage
from services.travel.partner_messages.rules import (
    Incoming,
    Rejection,
    hash_of,
    id_of,
    kind_of,
    read_message,
    rejection,
)
from services.travel.partner_messages.schemas import ANY, REFUSED, TABLE
from services.travel.partner_messages.store import PartnerMessageStore
from services.travel.quotes.store import QuoteStore

NOBODY = "-"
# The daily round; migration 0009 begins it.
OLD_MESSAGES = "old_partner_messages_due"
REJECTED = "message_rejected.v1"

# What a type of message leads to, and what was answered to it.
Handle = Callable[[Unit, str, dict[str, Any]], list[Said] | None]


def receive(unit: Unit, received: Received, handles: Mapping[str, Handle]) -> None:
    """Read one message of the sender whom the broker vouches for, and do what it says once."""
    sender = str(received.properties.get("user_id") or NOBODY)
    body_hash = hash_of(received.body)
    store = unit.store(PartnerMessageStore)
    message_id = id_of(received.body) or f"sha256:{body_hash}"
    kind = kind_of(received.routing_key, sender, handles)
    known = store.find(sender, message_id)
    for earlier in known:
        if earlier.body_hash == body_hash:
            answer_again(unit, earlier)
            return
    entry = PartnerMessage(sender, message_id, body_hash, unit.now(), kind)
    prefix = ""
    try:
        if known:
            raise Conflict("id-reused", "This id was used for another message.")
        message = _read(received, sender, handles)
        prefix = "/data"
        with store.all_or_nothing():
            entry.answers = handles[message.kind](unit, sender, message.content) or []
    except Refusal as refusal:
        _reject(unit, entry, rejection(refusal, prefix), received.body)
    store.add(entry)


def answer_again(unit: Unit, earlier: PartnerMessage) -> None:
    """Say to a repeated message what was said the first time, under the same ids.

    An answer that has not left yet is not written down twice: a program that repeats itself in a
    loop would fill the outbox, which is the queue of all agents.
    """
    waiting = unit.store(PartnerMessageStore).waiting(one["message_id"] for one in earlier.answers)
    for answer in earlier.answers:
        if answer["message_id"] not in waiting:
            tell_agent(unit, earlier.agent, **answer)


def forget_old_messages(unit: Unit) -> None:
    """R-DP-04: what an agent wrote, and later that it wrote, is kept no longer than its term."""
    table, store = unit.rules(TABLE), unit.store(PartnerMessageStore)
    store.forget_texts(kept_since(table, REFUSED, unit.today()))
    store.forget_messages(kept_since(table, ANY, unit.today()))
    unit.remind(next_midnight(unit.now()), OLD_MESSAGES)


def _read(received: Received, sender: str, handles: Mapping[str, Handle]) -> Incoming:
    content_type = received.properties.get("content_type")
    message = read_message(received.body, sender, received.routing_key, content_type)
    if message.kind not in handles:
        at_type = Problem(pointer="/type", detail="See the contract.")
        raise Invalid("unknown-type", "No such message goes this way.", [at_type])
    return message


def _reject(unit: Unit, entry: PartnerMessage, told: Rejection, body: bytes) -> None:
    """Keep the message with its reason, and tell its sender, if we know the sender."""
    entry.outcome = Outcome.REJECTED
    entry.code, entry.pointer, entry.sentence = told.code, told.pointer, told.sentence
    entry.kept = unit.seal_for("travel", {"body": body.decode("utf-8", "replace")})
    if unit.store(AgentStore).find(entry.agent) is None:
        return
    note(unit, entry.agent, MarkKind.REJECTED)
    content: dict[str, Any] = {
        "rejected_id": None if entry.message_id.startswith("sha256:") else entry.message_id,
        "code": told.code,
        "pointer": told.pointer,
        "sentence": told.sentence,
    }
    subject, fresh_id = entry.message_id, unit.new_id()
    entry.answers = [tell_agent(unit, entry.agent, REJECTED, subject, content, fresh_id)]


def take_rejection(unit: Unit, *, agent: str, rejected_id: str | None, code: str) -> None:
    """An agent could not act on what we sent: a question or an order counts as refused."""
    reference = rejected_id or ""
    if unit.store(QuoteStore).find(reference, agent):
        receive_refusal(unit, agent=agent, quote_reference=reference, reason=f"rejected_{code}")
    elif unit.store(BookingStore).is_requested(reference, agent):
        lose_booking(unit, agent=agent, booking_reference=reference, reason=f"rejected_{code}")
