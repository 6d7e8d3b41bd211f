"""The promises of the protocol, each as a small conversation that shows whether it is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc.jwk import ECKey

from partner_kit.conformance import journeys, orders
from partner_kit.conformance.orders import Event, Route
from partner_kit.conformance.talk import Broken, Talk

PARTY = ("P1", "E1")


@dataclass(frozen=True)
class Trial:
    """One agent on trial: how to talk with it, what to ask, and the key that it registered."""

    talk: Talk
    route: Route
    key: ECKey
    now: Callable[[], datetime]

    def quote(self, **other: Any) -> Event:
        """Return a fresh request for a quote."""
        return orders.quote(self.route, self.now(), **other)

    def offer(self, **other: Any) -> dict[str, Any]:
        """Ask for an offer and return it."""
        return self.talk.expect(self.quote(**other), "quote_offered.v1")

    def order(self, offer: dict[str, Any], **other: Any) -> Event:
        """Return the order of an offer for two people who can get a ticket."""
        people = [orders.person(reference) for reference in PARTY]
        return orders.booking(offer, orders.seal(people, self.key), **other)

    def booked(self) -> dict[str, Any]:
        """Return a fresh booking."""
        return self.talk.expect(self.order(self.offer()), "booking_confirmed.v1")


def offers_what_was_asked(trial: Trial) -> None:
    """An offer keeps the request: days, airports, times, prices, services, escorts."""
    asked = trial.quote()
    offer = trial.talk.expect(asked, "quote_offered.v1")
    _none(journeys.faults_of_offer(asked["data"], offer))
    if datetime.fromisoformat(offer["valid_until"]) <= trial.now():
        raise Broken("The offer had expired when it came.")


def avoids_forbidden_countries(trial: Trial) -> None:
    """An offer changes planes in no country that was forbidden."""
    seen = journeys.countries(trial.offer()["itinerary"])
    asked = trial.quote(forbidden_transit_countries=sorted(seen))
    answer = trial.talk.ask(asked)
    if answer["type"] == "quote_offered.v1":
        _none(journeys.faults_of_offer(asked["data"], answer["data"]))


def answers_a_repeated_message_as_the_first_time(trial: Trial) -> None:
    """A message that comes twice has one effect, and the same answer."""
    asked = trial.quote()
    if trial.talk.ask(asked) != trial.talk.ask(asked):
        raise Broken("The second answer differs from the first.")


def rejects_an_id_that_was_used(trial: Trial) -> None:
    """Another message under a used id is rejected with `id_reused`."""
    asked = trial.quote()
    trial.talk.ask(asked)
    trial.talk.expect_rejection({**trial.quote(), "id": asked["id"]}, "id_reused")


def survives_what_is_not_json(trial: Trial) -> None:
    """A message that cannot be read stops nothing: the next one is answered."""
    trial.talk.send_bytes(b"{ this is not JSON", "quote_requested.v1")
    trial.talk.ask(trial.quote())


def rejects_an_unknown_type(trial: Trial) -> None:
    """A type that it does not know is rejected with `unknown_type`."""
    question = orders.event("tea_requested", {"sugar": True}, "T-1", trial.now())
    trial.talk.expect_rejection(question, "unknown_type")


def rejects_what_makes_no_sense(trial: Trial) -> None:
    """A request without passengers is rejected with `invalid`."""
    trial.talk.expect_rejection(trial.quote(passengers=[], escorts=[]), "invalid")


def books_and_issues_tickets(trial: Trial) -> None:
    """A booking has a ticket for everybody, with a true check digit, at the price of the offer."""
    offer = trial.offer()
    booked = trial.talk.expect(trial.order(offer), "booking_confirmed.v1")
    if sorted(one["passenger_reference"] for one in booked["tickets"]) != sorted(PARTY):
        raise Broken("There is not one ticket for each passenger and each escort.")
    for ticket in booked["tickets"]:
        number = ticket["ticket_number"]
        if int(number[:12]) % 7 != int(number[12]):
            raise Broken(f"The check digit of {number} is wrong.")
    if booked["price"] != offer["price"]:
        raise Broken("The price is another than that of the offer.")


def books_once(trial: Trial) -> None:
    """The same order in another message is the same booking, with the same tickets."""
    order = trial.order(trial.offer())
    first = trial.talk.expect(order, "booking_confirmed.v1")
    fresh_id = trial.quote()["id"]
    again = trial.talk.expect({**order, "id": fresh_id}, "booking_confirmed.v1")
    if again["tickets"] != first["tickets"]:
        raise Broken("The same order was booked twice.")


def refuses_passengers_who_are_missing(trial: Trial) -> None:
    """An order for fewer passengers than the offer has fails with `invalid_passenger`."""
    alone = orders.seal([orders.person("P1")], trial.key)
    _fails(trial, orders.booking(trial.offer(), alone), "invalid_passenger")


def refuses_a_passenger_without_a_name(trial: Trial) -> None:
    """An order for a passenger without a name fails with `invalid_passenger`."""
    people = [orders.person("P1", family_name=""), orders.person("E1")]
    order = orders.booking(trial.offer(), orders.seal(people, trial.key))
    _fails(trial, order, "invalid_passenger")


def rejects_what_was_sealed_for_another(trial: Trial) -> None:
    """Passengers that its key does not open are rejected, and nothing is booked."""
    stranger = ECKey.generate_key("P-256", auto_kid=True)
    sealed = orders.seal([orders.person(reference) for reference in PARTY], stranger)
    trial.talk.expect_rejection(orders.booking(trial.offer(), sealed), "invalid")


def fails_an_offer_that_is_gone(trial: Trial) -> None:
    """An order of an offer that does not exist any more fails with `offer_expired`."""
    _fails(trial, trial.order({"offer_reference": "long-gone"}), "offer_expired")


def cancels_at_the_quoted_price(trial: Trial) -> None:
    """A cancellation is quoted, refuses another amount, and is done once the quote is accepted."""
    booked = trial.booked()
    asked = {"cancellation_reference": "X-1"}
    reference = booked["booking_reference"]
    question = orders.about_booking("cancellation_requested", reference, **asked)
    quoted = trial.talk.expect(question, "cancellation_quoted.v1")
    if quoted["refund_minor"] != booked["price"]["total_minor"] - quoted["penalty_minor"]:
        raise Broken("The refund is not the price less the penalty.")
    terms = {name: quoted[name] for name in ("currency", "penalty_minor", "refund_minor")}
    wrong = {**terms, "refund_minor": terms["refund_minor"] + 1}
    for refund, name in ((wrong, "message_rejected.v1"), (terms, "cancellation_confirmed.v1")):
        content = {**asked, "accepted_refund": refund}
        trial.talk.expect(
            orders.about_booking("cancellation_confirmed", reference, **content), name
        )
    trial.talk.expect_rejection(
        orders.about_booking("cancellation_requested", reference, cancellation_reference="X-2"),
        "wrong_state",
    )


def changes_at_the_quoted_price(trial: Trial) -> None:
    """A change is quoted, and done with new tickets once the quote is accepted."""
    booked = trial.booked()
    reference = booked["booking_reference"]
    asked = {"change_reference": "C-1"}
    days = {"earliest_departure": trial.route.earliest, "latest_departure": trial.route.latest}
    question = orders.about_booking("change_requested", reference, **asked, **days)
    quoted = trial.talk.expect(question, "change_quoted.v1")
    price = {"currency": quoted["currency"], "total_minor": quoted["total_minor"]}
    order = orders.about_booking("change_confirmed", reference, **asked, accepted_price=price)
    changed = trial.talk.expect(order, "change_confirmed.v1")
    if changed["itinerary"] != quoted["itinerary"]:
        raise Broken("The change is another than the one that was quoted.")
    if {one["ticket_number"] for one in changed["tickets"]} & {
        one["ticket_number"] for one in booked["tickets"]
    }:
        raise Broken("A ticket of before the change is still in use.")


def confirms_an_erasure(trial: Trial) -> None:
    """A passenger is forgotten when asked, also of a booking that is not there any more."""
    for reference in (trial.booked()["booking_reference"], "B-long-gone"):
        asked = orders.erasure(reference, ["P1"], trial.now())
        trial.talk.expect(asked, "erasure_confirmed.v1")


PROMISES: tuple[Callable[[Trial], None], ...] = (
    offers_what_was_asked,
    avoids_forbidden_countries,
    answers_a_repeated_message_as_the_first_time,
    rejects_an_id_that_was_used,
    survives_what_is_not_json,
    rejects_an_unknown_type,
    rejects_what_makes_no_sense,
    books_and_issues_tickets,
    books_once,
    refuses_passengers_who_are_missing,
    refuses_a_passenger_without_a_name,
    rejects_what_was_sealed_for_another,
    fails_an_offer_that_is_gone,
    cancels_at_the_quoted_price,
    changes_at_the_quoted_price,
    confirms_an_erasure,
)


def _fails(trial: Trial, order: Event, reason: str) -> None:
    content = trial.talk.expect(order, "booking_failed.v1")
    if content["reason"] != reason:
        raise Broken(f"It failed with {content['reason']} and not with {reason}.")


def _none(faults: list[str]) -> None:
    if faults:
        raise Broken(" ".join(faults))
