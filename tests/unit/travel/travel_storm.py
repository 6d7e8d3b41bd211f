"""A journey that agents, officers and travellers push about: each act is tried, and may be refused.

`agents_put_back` lets the agents do their part of a cancellation, as honest ones would.
"""

from datetime import timedelta

from travel_builders import movements, opened
from travel_fakes import a_unit
from travel_steps import ESCORT, offer, quotes_of, refuse

from services.chassis.errors import Refusal
from services.travel.agents.store import AgentStore
from services.travel.bookings.model import BookingStatus, Refund
from services.travel.bookings.store import BookingStore
from services.travel.cancellations import usecases as cancellations
from services.travel.cancellations.rules import paid_for
from services.travel.departures import usecases as departures
from services.travel.escorts import usecases as escorts
from services.travel.offers import usecases as offers
from services.travel.offers.model import OfferStatus
from services.travel.offers.store import OfferStore
from services.travel.parties import usecases as parties
from services.travel.quotes import usecases as quotes
from services.travel.schedule_changes import usecases as schedule_changes
from services.travel.travellers.model import Evidence, TravellerStatus
from services.travel.travellers.rules import ESCORT_REFERENCE
from services.travel.waits.model import Status

CASE = "NL-2026-000001-1"
PENALTY_NAMED, PENALTY_ABOVE = 9_000, 20_000
VALID = timedelta(hours=20)
TO_BOARD = {TravellerStatus.EXPECTED, TravellerStatus.DECLARED}


class Storm:
    """One party, its movements, and everything that can happen to the newest."""

    def __init__(self, *party):
        self.unit, self.tickets, self.notices = a_unit(), 0, 0
        opened(self.unit, *party)

    @property
    def movement(self):
        return movements(self.unit)[-1]

    @property
    def bookings(self):
        return list(self.unit.store(BookingStore).things.values())

    @property
    def references(self):
        mine = [one.reference for one in self.movement.travellers]
        return (*mine, ESCORT_REFERENCE) if self.movement.escort_required else tuple(mine)

    def tried(self, act, **more):
        """Do it or be refused; the database would roll back what a refusal leaves half done."""
        try:
            act(self.unit, **more)
        except Refusal:
            return False
        return True

    # What agents do.

    def answers(self, agent, price_minor):
        quote = quotes_of(self.unit, self.movement).get(agent)
        if quote is None or not quote.is_open or self.movement.status is not Status.QUOTING:
            return
        if price_minor:
            valid_until = (self.unit.clock + VALID).isoformat()
            named = {"references": self.references, "price_minor": price_minor}
            offer(self.unit, quote, valid_until=valid_until, **named)
        else:
            refuse(self.unit, quote)

    def tickets_come(self, booking):
        if booking.record_locator is not None:
            return
        numbers = [self._ticket_number() for _ in booking.references]
        tickets = [
            {"passenger_reference": one, "ticket_number": number}
            for one, number in zip(booking.references, numbers, strict=True)
        ]
        self.tried(
            schedule_changes.take_tickets,
            agent=booking.agent,
            booking_reference=booking.id,
            record_locator=f"LOC{self.tickets:03d}",
            tickets=tickets,
            price=self.offer_of(booking).content["price"],
            ticketing_time_limit=booking.requested_at + timedelta(days=1),
        )

    def _ticket_number(self):
        self.tickets += 1
        first = 75_001_000_000 + self.tickets
        return f"{first:012d}{first % 7}"

    def offer_of(self, booking):
        return self.unit.store(OfferStore).get(booking.offer_id)

    def fails(self, booking, reason, new_price=None):
        named = {"agent": booking.agent, "booking_reference": booking.id, "reason": reason}
        self.tried(offers.lose_booking, new_price=new_price, **named)

    def price_changes(self, booking):
        old = self.offer_of(booking).content["price"]
        lines = [line | {"amount_minor": line["amount_minor"] + 100} for line in old["passengers"]]
        total = sum(line["amount_minor"] for line in lines)
        self.fails(booking, "price_changed", old | {"total_minor": total, "passengers": lines})

    def flight_moves(self, booking, options, hours):
        self.notices += 1
        last = self.offer_of(booking).content["itinerary"][-1]
        later = last | {"destination": "THR"} if hours is None else _later(last, hours)
        self.tried(
            schedule_changes.take_schedule_change,
            agent=booking.agent,
            booking_reference=booking.id,
            notice_reference=f"S-{self.notices}",
            removed_segments=[last],
            added_segments=[later],
            options=options,
            answer_by=self.unit.clock,
        )

    def refunds(self, booking, penalty_minor):
        paid = paid_for(self.offer_of(booking), booking.leaving)
        penalty = min(penalty_minor, paid)
        self.tried(
            cancellations.take_refund,
            agent=booking.agent,
            booking_reference=booking.id,
            cancellation_reference=booking.cancellation_reference,
            paid_minor=paid,
            refund=Refund("EUR", penalty, paid - penalty),
        )

    def closes(self, booking):
        self.tried(
            cancellations.close_cancellation,
            agent=booking.agent,
            booking_reference=booking.id,
            cancellation_reference=booking.cancellation_reference,
            refund=Refund("EUR", booking.penalty_minor, booking.refund_minor),
        )

    def agents_put_back(self):
        """Every cancellation is carried through, and what nobody ticketed cannot be had."""
        for booking in self.bookings:
            if booking.status is BookingStatus.CANCEL_REQUESTED and booking.record_locator is None:
                self.fails(booking, "no_seats")
            if booking.status is BookingStatus.CANCEL_REQUESTED:
                self.refunds(booking, PENALTY_NAMED)
            if booking.status is BookingStatus.PENALTY_QUESTIONED:
                self.accepts_penalty(booking)
            if booking.status is BookingStatus.CANCEL_ACCEPTED:
                self.closes(booking)

    # What officers and the clock do.

    def time_passes(self):
        if self.movement.status is Status.QUOTING:
            self.unit.clock = max(self.unit.clock, self.movement.due_at)
            offers.close_round(self.unit, movement_id=self.movement.id)

    def asks_again(self):
        self.tried(quotes.ask_again, movement_id=self.movement.id)

    def contract(self, *, active):
        self.unit.store(AgentStore).agents["delta"].active = active

    def chooses(self):
        if self.movement.status not in {Status.OVER_TARIFF, Status.PRICE_CHANGED}:
            return
        for one in self.unit.store(OfferStore).of_movement(self.movement.id):
            named = {"movement_id": self.movement.id, "offer_id": one.id, "reason": "The best."}
            mine = one.round == self.movement.quote_round and one.status is not OfferStatus.LOST
            if mine and one.allowed and self.tried(offers.choose_offer, **named):
                return

    def names_escort(self):
        if self.movement.status is Status.CHOSEN and self.movement.escort_required:
            named = {"kind": "social", "staff_id": f"staff-{self.unit.new_id()}"}
            self.tried(escorts.name_escort, movement_id=self.movement.id, details=ESCORT, **named)

    def books_anew(self):
        self.tried(schedule_changes.rebook, movement_id=self.movement.id)

    def accepts_penalty(self, booking):
        named = {"movement_id": booking.movement_id, "booking_reference": booking.id}
        self.tried(cancellations.accept_penalty, reason="The airline's own rule.", **named)

    def withdraws(self):
        parties.withdraw(self.unit, case_ref=CASE, assignment_id=None, reason_code="withdrawn")

    # What travellers do.

    def signs(self):
        if self.movement.status is Status.BOOKED:
            for one in self.movement.travellers:
                named = {"movement_id": self.movement.id, "person_id": one.person_id}
                self.tried(departures.declare_departure, signed_at=self.unit.clock, **named)

    def boards(self, number, outcome):
        one = self.movement.travellers[number % len(self.movement.travellers)]
        if self.movement.status is Status.BOOKED and one.status in TO_BOARD:
            self.tried(
                departures.record_boarding,
                movement_id=self.movement.id,
                person_id=one.person_id,
                outcome=TravellerStatus(outcome),
                at=self.unit.clock,
                evidence=Evidence.STAFF,
            )


def _later(segment, hours):
    moved = {}
    for name in ("departs_at", "arrives_at"):
        day, _, clock = segment[name].partition("T")
        hour = int(clock[:2]) + hours
        moved[name] = f"{day}T{hour:02d}{clock[2:]}"
    return segment | moved
