"""R-DP-06: what a person asks for by right is recorded, pursued, and answered within the term."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from services.chassis.calendar import AMSTERDAM, add_months
from services.chassis.errors import Conflict, Invalid
from services.chassis.pages import cut
from services.chassis.unit import Unit
from services.intake.cases.store import CaseStore
from services.intake.counselling.store import ContactStore
from services.intake.deadlines.usecases import remind_due
from services.intake.history.store import HistoryStore
from services.intake.person_requests.model import PersonRequest, Right, Subject
from services.intake.person_requests.schemas import TABLE
from services.intake.person_requests.store import PersonRequestStore
from services.intake.timeline.usecases import tell

EXPORTS = ("export_person", "export_contact")


def record_request(
    unit: Unit, *, right: Right, subject: Subject, person_id: str, received_on: date
) -> PersonRequest:
    """The term runs from the day on which the house was asked, by the rules of that day."""
    if received_on > unit.today():
        raise Invalid("in-future", f"{received_on} lies in the future.")
    if unit.store(PersonRequestStore).open_of(person_id, right) is not None:
        raise Conflict("already-asked", "The same request of this person waits for its answer.")
    row = _term(unit, right, received_on)
    due_on = add_months(received_on, row["months"])
    request = PersonRequest(
        request_id=unit.new_id(),
        right=right,
        subject=subject,
        person_id=person_id,
        case_ref=_case_of(unit, subject, person_id),
        received_on=received_on,
        recorded_by=unit.principal.subject,
        rules_version=unit.rules(TABLE).version,
        first_due_on=due_on,
        due_on=due_on,
        entered_at=unit.now(),
    )
    unit.store(PersonRequestStore).add(request)
    return _told(unit, request, "request_received")


def extend_request(unit: Unit, *, request_id: str, reason: str) -> PersonRequest:
    """It takes longer than the first term, by no more than the rules of its day allow."""
    request = unit.store(PersonRequestStore).get(request_id)
    row = _term(unit, request.right, request.received_on)
    if not row["extension_months"]:
        raise Conflict("no-extension", f"The term for {request.right} cannot be extended.")
    until = add_months(request.received_on, row["months"] + row["extension_months"])
    request.extend(until, reason, unit.today(), unit.now())
    return _told(unit, request, "request_extended")


def answer_request(unit: Unit, *, request_id: str) -> PersonRequest:
    """What was asked for has been done since; the records are asked whether that is so."""
    request = unit.store(PersonRequestStore).get(request_id)
    missing = "" if request.ended else _missing(unit, request)
    if missing:
        raise Conflict("not-done", f"{missing} Do it first, or refuse the request with a reason.")
    return _settled(unit, request)


def answered_by_erasure(unit: Unit, person_id: str) -> None:
    """Whoever asked to be forgotten is: that is the answer."""
    request = unit.store(PersonRequestStore).open_of(person_id, Right.ERASURE)
    if request is not None:
        _settled(unit, request)


def refuse_request(
    unit: Unit, *, request_id: str, reason: str, told_of_complaint: bool
) -> PersonRequest:
    """The person was told why not, and where to complain, which the schema asks for."""
    request = unit.store(PersonRequestStore).get(request_id)
    request.refuse(reason, unit.principal.subject, unit.today(), unit.now())
    return _told(unit, request, "request_refused", told_of_complaint=told_of_complaint)


def request_due(unit: Unit, *, request_id: str, status: str, due_at: str) -> None:
    """The term is over without an answer: from now on the supervisor must act."""
    request = unit.store(PersonRequestStore).get(request_id)
    if request.escalate(status, due_at, unit.now()):
        _told(unit, request, "request_overdue")


def requests(
    unit: Unit, *, limit: int, after: str | None, **named: Any
) -> tuple[Sequence[PersonRequest], str | None]:
    """Return a page of requests, and the cursor of the next one."""
    found = unit.store(PersonRequestStore).page(limit=limit + 1, after=after, **named)
    return cut(found, limit, "request_id")


def _term(unit: Unit, right: Right, received_on: date) -> dict[str, Any]:
    rows = unit.rules(TABLE).on(received_on)
    row: dict[str, Any] | None = next((one for one in rows if one["right"] == right), None)
    if row is None:
        raise Invalid("no-rules-then", f"No term for {right} is known for {received_on}.")
    return row


def _case_of(unit: Unit, subject: Subject, person_id: str) -> str | None:
    """Whose case it is; refuse who is not known. An expert is expert_deployment's to know."""
    if subject is Subject.PERSON:
        return unit.store(CaseStore).of_person(person_id).case_ref
    if subject is Subject.CONTACT:
        return unit.store(ContactStore).get(person_id).case_ref
    return None


def _missing(unit: Unit, request: PersonRequest) -> str:
    """Say what is not on record of what was asked for; nothing if all is.

    What another service would know of an expert, and a correction of a contact, which keeps no
    history, is the officer's word.
    """
    person_id, since = request.person_id, request.received_on
    morning = datetime.combine(since, time(), tzinfo=AMSTERDAM)
    if request.right is Right.ERASURE and unit.vault.remembers(person_id):
        return "" if request.subject is Subject.EXPERT else "Who asked is still remembered."
    if request.subject is Subject.EXPERT:
        return ""
    if request.right is Right.ACCESS:
        exported = unit.audit.was_done(EXPORTS, person_id, morning)
        return "" if exported else f"Nothing was exported since {since}."
    if request.right is Right.CORRECTION and request.subject is Subject.PERSON:
        former = unit.store(HistoryStore).of_person(person_id)
        corrected = any(one.replaced_at >= morning for one in former)
        return "" if corrected else f"Nothing was corrected since {since}."
    return ""


def _settled(unit: Unit, request: PersonRequest) -> PersonRequest:
    request.settle(unit.principal.subject, unit.today(), unit.now())
    return _told(unit, request, "request_answered", answer=request.answer)


def _told(unit: Unit, request: PersonRequest, step: str, **facts: Any) -> PersonRequest:
    """Note it on the timeline of the case, if there is one, and set the reminder of its day."""
    remind_due(unit, request, "person_request_due", request_id=request.request_id)
    if request.case_ref is not None:
        said = {"right": request.right, "due_on": request.due_on, "owner": request.owner, **facts}
        tell(unit, about=request.case_ref, step=step, facts=said)
    return request
