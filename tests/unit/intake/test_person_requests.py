"""What a person asks for by right is answered within the term, or it goes higher."""

from datetime import date, datetime, timedelta

import pytest

from services.chassis.calendar import AMSTERDAM
from services.chassis.errors import Conflict, Invalid, NotFound
from services.intake.cases.usecases import withdraw_case
from services.intake.counselling.model import Channel, Ending
from services.intake.counselling.usecases import ask, end
from services.intake.erasure.model import Ground
from services.intake.erasure.usecases import erase_contact, erase_person, note_expert_forgotten
from services.intake.person_requests import usecases
from services.intake.person_requests.entrypoints import PersonRequests
from services.intake.person_requests.model import Answer, RequestStatus, Right, Subject
from services.intake.person_requests.schemas import TABLE
from services.intake.rights.usecases import correct_person
from services.intake.timeline.store import TimelineStore
from tests.unit.intake.intake_scene import RULES, TODAY, a_unit, an_eligible_case, told

REASON = "The files of nine years lie in two archives."


@pytest.fixture
def unit():
    return a_unit(roles=("privacy_officer",))


@pytest.fixture
def person_id(unit):
    return an_eligible_case(unit).applicant_id


def asked(unit, person_id, right=Right.ACCESS, subject=Subject.PERSON, received_on=TODAY):
    return usecases.record_request(
        unit, right=right, subject=subject, person_id=person_id, received_on=received_on
    )


def reminded(unit, request):
    """The clock is set to the deadline, and the reminder that was asked for it comes."""
    reminder = next(
        one
        for one in reversed(unit.reminders)
        if one.name == "person_request_due" and one.at == request.due_at
    )
    unit.clock = reminder.at
    usecases.request_due(unit, **reminder.ids)


def answered(unit, request):
    return usecases.answer_request(unit, request_id=request.request_id)


def extended(unit, request):
    return usecases.extend_request(unit, request_id=request.request_id, reason=REASON)


def test_a_request_is_due_within_a_month_of_the_day_on_which_it_came(unit, person_id):
    """R-DP-06: by the rules of that day, and the whole last day counts."""
    request = asked(unit, person_id, received_on=date(2026, 4, 30))

    assert (request.due_on, request.rules_version) == (date(2026, 5, 30), RULES[TABLE].version)
    assert request.due_at == datetime(2026, 5, 31, tzinfo=AMSTERDAM)
    assert (request.owner, request.waits_for) == ("privacy_officer", "the answer to the person")


def test_a_month_that_lacks_the_day_ends_the_term_on_its_last(unit, person_id):
    """R-DP-06."""
    assert asked(unit, person_id, received_on=date(2026, 1, 31)).due_on == date(2026, 2, 28)


def test_nothing_is_asked_in_the_future_nor_before_the_law(unit, person_id):
    with pytest.raises(Invalid, match="in the future"):
        asked(unit, person_id, received_on=TODAY + timedelta(days=1))
    with pytest.raises(Invalid, match="No term for access"):
        asked(unit, person_id, received_on=date(2018, 5, 24))


def test_whoever_is_not_known_asks_in_vain(unit):
    with pytest.raises(NotFound):
        asked(unit, "p-unknown")
    with pytest.raises(NotFound):
        asked(unit, "c-unknown", subject=Subject.CONTACT)


def test_the_same_is_not_asked_twice_at_once(unit, person_id):
    asked(unit, person_id)

    with pytest.raises(Conflict, match="waits for its answer"):
        asked(unit, person_id)
    assert asked(unit, person_id, Right.CORRECTION).status is RequestStatus.RECEIVED


def test_an_access_is_answered_by_an_export_that_was_made_since(unit, person_id):
    """R-DP-06."""
    request = asked(unit, person_id)
    unit.audit.deeds.append(("export_person", person_id, unit.now() - timedelta(days=1)))
    with pytest.raises(Conflict, match="Nothing was exported since"):
        answered(unit, request)
    unit.audit.deeds.append(("export_person", person_id, unit.now()))
    answered(unit, request)

    assert (request.status, request.answer) == (RequestStatus.ANSWERED, Answer.EXPORT_MADE)
    assert (request.closed_on, request.closed_by, request.late) == (TODAY, "c.jansen", False)
    assert (request.owner, request.due_at) == (None, None)


def test_a_correction_is_answered_once_something_was_corrected(unit, person_id):
    """R-DP-06."""
    request = asked(unit, person_id, Right.CORRECTION)
    with pytest.raises(Conflict, match="Nothing was corrected since"):
        answered(unit, request)
    patch = {"family_name": "Bekirî"}
    correct_person(unit, person_id=person_id, ground="request", patch=patch)

    assert answered(unit, request).answer is Answer.CORRECTED


def test_being_forgotten_is_itself_the_answer(unit):
    """R-DP-06."""
    case = an_eligible_case(unit)
    request = asked(unit, case.applicant_id, Right.ERASURE)
    with pytest.raises(Conflict, match="still remembered"):
        answered(unit, request)
    withdraw_case(unit, ref=case.case_ref, reason_code="changed_mind")
    erase_person(unit, person_id=case.applicant_id, ground=Ground.REQUEST)

    assert (request.status, request.answer) == (RequestStatus.ANSWERED, Answer.ERASED)


def test_who_asked_for_advice_may_ask_to_be_forgotten_too(unit):
    """R-DP-06: it led to no case, and is on nobody's timeline."""
    contact = ask(unit, channel=Channel.WALK_IN, asked_on=TODAY, place=None, language="ar")
    end(unit, contact_id=contact.contact_id, outcome=Ending.NOTHING)
    request = asked(unit, contact.contact_id, Right.ERASURE, Subject.CONTACT)
    erase_contact(unit, contact_id=contact.contact_id)

    assert (request.status, request.case_ref) == (RequestStatus.ANSWERED, None)
    assert unit.store(TimelineStore).added == []


def test_an_expert_is_answered_when_expert_deployment_has_forgotten(unit):
    """R-DP-06: what travel says of it later is no answer of ours."""
    request = asked(unit, "x-1", Right.ERASURE, Subject.EXPERT)
    told(unit, "travel.expert_erasure_acknowledged", sequence=1, at=unit.now())
    note_expert_forgotten(unit, erasure_id="e-1", person_id="x-1", by="travel")
    assert request.status is RequestStatus.RECEIVED
    note_expert_forgotten(unit, erasure_id="e-1", person_id="x-1", by="expert_deployment")

    assert request.status is RequestStatus.ANSWERED


def test_it_takes_two_months_longer_only_if_that_is_told_in_the_first_one(unit, person_id):
    """R-DP-06."""
    request = extended(unit, asked(unit, person_id))
    assert (request.status, request.due_on) == (RequestStatus.EXTENDED, date(2026, 8, 4))
    assert (request.first_due_on, request.extension_reason) == (date(2026, 6, 4), REASON)
    with pytest.raises(Conflict, match="cannot extend"):
        extended(unit, request)

    late = asked(unit, person_id, Right.CORRECTION)
    unit.clock += timedelta(days=32)
    with pytest.raises(Conflict, match="extended no more"):
        extended(unit, late)


def test_a_refusal_gives_its_reason_and_the_person_was_told_where_to_complain(unit, person_id):
    """R-DP-06."""
    request = asked(unit, person_id, Right.ERASURE)
    desk, body = PersonRequests(), {"reason": "A court keeps the case until it decides."}
    for told_of_complaint in ({}, {"told_of_complaint": False}):
        with pytest.raises(Invalid):
            desk.refuse_person_request(
                unit, request_id=request.request_id, body=body | told_of_complaint
            )
    shown = desk.refuse_person_request(
        unit, request_id=request.request_id, body=body | {"told_of_complaint": True}
    )

    assert (shown["status"], shown["reason"], shown["answer"]) == ("refused", body["reason"], None)
    with pytest.raises(Conflict, match="it has ended"):
        answered(unit, request)


def test_what_is_not_answered_by_its_day_is_the_supervisors_to_pursue(unit, person_id):
    """R-DP-06: again and again, until it is answered; and it stays on record as late."""
    request = asked(unit, person_id)
    reminded(unit, request)
    assert (request.owner, request.overdue, request.late) == ("supervisor", True, True)
    assert request.due_at == unit.clock + timedelta(days=3)
    reminded(unit, request)
    unit.audit.deeds.append(("export_person", person_id, unit.now()))
    answered(unit, request)

    assert (request.overdue, request.late) == (False, True)
    said = [entry.type for entry in unit.store(TimelineStore).added]
    assert said.count("intake.request_overdue") == 2


def test_a_reminder_of_a_term_that_was_extended_is_ignored(unit, person_id):
    request = asked(unit, person_id)
    old = unit.reminders[-1]
    extended(unit, request)
    unit.clock = old.at
    usecases.request_due(unit, **old.ids)

    assert (request.owner, request.overdue) == ("privacy_officer", False)


def test_what_is_not_answered_yet_is_listed(unit, person_id):
    first, second = asked(unit, person_id), asked(unit, person_id, Right.CORRECTION)
    page = PersonRequests().person_requests(unit, query={"limit": 1})
    rest = PersonRequests().person_requests(unit, query={"after": page["next"]})
    of_right = PersonRequests().person_requests(unit, query={"right": "correction"})

    listed = {one["request_id"] for one in page["items"] + rest["items"]}
    assert listed == {first.request_id, second.request_id}
    assert rest["next"] is None
    assert [one["request_id"] for one in of_right["items"]] == [second.request_id]
