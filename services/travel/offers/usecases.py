"""Taking the agents' offers, and choosing among them."""

from __future__ import annotations

from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.unit import Unit
from services.travel.agents.model import MarkKind
from services.travel.agents.usecases import note
from services.travel.bookings.usecases import lock_booking, request_booking
from services.travel.constraints.usecases import constraints_of, rule_versions
from services.travel.movements.model import Movement
from services.travel.movements.store import MovementStore
from services.travel.movements.usecases import tell
from services.travel.offers import rules
from services.travel.offers.model import Offer, OfferStatus
from services.travel.offers.store import OfferStore
from services.travel.quotes import usecases as quotes
from services.travel.quotes.model import QuoteRequest, QuoteStatus
from services.travel.waits.model import Status

# A lost offer makes us ask again by ourselves, but not for ever: then a person decides.
ROUNDS_MAX = 3


def receive_offer(unit: Unit, *, agent: str, offered: dict[str, Any], content: Any) -> None:
    """Keep an offer, and choose when it was the last that was waited for."""
    store = unit.store(OfferStore)
    movement, quote = quotes.lock_quote(unit, agent, offered["quote_reference"])
    _refuse_unwanted(unit, movement, quote, offered["offer_reference"])
    quotes.note_answer(unit, quote, QuoteStatus.OFFERED)
    store.add(
        Offer(
            id=unit.new_id(),
            movement_id=movement.id,
            quote_reference=quote.id,
            round=quote.round,
            agent=agent,
            offer_reference=offered["offer_reference"],
            received_at=unit.now(),
            valid_until=offered["valid_until"],
            currency=offered["price"]["currency"],
            total_minor=offered["price"]["total_minor"],
            content=content,
        )
    )
    _choose_if_all_answered(unit, movement)


def receive_refusal(unit: Unit, *, agent: str, quote_reference: str, reason: str) -> None:
    """Note that an agent has no offer, and choose when it was the last that was waited for."""
    movement, quote = quotes.lock_quote(unit, agent, quote_reference)
    quotes.note_answer(unit, quote, QuoteStatus.REFUSED, reason)
    _choose_if_all_answered(unit, movement)


def close_round(unit: Unit, *, movement_id: str) -> None:
    """The time to answer has passed: choose among what came."""
    movement = unit.store(MovementStore).get(movement_id)
    if movement.status is not Status.QUOTING or unit.now() < (movement.due_at or unit.now()):
        return
    quotes.close_unanswered(unit, movement)
    choose(unit, movement)


def choose(unit: Unit, movement: Movement, *, asking_again_helps: bool = False) -> None:
    """Judge every offer of the round and take the best; tell why, or ask again, or ask a person."""
    now = unit.now()
    offers = _candidates(unit, movement)
    judge_all(unit, movement, offers)
    allowed = [offer for offer in offers if offer.allowed]
    within = rules.best_first(offer for offer in allowed if not offer.above_tariff)
    lapsed = any(_only_expired(offer) for offer in offers)
    if within:
        _note_prices(unit, within)
        take(unit, movement, within[0], chosen_by="rules", why=rules.explain(within))
    elif allowed:
        movement.find_dear(now)
    elif (asking_again_helps or lapsed) and movement.quote_round < ROUNDS_MAX:
        quotes.ask_agents(unit, movement)
        return
    else:
        movement.find_nothing(now)
    tell(unit, movement, movement.quoted(len(offers), len(allowed)))
    if within:
        go_on(unit, movement)


def take(unit: Unit, movement: Movement, offer: Offer, *, chosen_by: str, why: list[str]) -> None:
    """Make an offer the chosen one, with who chose it and why."""
    chosen = offer.choose()
    movement.choose(
        unit.now(),
        chosen,
        {
            "offer_id": offer.id,
            "chosen_by": chosen_by,
            "explanation": why,
            "rule_versions": rule_versions(unit),
        },
    )
    note(unit, offer.agent, MarkKind.WON)


def choose_offer(unit: Unit, *, movement_id: str, offer_id: str, reason: str) -> Movement:
    """An officer takes an allowed offer: another one, one above the tariff, or a new price."""
    movement = unit.store(MovementStore).get(movement_id)
    unit.expects(movement.version)
    offer = unit.store(OfferStore).get(offer_id)
    if offer.movement_id != movement.id or offer.round != movement.quote_round:
        raise Invalid("not-offered", "This offer was not made for this movement, or is superseded.")
    if offer.status is OfferStatus.LOST:
        raise Conflict("offer-lost", f"This offer can no longer be had: {offer.lost_reason}.")
    judge_all(unit, movement, [offer])
    if not offer.allowed:
        broken = [one["sentence"] for one in offer.reasons if one["outcome"] == "fail"]
        raise Conflict("not-allowed", f"This offer is not allowed. {' '.join(broken)}")
    take(unit, movement, offer, chosen_by=unit.principal.subject, why=[reason])
    received = _candidates(unit, movement)
    allowed = sum(1 for one in received if one.allowed)
    tell(unit, movement, movement.quoted(len(received), allowed))
    go_on(unit, movement)
    return movement


def go_on(unit: Unit, movement: Movement) -> None:
    """Book at once when nobody else must be named first."""
    if movement.escort_required and not movement.escort_named:
        return
    request_booking(unit, movement)
    tell(unit, movement)


def choose_again(unit: Unit, movement: Movement, reason: str) -> None:
    """The chosen offer is gone: take the next of another agent, else ask again."""
    offer = unit.store(OfferStore).get(str(movement.offer_id))
    offer.lose(reason)
    note(unit, offer.agent, MarkKind.FAILED)
    movement.lose(unit.now())
    choose(unit, movement, asking_again_helps=True)


def lose_booking(
    unit: Unit,
    *,
    agent: str,
    booking_reference: str,
    reason: str,
    new_price: dict[str, Any] | None = None,
) -> None:
    """An order failed: a person decides on a new price, the rules on everything else."""
    movement, booking = lock_booking(unit, agent, booking_reference)
    booking.fail(unit.now(), reason)
    if movement.status is Status.CANCELLING:
        tell(unit, movement, movement.cancel(unit.now()))
    elif reason == "price_changed" and new_price is not None:
        unit.store(OfferStore).get(booking.offer_id).take_price(new_price)
        movement.change_price(unit.now())
        tell(unit, movement)
    else:
        choose_again(unit, movement, reason)


def judge_all(unit: Unit, movement: Movement, offers: list[Offer]) -> None:
    """Hold offers against the rules of today, and keep what they said."""
    wanted = constraints_of(unit, movement)
    for offer in offers:
        reasons = rules.judge(offer, wanted, unit.now())
        offer.allowed = rules.is_allowed(reasons)
        offer.above_tariff = rules.needs_approval(reasons)
        offer.reasons = [
            {"rule": one.rule, "outcome": str(one.outcome), "sentence": one.sentence}
            for one in reasons
        ]


def _candidates(unit: Unit, movement: Movement) -> list[Offer]:
    """The offers of this round that can be had, of agents that did not lose one already."""
    offers = [
        offer
        for offer in unit.store(OfferStore).of_movement(movement.id)
        if offer.round == movement.quote_round
    ]
    lost = {offer.agent for offer in offers if offer.status is OfferStatus.LOST}
    return [offer for offer in offers if offer.agent not in lost]


def _refuse_unwanted(
    unit: Unit, movement: Movement, quote: QuoteRequest, offer_reference: str
) -> None:
    """Refuse an offer that nobody waits for, came before, or is one too many."""
    if movement.is_over or movement.status is Status.CANCELLING:
        raise Conflict("not-wanted", "This journey needs no offers any more.")
    store = unit.store(OfferStore)
    if store.find(quote.agent, offer_reference) is not None:
        raise Conflict("offer-known", "This offer reference was used before.")
    most = rules.offers_max(unit.rules("offer_limits").on(unit.today()), quote.agent)
    if store.count_of_quote(quote.id) >= most:
        raise Conflict("too-many-offers", f"You may make {most} offers for one question.")


def _choose_if_all_answered(unit: Unit, movement: Movement) -> None:
    if movement.status is Status.QUOTING and not quotes.unanswered(unit, movement):
        choose(unit, movement)


def _only_expired(offer: Offer) -> bool:
    broken = [reason["rule"] for reason in offer.reasons if reason["outcome"] == "fail"]
    return broken == ["offer-valid"]


def _note_prices(unit: Unit, best_first: list[Offer]) -> None:
    cheapest = best_first[0].total_minor
    for offer in best_first:
        note(unit, offer.agent, MarkKind.OFFERED, 100 * offer.total_minor // cheapest)
