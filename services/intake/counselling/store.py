"""Where contacts are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlalchemy import Boolean, Column, Date, Index, Integer, LargeBinary, Table, Text, or_, select

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.locks import hold, locked, locking
from services.chassis.unit import Unit
from services.intake.counselling.model import Channel, Contact, ContactStatus, Ending

mapping = mapping_of("intake")

contacts = Table(
    "contacts",
    mapping.metadata,
    Column("contact_id", Text, primary_key=True),
    Column("channel", EnumText(Channel), nullable=False),
    Column("language", Text, nullable=False),
    Column("asked_on", Date, nullable=False),
    Column("place", Text),
    Column("referred_by", Text),
    Column("sealed_person", LargeBinary),
    Column("status", EnumText(ContactStatus), nullable=False),
    Column("appointment_at", UtcDateTime),
    Column("missed", Integer, nullable=False),
    Column("talks", JsonOf, nullable=False),
    Column("outcome", EnumText(Ending)),
    Column("case_ref", Text),
    Column("version", Integer, nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("waits_for", Text),
    Column("owner", Text),
    Column("due_at", UtcDateTime),
    Column("reminded_for", UtcDateTime),
    Column("overdue", Boolean, nullable=False),
    Index("ix_contacts_status", "status", "contact_id"),
    Index("ix_contacts_status_entered_at", "status", "entered_at"),
    Index("ix_contacts_place", "place", "appointment_at"),
    Index("ix_contacts_asked_on", "asked_on"),
    Index("uq_contacts_case_ref", "case_ref", unique=True),
)
mapping.map_imperatively(Contact, contacts)


class ContactStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, contact: Contact) -> None:
        self._session.add(contact)

    def get(self, contact_id: str) -> Contact:
        """Return a contact, locked until the transaction ends."""
        return locked(self._session, Contact, contact_id, "contact")

    def of_case(self, case_ref: str) -> Contact | None:
        """Return the contact that led to a case, locked until the transaction ends."""
        query = locking(select(Contact).where(contacts.c.case_ref == case_ref))
        return self._session.scalars(query).one_or_none()

    def at(self, place: str, when: datetime) -> Contact | None:
        """Return whoever has an appointment at a place at a time.

        Two who are given the same time at the same moment wait for each other here.
        """
        hold(self._session, f"appointment {place} {when.astimezone(UTC).isoformat()}")
        query = select(Contact).where(contacts.c.place == place)
        return self._session.scalars(query.where(contacts.c.appointment_at == when)).first()

    def named_and_ended(self, before: datetime, limit: int) -> Sequence[Contact]:
        """Return contacts that ended before an instant, led to no case and still say who it is."""
        query = select(Contact).where(
            contacts.c.status == ContactStatus.ENDED,
            contacts.c.entered_at < before,
            contacts.c.case_ref.is_(None),
            or_(contacts.c.sealed_person.is_not(None), contacts.c.referred_by.is_not(None)),
        )
        query = locking(query.order_by(contacts.c.entered_at).limit(limit))
        return list(self._session.scalars(query))

    def page(
        self,
        *,
        status: ContactStatus | None,
        place: str | None,
        asked_on: date | None,
        after: str | None,
        limit: int,
    ) -> Sequence[Contact]:
        """Return the next contacts in the order in which they were made."""
        query = select(Contact).order_by(contacts.c.contact_id).limit(limit)
        named = {"status": status, "place": place, "asked_on": asked_on}
        for name, wanted in named.items():
            if wanted is not None:
                query = query.where(contacts.c[name] == wanted)
        if after is not None:
            query = query.where(contacts.c.contact_id > after)
        return list(self._session.scalars(query))
