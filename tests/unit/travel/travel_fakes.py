"""Stand-ins for travel's stores, and a unit of work that has them. They keep, and never decide."""

from contextlib import nullcontext
from datetime import date

from services.chassis.errors import NotFound
from services.chassis.rules.rulebook import from_file
from services.travel.agents.model import Agent
from services.travel.agents.store import AgentStore
from services.travel.bookings.model import BookingStatus
from services.travel.bookings.store import LIVE, BookingStore
from services.travel.erasures.store import AgentErasureStore
from services.travel.escorts.store import EscortStore
from services.travel.letters.model import CaseLetter
from services.travel.letters.store import LetterStore
from services.travel.movements.store import MovementStore
from services.travel.offers.store import OfferStore
from services.travel.parties.store import WithdrawalStore
from services.travel.partner_messages.schemas import TABLE
from services.travel.partner_messages.store import PartnerMessageStore
from services.travel.quotes.store import QuoteStore
from services.travel.schedule_changes.store import ScheduleChangeStore
from services.travel.waits.model import OVER, REPLACEABLE
from tests.fakes import NOON, FakeUnit

CASE = "NL-2026-000001-1"

RULES = {
    TABLE: from_file("travel", TABLE),
    "transit_visas": [
        {"nationality": "*", "country": "US"},
        {"nationality": "IQ", "country": "GB"},
    ],
    "connections": [
        {"airport": "*", "party": "standard", "minutes_min": 60, "minutes_max": 720},
        {"airport": "*", "party": "assisted", "minutes_min": 90, "minutes_max": 480},
    ],
    "carrier_minors": [{"carrier": "*", "age_min": 5, "age_max": 17, "hours_before": 24}],
    "offer_limits": [{"agent": "*", "offers_max": 3}, {"agent": "polder", "offers_max": 2}],
    "fares": [
        {"country": "*", "passenger_type": kind, "amount_minor": 100_000, "currency": "EUR"}
        for kind in ("adult", "child", "infant", "unaccompanied_minor", "escort")
    ],
}


class Kept:
    """What was added, by id."""

    def __init__(self):
        self.things = {}

    def add(self, thing):
        self.things[thing.id] = thing

    def get(self, thing_id):
        if thing_id not in self.things:
            raise NotFound("no-such-thing", f"There is no {thing_id}.")
        return self.things[thing_id]

    def of_movement(self, movement_id):
        return [one for one in self.things.values() if one.movement_id == movement_id]

    def movement_of(self, reference, agent=None):
        if reference not in self.things or self.things[reference].agent != (
            agent or self.things[reference].agent
        ):
            raise NotFound("no-such-thing", f"There is no {reference}.")
        return self.things[reference].movement_id


class FakeMovements(Kept):
    read = Kept.get

    def of_case(self, case_ref):
        return [one for one in self.things.values() if one.case_ref == case_ref]

    def page(self, limit, after, **filters):
        found = [
            one
            for one in self.things.values()
            if all(getattr(one, name) == value for name, value in filters.items())
        ]
        return [one for one in found if after is None or one.id > after][:limit]

    def standing(self, *, case_ref, assignment_id):
        over = [status for status in OVER if status not in REPLACEABLE]
        mine = [
            one
            for one in self.things.values()
            if (one.case_ref, one.assignment_id) == (case_ref, assignment_id)
        ]
        return [one for one in mine if one.status not in over]


class FakeQuotes(Kept):
    def find(self, reference, agent):
        quote = self.things.get(reference)
        return quote.movement_id if quote and quote.agent == agent else None

    def open(self, movement_id, round_):
        return [one for one in self.of_movement(movement_id) if one.round == round_ and one.is_open]


class FakeOffers(Kept):
    def find(self, agent, offer_reference):
        named = ((one.agent, one.offer_reference) == (agent, offer_reference) for one in self.all())
        return any(named) or None

    def count_of_quote(self, quote_reference):
        return sum(1 for one in self.all() if one.quote_reference == quote_reference)

    def all(self):
        return list(self.things.values())


class FakeBookings(Kept):
    def __init__(self):
        super().__init__()
        self.numbers = set()

    def taken(self, numbers):
        return self.numbers & set(numbers)

    def keep_tickets(self, booking):
        self.numbers |= {ticket["ticket_number"] for ticket in booking.tickets}

    def live(self, movement_id):
        return next((one for one in self.of_movement(movement_id) if one.status in LIVE), None)

    def is_requested(self, reference, agent):
        booking = self.things.get(reference)
        return (
            booking is not None
            and booking.agent == agent
            and booking.status is BookingStatus.REQUESTED
        )


class FakeEscorts(Kept):
    def of_movement(self, movement_id):
        mine = super().of_movement(movement_id)
        return next((one for one in mine if one.is_active), None)

    def of_staff(self, staff_id, leaves_at):
        mine = [one for one in self.things.values() if one.staff_id == staff_id and one.is_active]
        return [one for one in mine if one.busy_until > leaves_at]


class FakeAgents:
    def __init__(self, *names):
        self.agents = {name: Agent(name, None, [{"kid": name}]) for name in names}
        self.marks = []

    def add(self, agent):
        self.agents[agent.name] = agent

    def find(self, name):
        return self.agents.get(name)

    held = find

    def get(self, name):
        return self.agents[name]

    def all(self):
        return list(self.agents.values())

    def active(self):
        return [one for one in self.agents.values() if one.active]

    def note(self, mark):
        self.marks.append(mark)

    def totals(self, since):  # noqa: ARG002
        found = {}
        for mark in self.marks:
            often, total = found.setdefault(mark.agent, {}).get(mark.kind, (0, 0))
            found[mark.agent][mark.kind] = (often + 1, total + mark.amount)
        return found


class FakeWithdrawals:
    def __init__(self):
        self.withdrawals = {}

    def add(self, withdrawal):
        self.withdrawals[withdrawal.subject] = withdrawal

    def hold(self, subject):
        """Nobody else is here."""

    def find(self, subject):
        return self.withdrawals.get(subject)


class FakeLetters:
    """What was heard of letters; of the usual case, that its letter was issued."""

    def __init__(self):
        self.heard = {CASE: CaseLetter(CASE, 0, settled=True, letter_id="l-1", heard_at=NOON)}

    def find(self, case_ref):
        return self.heard.get(case_ref)

    hold = find

    def keep(self, letter):
        self.heard[letter.case_ref] = letter


class FakePartnerMessages:
    def __init__(self):
        self.log = []
        self.unsent = set()

    def add(self, message):
        self.log.append(message)

    def find(self, agent, message_id):
        return [one for one in self.log if (one.agent, one.message_id) == (agent, message_id)]

    def forget_texts(self, before):
        for one in self.log:
            if one.outcome == "rejected" and one.received_at < before:
                one.kept = None

    def forget_messages(self, before):
        self.log = [one for one in self.log if one.received_at >= before]

    def waiting(self, message_ids):
        return self.unsent & set(message_ids)

    def all_or_nothing(self):
        return nullcontext()


class FakeScheduleChanges(Kept):
    def find(self, change_id):
        return self.things.get(change_id)

    def of_bookings(self, references):
        return [one for one in self.things.values() if one.booking_reference in references]


class FakeAgentErasures(Kept):
    """Keeps erasures, beside the bookings and the journeys of its unit."""

    def flown_or_ordered(self, person_id):
        return [
            (booking, traveller)
            for booking in self.bookings.things.values()
            for traveller in self.movements.get(booking.movement_id).travellers
            if traveller.person_id == person_id
        ]

    def page(self, *, status, after, limit):
        found = [one for one in self.things.values() if status is None or one.status is status]
        return [one for one in found if after is None or one.id > after][:limit]


def a_unit(*agents, **changes):
    """A unit of work of travel, with these agents registered."""
    names = agents or ("delta", "polder")
    stores = {
        MovementStore: FakeMovements(),
        QuoteStore: FakeQuotes(),
        OfferStore: FakeOffers(),
        BookingStore: FakeBookings(),
        EscortStore: FakeEscorts(),
        AgentStore: FakeAgents(*names),
        WithdrawalStore: FakeWithdrawals(),
        PartnerMessageStore: FakePartnerMessages(),
        ScheduleChangeStore: FakeScheduleChanges(),
        AgentErasureStore: FakeAgentErasures(),
        LetterStore: FakeLetters(),
    }
    stores[AgentErasureStore].bookings = stores[BookingStore]
    stores[AgentErasureStore].movements = stores[MovementStore]
    return FakeUnit(stores=stores, rules=RULES, roles=("movement_officer",), **changes)


def posted(unit, kind):
    """What was sent to agents of one type."""
    return [one for one in unit.posted if one.type == kind]


MAY_11, MAY_20 = date(2026, 5, 11), date(2026, 5, 20)
