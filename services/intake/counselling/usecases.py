"""Advising whoever asks: at a consulting hour, on the telephone, or on the spot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from services.chassis.calendar import AMSTERDAM
from services.chassis.errors import Conflict, Invalid
from services.chassis.unit import Unit
from services.intake.cases.rules import checked, sees_names
from services.intake.cases.store import CaseStore
from services.intake.counselling.model import (
    Channel,
    Contact,
    ContactStatus,
    Ending,
    Hours,
    Interpreting,
    Topic,
)
from services.intake.counselling.rules import check_own_request, check_place, check_understood
from services.intake.counselling.store import ContactStore
from services.intake.deadlines.usecases import remind_due
from services.intake.timeline.usecases import tell


def ask(
    unit: Unit,
    *,
    channel: Channel,
    asked_on: date,
    place: str | None,
    person: dict[str, Any] | None = None,
    agrees_to_be_recorded: bool = False,
    **told: Any,
) -> Contact:
    """Somebody asks. R-DP-01: who it is, is kept only if he or she agrees to that."""
    if asked_on > unit.today():
        raise Invalid("in-future", f"{asked_on} lies in the future.")
    check_own_request(hours_on(unit, asked_on), place, channel)
    contact_id = unit.new_id()
    named = person if agrees_to_be_recorded else None
    contact = Contact(
        contact_id=contact_id,
        channel=channel,
        asked_on=asked_on,
        place=place,
        sealed_person=unit.vault.seal(contact_id, named) if named else None,
        entered_at=unit.now(),
        **told,
    )
    unit.store(ContactStore).add(contact)
    return _kept(unit, contact)


def appoint(unit: Unit, *, contact_id: str, place: str, at: datetime) -> Contact:
    """Give the person a time at a consulting hour that nobody else has."""
    contact = _contact(unit, contact_id)
    hours = hours_on(unit, at.astimezone(AMSTERDAM).date())
    check_place(hours, place, at.astimezone(AMSTERDAM))
    check_own_request(hours, place, contact.channel)
    taken = unit.store(ContactStore).at(place, at)
    if taken is not None and taken is not contact:
        raise Conflict("time-taken", "Somebody else has an appointment then.")
    contact.appoint(place, at, unit.now())
    return _kept(unit, contact)


def miss(unit: Unit, *, contact_id: str) -> Contact:
    contact = _contact(unit, contact_id)
    contact.miss(unit.now())
    return _kept(unit, contact)


def advise(
    unit: Unit,
    *,
    contact_id: str,
    topics: list[Topic],
    language: str,
    interpreting: Interpreting,
) -> Contact:
    """Tell the person what there is, in a language that he or she speaks."""
    contact = _contact(unit, contact_id)
    rows = unit.rules("house_languages").on(unit.today())
    house = frozenset(str(row["language"]) for row in rows)
    check_understood(contact.language, language, interpreting, house)
    contact.advise(topics, language, interpreting, unit.principal.subject, unit.now())
    return _kept(unit, contact)


def end(unit: Unit, *, contact_id: str, outcome: Ending) -> Contact:
    """It may end with nothing."""
    contact = _contact(unit, contact_id)
    contact.end(outcome, unit.now())
    return _kept(unit, contact)


def link_case(unit: Unit, *, contact_id: str, case_ref: str) -> Contact:
    """The person decided to apply: from now on the case says where it stands."""
    contact = _contact(unit, contact_id)
    case = unit.store(CaseStore).get(checked(case_ref))
    if unit.store(ContactStore).of_case(case.case_ref) is not None:
        raise Conflict("case-has-contact", "Another contact has led to this case.")
    if not all(unit.vault.remembers(one) for one in case.person_ids):
        # It would have been forgotten with that person, and nothing would forget it any more.
        raise Conflict("already-erased", "Somebody of this case has been forgotten.")
    contact.open_case(case.case_ref, unit.now())
    told = {"channel": contact.channel, "asked_on": contact.asked_on}
    tell(unit, about=case.case_ref, step="contact_led_here", facts=told)
    return _kept(unit, contact)


def wait_no_longer(unit: Unit, *, contact_id: str, status: str, due_at: str) -> None:
    """Nobody hurries a person who was advised; what we owe goes to the supervisor."""
    contact = unit.store(ContactStore).get(contact_id)
    if contact.status is not ContactStatus.ADVISED:
        contact.escalate(status, due_at, unit.now())
    elif contact.due_at == datetime.fromisoformat(due_at):
        contact.end(Ending.NOTHING, unit.now())
    _kept(unit, contact)


def contacts(
    unit: Unit, *, limit: int, after: str | None, **named: Any
) -> tuple[Sequence[Contact], str | None]:
    """Return a page of contacts, and the cursor of the next one."""
    found = unit.store(ContactStore).page(limit=limit + 1, after=after, **named)
    more = len(found) > limit
    return found[:limit], found[limit - 1].contact_id if more else None


def show_contact(unit: Unit, *, contact_id: str) -> dict[str, Any]:
    """Return a contact, with as much of the person as the caller needs to know."""
    contact = unit.store(ContactStore).get(contact_id)
    sealed = contact.sealed_person if sees_names(unit.principal.roles) else None
    return {"contact": contact, "person": unit.vault.open(contact_id, sealed) if sealed else None}


def forget_contact(unit: Unit, *, contact_id: str) -> Contact:
    """Forget who asked, of a contact that ended without a case."""
    contact = _contact(unit, contact_id)
    if contact.case_ref is not None:
        raise Conflict(
            "led-to-case",
            f"It led to case {contact.case_ref}; it is forgotten with a person of that case.",
        )
    if contact.status is not ContactStatus.ENDED:
        raise Conflict("contact-open", "The contact has not ended; it can be ended first.")
    if not unit.vault.remembers(contact_id):
        raise Conflict("already-erased", "Who asked has been forgotten.")
    return _forgotten(unit, contact)


def forget_old_contacts(unit: Unit, before: datetime, limit: int) -> list[str]:
    """R-DP-04: forget who asked long ago and led to no case; return which contacts these were."""
    old = unit.store(ContactStore).named_and_ended(before, limit)
    return [_forgotten(unit, contact).contact_id for contact in old]


def forget_contact_of(unit: Unit, case_ref: str) -> None:
    """Forget who asked before a case, if anybody did.

    It does not say who of the family it was: whoever of them is forgotten, it is forgotten too.
    """
    contact = unit.store(ContactStore).of_case(case_ref)
    if contact is not None and unit.vault.remembers(contact.contact_id):
        _forgotten(unit, contact)


def _forgotten(unit: Unit, contact: Contact) -> Contact:
    contact.forget()
    unit.vault.forget(contact.contact_id)
    return contact


def hours_on(unit: Unit, day: date) -> list[Hours]:
    """Return every consulting hour of the week that holds a day."""
    return list(unit.rules("consulting_hours").on(day))


def places(unit: Unit, *, city: str | None) -> list[Hours]:
    """Return where counsellors are today, by city and day of the week."""
    found = [one for one in hours_on(unit, unit.today()) if city in {None, one.city}]
    return sorted(found, key=lambda one: (one.city, one.weekday))


def _contact(unit: Unit, contact_id: str) -> Contact:
    contact = unit.store(ContactStore).get(contact_id)
    unit.expects(contact.version)
    return contact


def _kept(unit: Unit, contact: Contact) -> Contact:
    remind_due(unit, contact, "contact_due", contact_id=contact.contact_id)
    return contact
