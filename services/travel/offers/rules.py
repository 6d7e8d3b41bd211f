"""Which offers are allowed, which is chosen, and why: one reason per rule, one sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from services.travel.constraints.model import ESCORT, Constraints
from services.travel.offers.model import Offer


class Outcome(StrEnum):
    KEPT = "pass"
    BROKEN = "fail"
    APPROVAL = "approval"  # allowed once a person approves


@dataclass(frozen=True)
class Reason:
    """What one rule says of one offer."""

    rule: str
    outcome: Outcome
    sentence: str


class OfferLimit(Protocol):
    """A row of the table of limits."""

    agent: str
    offers_max: int


def judge(offer: Offer, wanted: Constraints, now: datetime) -> list[Reason]:
    """Hold an offer against every rule; all rules speak, also after one has failed."""
    return [
        _valid(offer, now),
        _route(offer, wanted),
        _transit(offer, wanted),
        _connections(offer, wanted),
        _escort_seats(offer, wanted),
        _services(offer, wanted),
        _minors(offer, wanted),
        _minors_notice(offer, wanted, now),
        _window(offer, wanted),
        _arrival(offer, wanted),
        _price(offer, wanted),
        _tariff(offer, wanted),
    ]


def offers_max(limits: Iterable[OfferLimit], agent: str) -> int:
    """Return how many offers an agent may make for one question; its own row goes first."""
    known = {row.agent: row.offers_max for row in limits}
    return known[agent] if agent in known else known["*"]


def is_allowed(reasons: Iterable[Reason]) -> bool:
    return all(reason.outcome is not Outcome.BROKEN for reason in reasons)


def needs_approval(reasons: Iterable[Reason]) -> bool:
    return any(reason.outcome is Outcome.APPROVAL for reason in reasons)


def best_first(offers: Iterable[Offer]) -> list[Offer]:
    """The cheapest, then the shortest, then the earliest; the id keeps a tie stable."""
    return sorted(offers, key=lambda one: (one.total_minor, one.duration, one.departs_at, one.id))


def explain(offers: Sequence[Offer]) -> list[str]:
    """Say why the first of these allowed offers, best first, was chosen."""
    best, others = offers[0], offers[1:]
    price = _money(best.total_minor, best.currency)
    sentences = [f"Chosen: the offer of {best.agent} at {price}, {_hours(best.duration)} long."]
    if not others:
        return [*sentences, "It is the only allowed offer within the tariff."]
    next_best = others[0]
    gap = next_best.total_minor - best.total_minor
    if gap:
        against = f"{_money(gap, best.currency)} less than the next, of {next_best.agent}"
        return [*sentences, f"It is the cheapest of {len(offers)} allowed offers: {against}."]
    if next_best.duration != best.duration:
        return [*sentences, "It costs the same as the next one, and the journey is shorter."]
    return [*sentences, "It costs and takes the same as the next one, and leaves earlier."]


def _valid(offer: Offer, now: datetime) -> Reason:
    until = offer.valid_until.isoformat(timespec="minutes")
    if now >= offer.valid_until:
        return Reason("offer-valid", Outcome.BROKEN, f"It expired at {until}.")
    return Reason("offer-valid", Outcome.KEPT, f"It holds until {until}.")


def _route(offer: Offer, wanted: Constraints) -> Reason:
    flights = offer.flights
    unknown = {end for one in flights for end in (one.origin, one.destination)} - set(
        wanted.country_of
    )
    if unknown:
        return Reason(
            "route", Outcome.BROKEN, f"No airport is called {', '.join(sorted(unknown))}."
        )
    ends = (flights[0].origin, flights[-1].destination)
    if ends != (wanted.origin, wanted.destination):
        return Reason("route", Outcome.BROKEN, f"It goes from {ends[0]} to {ends[1]}.")
    if any(first.destination != onward.origin for first, onward in pairwise(flights)):
        return Reason("route", Outcome.BROKEN, "A flight leaves from where the last did not land.")
    return Reason("route", Outcome.KEPT, f"It goes from {ends[0]} to {ends[1]}.")


def _transit(offer: Offer, wanted: Constraints) -> Reason:
    countries = {wanted.country_of.get(one.destination, "?") for one in offer.flights[:-1]}
    for country in sorted(countries):
        if country in wanted.forbidden_countries:
            nation = wanted.forbidden_countries[country]
            whose = "anybody" if nation == "*" else f"a national of {nation}"
            sentence = f"It changes in {country}, where {whose} needs a transit visa."
            return Reason("R-MOV-05-transit", Outcome.BROKEN, sentence)
    through = f"through {', '.join(sorted(countries))}" if countries else "without a stop"
    return Reason("R-MOV-05-transit", Outcome.KEPT, f"It flies {through}; no visa is needed.")


def _connections(offer: Offer, wanted: Constraints) -> Reason:
    for first, onward in pairwise(offer.flights):
        limits = wanted.connection_at(first.destination)
        minutes = int((onward.departs_at - first.arrives_at).total_seconds() // 60)
        if limits and not limits.minutes_min <= minutes <= limits.minutes_max:
            allowed = f"{limits.minutes_min} to {limits.minutes_max} are allowed"
            sentence = f"It leaves {minutes} minutes in {first.destination}; {allowed}."
            return Reason("R-MOV-05-connection", Outcome.BROKEN, sentence)
    return Reason("R-MOV-05-connection", Outcome.KEPT, "Every connection is long enough.")


def _escort_seats(offer: Offer, wanted: Constraints) -> Reason:
    if wanted.escort_reference is None:
        return Reason("R-MOV-06", Outcome.KEPT, "No escort is needed.")
    seats = {seat["passenger_reference"]: seat for seat in offer.content["escort_seats"]}
    seat = seats.get(wanted.escort_reference, {})
    if not seat.get("outbound") or not seat.get("return") or not offer.flights_back:
        return Reason("R-MOV-06", Outcome.BROKEN, "The escort has no seat there and back.")
    back = offer.flights_back
    if (back[0].origin, back[-1].destination) != (wanted.destination, wanted.origin):
        return Reason("R-MOV-06", Outcome.BROKEN, "The escort is not brought back home.")
    if back[0].departs_at <= offer.arrives_at:
        return Reason("R-MOV-06", Outcome.BROKEN, "The escort would fly back before arriving.")
    return Reason("R-MOV-06", Outcome.KEPT, "The escort has a seat there and back.")


def _services(offer: Offer, wanted: Constraints) -> Reason:
    confirmed = {
        (one["passenger_reference"], one["code"])
        for one in offer.content["special_services"]
        if one["confirmed"]
    }
    missing = sorted({code for who, code in wanted.services if (who, code) not in confirmed})
    if missing:
        sentence = f"Not confirmed: {', '.join(missing)}."
        return Reason("special-services", Outcome.BROKEN, sentence)
    return Reason("special-services", Outcome.KEPT, "Every special service is confirmed.")


def _minors(offer: Offer, wanted: Constraints) -> Reason:
    """R-MOV-08: a carrier takes children alone of certain ages only."""
    for carrier in sorted({flight.carrier for flight in offer.flights}):
        rule = wanted.minors_of(carrier)
        if rule and any(not rule.age_min <= age <= rule.age_max for age in wanted.ages_alone):
            ages = f"from {rule.age_min} to {rule.age_max}"
            sentence = f"{carrier} takes care of children who fly alone {ages} years old."
            return Reason("R-MOV-08", Outcome.BROKEN, sentence)
    return Reason("R-MOV-08", Outcome.KEPT, "No carrier takes care of a child it does not take.")


def _minors_notice(offer: Offer, wanted: Constraints, now: datetime) -> Reason:
    """R-MOV-08: a carrier wants to know of a child who flies alone some time before."""
    rules = [wanted.minors_of(flight.carrier) for flight in offer.flights]
    hours = max((rule.hours_before for rule in rules if rule and wanted.ages_alone), default=0)
    late = offer.departs_at - now < timedelta(hours=hours)
    sentence = f"The carrier is told at least {hours} hours before of a child who flies alone."
    return Reason("R-MOV-08-notice", Outcome.BROKEN if hours and late else Outcome.KEPT, sentence)


def _window(offer: Offer, wanted: Constraints) -> Reason:
    window = f"{wanted.not_before.isoformat()} to {wanted.not_after.isoformat()}"
    inside = wanted.not_before <= offer.departs_on <= wanted.not_after
    sentence = f"It departs on {offer.departs_on.isoformat()}; the window is {window}."
    return Reason("departure-window", Outcome.KEPT if inside else Outcome.BROKEN, sentence)


def _arrival(offer: Offer, wanted: Constraints) -> Reason:
    if wanted.arrive_by is None:
        return Reason("R-REAN-04", Outcome.KEPT, "Every travel document outlasts the journey.")
    in_time = offer.arrives_at.date() <= wanted.arrive_by
    sentence = f"A travel document ends on {wanted.arrive_by.isoformat()}."
    return Reason("R-REAN-04", Outcome.KEPT if in_time else Outcome.BROKEN, sentence)


def _price(offer: Offer, wanted: Constraints) -> Reason:
    lines = offer.content["price"]["passengers"]
    expected = sorted(one["passenger_reference"] for one in wanted.passengers)
    expected += [wanted.escort_reference] if wanted.escort_reference else []
    if sorted(line["passenger_reference"] for line in lines) != sorted(expected):
        return Reason("price", Outcome.BROKEN, "It does not price exactly those who fly.")
    if offer.currency != wanted.currency:
        sentence = f"It is in {offer.currency}; the tariff is in {wanted.currency}."
        return Reason("price", Outcome.BROKEN, sentence)
    if offer.total_minor <= 0 or sum(line["amount_minor"] for line in lines) != offer.total_minor:
        return Reason("price", Outcome.BROKEN, "The passengers' prices do not make up the total.")
    price = _money(offer.total_minor, offer.currency)
    return Reason("price", Outcome.KEPT, f"{price} in all, as the passengers' prices add up.")


def _tariff(offer: Offer, wanted: Constraints) -> Reason:
    kinds = [one["type"] for one in wanted.passengers]
    kinds += [ESCORT] if wanted.escort_reference else []
    missing = sorted({kind for kind in kinds if kind not in wanted.fares_max_minor})
    if missing:
        sentence = f"The tariff has no fare for: {', '.join(missing)}."
        return Reason("R-MOV-07", Outcome.APPROVAL, sentence)
    highest = sum(wanted.fares_max_minor[kind] for kind in kinds)
    limit = _money(highest, wanted.currency)
    if offer.total_minor > highest:
        return Reason("R-MOV-07", Outcome.APPROVAL, f"It is above the tariff of {limit}.")
    return Reason("R-MOV-07", Outcome.KEPT, f"It is within the tariff of {limit}.")


def _money(amount_minor: int, currency: str) -> str:
    return f"{currency} {amount_minor // 100}.{amount_minor % 100:02d}"


def _hours(duration: timedelta) -> str:
    hours, seconds = divmod(int(duration.total_seconds()), 3600)
    return f"{hours} h {seconds // 60:02d}"
