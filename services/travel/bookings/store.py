"""Where travel keeps its bookings."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text, insert, select

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.unit import Unit
from services.travel.bookings.model import Booking, BookingStatus

mapping = mapping_of("travel")

bookings = Table(
    "bookings",
    mapping.metadata,
    Column("id", Text, primary_key=True),
    Column("movement_id", Text, nullable=False, index=True),
    Column("agent", Text, nullable=False),
    Column("offer_id", Text, nullable=False),
    Column("offer_reference", Text, nullable=False),
    Column("references", JsonOf, nullable=False),
    Column("price_minor", BigInteger, nullable=False),
    Column("currency", Text, nullable=False),
    Column("price_accepted", Boolean, nullable=False),
    Column("sealed_party", Text, nullable=False),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("status", EnumText(BookingStatus), nullable=False),
    Column("version", Integer, nullable=False),
    Column("record_locator", Text),
    Column("tickets", JsonOf, nullable=False),
    Column("ticketing_time_limit", UtcDateTime),
    Column("failure", Text),
    Column("cancellation_reference", Text),
    Column("staying_behind", JsonOf),
    Column("penalty_minor", BigInteger),
    Column("refund_minor", BigInteger),
    Column("penalty_choice", JsonOf),
    Column("waits_for", Text),
    Column("owner", Text),
    Column("due_at", UtcDateTime),
    Column("stuck_told", Boolean, nullable=False),
)
# The key keeps a number from coming twice, also when two confirmations cross.
ticket_numbers = Table(
    "ticket_numbers",
    mapping.metadata,
    Column("number", Text, primary_key=True),
    Column("booking_id", Text, nullable=False),
)
mapping.map_imperatively(Booking, bookings)

LIVE = (BookingStatus.REQUESTED, BookingStatus.CONFIRMED)


class BookingStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, booking: Booking) -> None:
        self._session.add(booking)

    def movement_of(self, reference: str, agent: str | None = None) -> str:
        """Return the movement to lock first; another agent's booking is not there for an agent."""
        query = select(bookings.c.movement_id).where(bookings.c.id == reference)
        if agent is not None:
            query = query.where(bookings.c.agent == agent)
        movement_id = self._session.scalar(query)
        if movement_id is None:
            raise NotFound("no-such-booking", f"There is no booking {reference}.")
        return movement_id

    def is_requested(self, reference: str, agent: str) -> bool:
        """Whether this agent holds an order that it has not answered."""
        query = select(bookings.c.id).where(bookings.c.id == reference, bookings.c.agent == agent)
        waiting = query.where(bookings.c.status == BookingStatus.REQUESTED)
        return self._session.scalar(waiting) is not None

    def get(self, reference: str) -> Booking:
        booking = self._session.get(Booking, reference)
        if booking is None:
            raise NotFound("no-such-booking", f"There is no booking {reference}.")
        return booking

    def taken(self, numbers: Iterable[str]) -> set[str]:
        """Return which of these ticket numbers came before."""
        query = select(ticket_numbers.c.number)
        return set(self._session.scalars(query.where(ticket_numbers.c.number.in_(list(numbers)))))

    def keep_tickets(self, booking: Booking) -> None:
        """Remember the numbers of a booking's tickets."""
        rows = [
            {"number": ticket["ticket_number"], "booking_id": booking.id}
            for ticket in booking.tickets
        ]
        self._session.execute(insert(ticket_numbers), rows)

    def of_movement(self, movement_id: str) -> list[Booking]:
        query = select(Booking).where(bookings.c.movement_id == movement_id)
        return list(self._session.scalars(query.order_by(bookings.c.id)))

    def live(self, movement_id: str) -> Booking | None:
        """Return the booking that is ordered or ticketed, if there is one."""
        found = [one for one in self.of_movement(movement_id) if one.status in LIVE]
        return found[-1] if found else None

    def used(self, movement_id: str) -> Booking | None:
        """Return the booking that somebody flew on."""
        query = select(Booking).where(bookings.c.movement_id == movement_id)
        return self._session.scalar(query.where(bookings.c.status == BookingStatus.USED))
