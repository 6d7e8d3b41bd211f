"""Journeys pushed about at random: each says what it waits for, and before boarding all undo.

SEED=n repeats a run.
"""

import os

from hypothesis import HealthCheck, seed
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from travel_builders import a_child_alone, a_minor, an_adult
from travel_storm import PENALTY_ABOVE, PENALTY_NAMED, Storm

from services.travel.bookings.model import BOOKING, BookingStatus
from services.travel.bookings.store import LIVE
from services.travel.escorts.store import EscortStore
from services.travel.travellers.model import TravellerStatus
from services.travel.waits.model import MOVEMENT, Status
from tests.examples import examples

SEED = int(os.environ.get("SEED", "20261124"))
BRIEF = examples(
    15,
    stateful_step_count=25,
    database=None,
    suppress_health_check=list(HealthCheck),
)
CHEAP, DEAR, NOTHING = 40_000, 150_000, 0
GONE = {TravellerStatus.DEPARTED, TravellerStatus.ARRIVED}
OPEN = {BookingStatus.REQUESTED, BookingStatus.CANCEL_REQUESTED}
UNDONE = {BookingStatus.FAILED, BookingStatus.CANCELLED}


class AJourney(RuleBasedStateMachine):
    party = (an_adult(),)

    def __init__(self):
        super().__init__()
        self.storm = Storm(*self.party)

    @initialize(steps=st.integers(0, 4))
    def begin(self, steps):
        """Journeys begin anywhere before the day, so that all of their life is tried."""
        for _ in range(steps):
            self.onward()

    @rule()
    def onward(self):
        """Do what the journey waits for."""
        status, storm = self.storm.movement.status, self.storm
        if status is Status.QUOTING:
            storm.answers("delta", CHEAP)
            storm.answers("polder", CHEAP + 1)
        elif status is Status.CHOSEN:
            storm.names_escort()
        elif status is Status.BOOKING:
            storm.tickets_come(self.newest())
        elif status is Status.BOOKED:
            storm.signs()

    def newest(self):
        return self.storm.bookings[-1]

    @rule(agent=st.sampled_from(["delta", "polder"]), price=st.sampled_from([CHEAP, DEAR, NOTHING]))
    def an_agent_answers(self, agent, price):
        self.storm.answers(agent, price)

    @rule()
    def time_passes(self):
        self.storm.time_passes()

    @rule()
    def the_officer_asks_again(self):
        self.storm.asks_again()

    @rule(active=st.booleans())
    def a_contract_ends_or_begins(self, active):
        self.storm.contract(active=active)

    @rule()
    def the_officer_chooses(self):
        self.storm.chooses()

    @precondition(lambda self: self.storm.bookings)
    @rule(what=st.sampled_from(["tickets_come", "price_changes"]))
    def the_agent_answers_the_order(self, what):
        if self.newest().status in OPEN and self.newest().record_locator is None:
            getattr(self.storm, what)(self.newest())

    @precondition(lambda self: self.storm.bookings)
    @rule()
    def the_seats_are_gone(self):
        """Said of tickets that were issued it is refused: their money must come back."""
        if self.newest().status in OPEN:
            self.storm.fails(self.newest(), "no_seats")

    @precondition(lambda self: self.storm.bookings)
    @rule(
        options=st.sampled_from([["accept"], ["accept", "refund"]]),
        hours=st.sampled_from([2, None]),
    )
    def a_flight_is_moved(self, options, hours):
        self.storm.flight_moves(self.newest(), options, hours)

    @rule()
    def the_officer_books_anew(self):
        self.storm.books_anew()

    @precondition(lambda self: self.storm.bookings)
    @rule(number=st.integers(0, 9), penalty=st.sampled_from([PENALTY_NAMED, PENALTY_ABOVE]))
    def an_agent_says_what_comes_back(self, number, penalty):
        booking = self.storm.bookings[number % len(self.storm.bookings)]
        if booking.cancellation_reference and booking.record_locator:
            self.storm.refunds(booking, penalty)

    @precondition(lambda self: self.storm.bookings)
    @rule()
    def the_agents_do_their_part(self):
        self.storm.agents_put_back()

    @rule(number=st.integers(0, 2), outcome=st.sampled_from(["departed", "no_show"]))
    def somebody_boards_or_stays(self, number, outcome):
        self.storm.boards(number, outcome)

    @rule(sure=st.integers(0, 9))
    def the_person_withdraws(self, sure):
        if sure == 0:
            self.storm.withdraws()

    @invariant()
    def everything_says_what_it_waits_for_who_must_act_and_by_when(self):
        movement = self.storm.movement
        for machine, one in (
            (MOVEMENT, movement),
            *((BOOKING, one) for one in self.storm.bookings),
        ):
            said = (one.waits_for, one.owner, one.due_at)
            assert all(said) or (machine.final(one.status) and not any(said)), one.status

    @invariant()
    def one_booking_lives_at_most(self):
        assert sum(one.status in LIVE for one in self.storm.bookings) <= 1

    @invariant()
    def who_is_booked_has_tickets_and_nobody_flies_without_an_escort_who_is_needed(self):
        """R-UAM-05."""
        movement = self.storm.movement
        if movement.status in {Status.BOOKED, Status.RULES_BROKEN}:
            [live] = [one for one in self.storm.bookings if one.status in LIVE]
            assert live.status is BookingStatus.CONFIRMED
            assert live.record_locator
        if movement.status in {Status.BOOKING, Status.BOOKED, Status.RULES_BROKEN}:
            escort = self.storm.unit.store(EscortStore).of_movement(movement.id)
            assert bool(escort) is movement.escort_required

    @invariant()
    def nobody_departs_who_did_not_sign(self):
        for one in self.storm.movement.travellers:
            assert one.status not in GONE or one.declared_at

    def teardown(self):
        """Withdrawal from any state before boarding ends in everything put back (R-REAN-15)."""
        storm = self.storm
        if any(one.status in GONE for one in storm.movement.travellers):
            return
        storm.withdraws()
        for _ in range(3):
            storm.agents_put_back()
        assert storm.movement.status is Status.CANCELLED
        assert {one.status for one in storm.bookings} <= UNDONE
        assert storm.unit.store(EscortStore).of_movement(storm.movement.id) is None
        assert storm.movement.waits_for is None
        self.every_ticket_came_back_but_for_its_penalty()

    def every_ticket_came_back_but_for_its_penalty(self):
        sums = {"ticket": 0, "refund": 0, "penalty": 0}
        for fact in self.storm.unit.published:
            if fact.name == "travel_cost_recorded":
                sums[fact.kind] += fact.amount_minor
        assert sums["ticket"] == sums["refund"] + sums["penalty"]


class AFamilysJourney(AJourney):
    party = (an_adult(), a_minor())


class AnEscortedJourney(AJourney):
    party = (a_child_alone(),)


def driven(machine):
    case = seed(SEED)(machine).TestCase
    case.settings = BRIEF
    return case


TestAJourneyOverTime = driven(AJourney)
TestAFamilysJourneyOverTime = driven(AFamilysJourney)
TestAnEscortedJourneyOverTime = driven(AnEscortedJourney)
