"""The stores and their stand-ins answer alike, and the migrations make what the code declares."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from services.chassis.errors import NotFound
from services.chassis.ids import new_id
from services.chassis.migrate import metadata_of
from services.chassis.settings import with_psycopg2
from services.chassis.tables import outbox
from services.travel.agents.model import Agent, Mark, MarkKind
from services.travel.agents.store import AgentStore
from services.travel.bookings.model import Booking, BookingStatus
from services.travel.bookings.store import BookingStore
from services.travel.escorts.model import Escort
from services.travel.escorts.store import EscortStore
from services.travel.letters.model import CaseLetter
from services.travel.letters.store import LetterStore
from services.travel.movements.model import Movement
from services.travel.movements.store import MovementStore
from services.travel.offers.model import Offer
from services.travel.offers.store import OfferStore
from services.travel.parties.model import Withdrawal
from services.travel.parties.store import WithdrawalStore
from services.travel.partner_messages.model import Outcome, PartnerMessage
from services.travel.partner_messages.store import PartnerMessageStore
from services.travel.quotes.model import QuoteRequest
from services.travel.quotes.store import QuoteStore
from services.travel.schedule_changes.model import Answer, ScheduleChange
from services.travel.schedule_changes.store import ScheduleChangeStore
from services.travel.travellers.model import PersonType, Traveller
from services.travel.waits.model import Status
from tests.fakes import NOON
from tests.unit.travel import travel_fakes as fakes

FAKES = {
    MovementStore: fakes.FakeMovements,
    QuoteStore: fakes.FakeQuotes,
    OfferStore: fakes.FakeOffers,
    BookingStore: fakes.FakeBookings,
    EscortStore: fakes.FakeEscorts,
    AgentStore: fakes.FakeAgents,
    WithdrawalStore: fakes.FakeWithdrawals,
    PartnerMessageStore: fakes.FakePartnerMessages,
    ScheduleChangeStore: fakes.FakeScheduleChanges,
    LetterStore: fakes.FakeLetters,
}


@pytest.fixture(scope="module")
def engine(database):
    uri = with_psycopg2(database("travel").uri, "HOMEWARD_DB_TRAVEL")
    opened = create_engine(uri)
    yield opened
    opened.dispose()


@pytest.fixture(params=["real", "fake"])
def store(request, engine):
    """Return how to get a store, of either sort, in one transaction."""
    if request.param == "fake":
        kept = {}
        yield lambda kind: kept.setdefault(kind, FAKES[kind]())
        return
    with Session(engine) as session:
        unit = SimpleNamespace(session=session, outgoing=[], reminders=[])
        yield lambda kind: kind(unit)


def a_movement(**changes):
    movement_id = new_id()
    usual = {
        "id": movement_id,
        "case_ref": f"NL-{movement_id}",
        "assignment_id": None,
        "origin_airport": "AMS",
        "destination_airport": "BGW",
        "destination_country": "IQ",
        "not_before": fakes.MAY_11,
        "not_after": fakes.MAY_20,
        "escort_required": False,
        "opened_at": NOON,
        "travellers": [Traveller(new_id(), movement_id, 1, PersonType.ADULT, b"sealed")],
    }
    return Movement(**(usual | changes))


def test_a_movement_is_found_by_id_and_by_case(store):
    movement = a_movement()
    store(MovementStore).add(movement)

    assert store(MovementStore).get(movement.id) is movement
    assert store(MovementStore).read(movement.id) is movement
    assert store(MovementStore).of_case(movement.case_ref) == [movement]
    for look in (store(MovementStore).get, store(MovementStore).read):
        with pytest.raises(NotFound):
            look("none")


@pytest.mark.parametrize(
    ("status", "stands"), [("quoting", True), ("no_show", True), ("cancelled", False)]
)
def test_what_stands_of_a_case_is_what_may_still_be_undone_or_replaced(store, status, stands):
    movement = a_movement(status=Status(status))
    store(MovementStore).add(movement)

    found = store(MovementStore).standing(case_ref=movement.case_ref, assignment_id=None)

    assert (found == [movement]) is stands


def test_an_assignments_movement_is_found_by_the_assignment(store):
    movement = a_movement(case_ref=None, assignment_id=new_id())
    store(MovementStore).add(movement)
    whose = {"case_ref": None, "assignment_id": movement.assignment_id}

    assert store(MovementStore).standing(**whose) == [movement]


def test_a_quote_is_its_agents_alone(store):
    quote = QuoteRequest(new_id(), "m-1", 1, "polder", NOON, NOON)
    quotes = store(QuoteStore)
    quotes.add(quote)

    assert quotes.movement_of(quote.id, "polder") == quotes.find(quote.id, "polder") == "m-1"
    assert quotes.find(quote.id, "delta") is None
    with pytest.raises(NotFound):
        quotes.movement_of(quote.id, "delta")
    with pytest.raises(NotFound):
        quotes.get("none")
    assert quote in quotes.open("m-1", 1)
    quote.fall_silent()
    assert quote not in quotes.open("m-1", 1)
    assert quotes.open("m-1", 2) == []


def test_an_offer_is_known_by_its_agents_reference(store):
    offer = Offer(
        new_id(),
        "m-2",
        f"Q-{new_id()}",
        1,
        "polder",
        new_id(),
        NOON,
        NOON,
        "EUR",
        1,
        {"itinerary": []},
    )
    store(OfferStore).add(offer)

    assert store(OfferStore).get(offer.id) is offer
    assert store(OfferStore).find("polder", offer.offer_reference) is not None
    assert store(OfferStore).find("delta", offer.offer_reference) is None
    assert offer in store(OfferStore).of_movement("m-2")
    assert store(OfferStore).count_of_quote(offer.quote_reference) == 1
    assert store(OfferStore).count_of_quote("none") == 0


def test_a_booking_is_live_until_it_fails_and_its_agents_alone(store):
    booking = Booking(
        id=new_id(),
        movement_id=new_id(),
        agent="polder",
        offer_id="o-1",
        offer_reference="O-1",
        references=["P1"],
        price_minor=1,
        currency="EUR",
        price_accepted=False,
        sealed_party="jwe",
        requested_at=NOON,
    )
    bookings = store(BookingStore)
    bookings.add(booking)

    assert bookings.get(booking.id) is booking
    assert bookings.live(booking.movement_id) is booking
    assert bookings.movement_of(booking.id, "polder") == booking.movement_id
    assert bookings.is_requested(booking.id, "polder")
    assert not bookings.is_requested(booking.id, "delta")
    with pytest.raises(NotFound):
        bookings.movement_of(booking.id, "delta")
    booking.status = BookingStatus.FAILED
    assert bookings.live(booking.movement_id) is None
    assert not bookings.is_requested(booking.id, "polder")


def test_an_escort_is_assigned_until_released(store):
    back = NOON + timedelta(days=2)
    escort = Escort(new_id(), new_id(), new_id(), "social", None, NOON, back, NOON)
    escorts = store(EscortStore)
    escorts.add(escort)

    assert escorts.of_movement(escort.movement_id) is escort
    assert escorts.of_staff(escort.staff_id, NOON) == [escort]
    assert escorts.of_staff(escort.staff_id, back) == []
    escort.release(NOON)
    assert escorts.of_movement(escort.movement_id) is None
    assert escorts.of_staff(escort.staff_id, NOON) == []


def test_an_agent_is_asked_while_active_and_its_marks_add_up(store):
    name = f"agent-{new_id()}"
    agents = store(AgentStore)
    agent = Agent(name, NOON, [])
    agents.add(agent)
    for seconds in (10, 20):
        agents.note(Mark(new_id(), name, MarkKind.ANSWERED, seconds, NOON))

    assert agents.find(name) is agents.get(name) is agent
    assert agent in agents.active()
    assert agents.totals(NOON - timedelta(days=1))[name] == {MarkKind.ANSWERED: (2, 30)}
    agent.active = False
    assert agent not in agents.active()
    assert agent in agents.all()


def test_a_withdrawal_is_remembered(store):
    withdrawal = Withdrawal(new_id(), "changed_mind", NOON)
    store(WithdrawalStore).add(withdrawal)

    assert store(WithdrawalStore).find(withdrawal.subject) is withdrawal
    assert store(WithdrawalStore).find("none") is None


def test_what_was_heard_of_a_letter_is_kept_and_taken_over(store):
    letters, case_ref = store(LetterStore), f"NL-{new_id()}"
    assert letters.hold(case_ref) is None
    letters.keep(CaseLetter(case_ref, 3, settled=False, letter_id=None, heard_at=NOON))
    known = letters.hold(case_ref)
    known.hear(CaseLetter(case_ref, 4, settled=True, letter_id="l-4", heard_at=NOON))
    letters.keep(known)

    found = letters.find(case_ref)
    assert (found.sequence, found.settled, found.letter_id) == (4, True, "l-4")


def test_what_came_under_an_id_is_found_with_its_reuse(store):
    messages, message_id = store(PartnerMessageStore), new_id()
    first = PartnerMessage("polder", message_id, "hash-1", NOON, "k")
    second = PartnerMessage("polder", message_id, "hash-2", NOON + timedelta(hours=1), "k")
    messages.add(first)
    messages.add(second)

    assert messages.find("polder", message_id) == [first, second]
    assert messages.find("delta", message_id) == []


def test_what_was_refused_long_ago_loses_its_text_and_later_is_gone(engine):
    """R-DP-04."""
    with Session(engine) as session:
        messages = PartnerMessageStore(SimpleNamespace(session=session))
        old, new = NOON, NOON + timedelta(days=1)
        for at in (old, new):
            made = PartnerMessage("delta", f"m-{at.day}", "h", at, "k", Outcome.REJECTED)
            made.kept = "sealed"
            messages.add(made)
        session.flush()
        session.expire_all()
        messages.forget_texts(new)
        texts = [messages.find("delta", f"m-{at.day}")[0].kept for at in (old, new)]
        messages.forget_messages(new)
        session.expire_all()

        assert texts == [None, "sealed"]
        assert messages.find("delta", f"m-{old.day}") == []
        assert len(messages.find("delta", f"m-{new.day}")) == 1
        session.rollback()


def test_a_ticket_number_is_known_once_it_was_kept(store):
    booking = Booking(
        id=new_id(),
        movement_id="m-8",
        agent="polder",
        offer_id="o-1",
        offer_reference="O-1",
        references=["P1"],
        price_minor=1,
        currency="EUR",
        price_accepted=False,
        sealed_party="",
        requested_at=NOON,
        tickets=[{"passenger_reference": "P1", "ticket_number": "0010000000017"}],
    )
    bookings = store(BookingStore)
    assert bookings.taken(["0010000000017"]) == set()

    bookings.keep_tickets(booking)

    assert bookings.taken(["0010000000017", "0010000000028"]) == {"0010000000017"}


def test_a_moved_flight_is_found_by_its_booking(store):
    changes, reference = store(ScheduleChangeStore), new_id()
    change = ScheduleChange(new_id(), reference, NOON, [], [], [], Answer.UNDECIDED)
    changes.add(change)

    assert changes.find(change.id) is change
    assert changes.of_bookings([reference, "none"]) == [change]
    assert changes.of_bookings([]) == []


def test_an_answer_waits_until_it_has_left(engine):
    with Session(engine) as session:
        messages = PartnerMessageStore(SimpleNamespace(session=session, outgoing=[], reminders=[]))
        row = {"broker": "partners", "exchange": "x", "routing_key": "k", "body": b"{}"}
        session.execute(outbox.insert(), row | {"message_id": "a-1"})

        assert messages.waiting(["a-1", "a-2"]) == {"a-1"}
        assert messages.waiting([]) == set()


def test_a_refused_message_leaves_nothing_behind(engine):
    with Session(engine) as session:
        unit = SimpleNamespace(session=session, outgoing=["before"], reminders=[])
        messages = PartnerMessageStore(unit)

        def half_a_message():
            with messages.all_or_nothing():
                WithdrawalStore(unit).add(Withdrawal("half", "x", NOON))
                session.flush()
                unit.outgoing.append("an answer")
                unit.reminders.append("a reminder")
                raise NotFound("no-such-quote", "There is none.")

        with pytest.raises(NotFound):
            half_a_message()

        assert WithdrawalStore(unit).find("half") is None
        assert (unit.outgoing, unit.reminders) == (["before"], [])


def test_a_page_goes_on_behind_its_cursor(engine):
    with Session(engine) as session:
        store = MovementStore(SimpleNamespace(session=session))
        made = [a_movement(destination_airport="XPG") for _ in range(3)]
        for movement in made:
            store.add(movement)

        first = store.page(2, None, destination_airport="XPG", status=None)
        rest = store.page(2, first[-1].id, destination_airport="XPG")

        assert first + rest == made


def test_the_migrations_make_what_the_code_declares(engine):
    known = metadata_of("travel")

    def ours(_, name, kind, *__):
        return kind != "table" or name in known.tables

    with engine.connect() as connection:
        options = {"compare_type": True, "include_object": ours}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), known)

    assert differences == []
