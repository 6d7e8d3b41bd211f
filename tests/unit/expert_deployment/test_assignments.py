"""An assignment is cleared, follows its journey, and ends with two reports."""

from datetime import date, timedelta

import pytest
from expert_builders import ON_FILE, a_selected_expert
from expert_stores import NOON, a_unit, told

from services.chassis.errors import Conflict, Invalid, NotYet
from services.expert_deployment.assignments import usecases
from services.expert_deployment.assignments.model import MACHINE, Outcome, Status
from services.expert_deployment.assignments.rules import travel_window
from services.expert_deployment.assignments.store import AssignmentStore
from services.expert_deployment.vacancies.model import Mode
from services.expert_deployment.vacancies.model import Status as VacancyStatus
from services.expert_deployment.vacancies.usecases import vacancy_of

ONLINE = {
    "mode": Mode.VIRTUAL,
    "country": "SO",
    "sector": "water",
    "starts_on": date(2026, 11, 24),
    "ends_on": date(2026, 12, 18),
    "destination_airport": None,
}


@pytest.fixture
def unit():
    return a_unit()


def selected(unit, **vacancy):
    return unit.store(AssignmentStore).get(a_selected_expert(unit, **vacancy))


def cleared(unit, **changes):
    assignment = selected(unit)
    filed = {name: ON_FILE[name] | changes.get(name, {}) for name in ON_FILE}
    return usecases.clear_assignment(unit, assignment_id=assignment.id, on_file=filed)


def hear(unit, assignment, verb, sequence, movement_id="m-1"):
    unit.message = told(sequence)
    usecases.follow_journey(unit, verb, movement_id=movement_id, assignment_id=assignment.id)


def test_travel_is_asked_once_everything_is_on_file(unit):
    assignment = cleared(unit)

    assert assignment.status is Status.TRAVEL_NEEDED
    assert unit.published_names()[-2:] == ["assignment_cleared", "assignment_travel_needed"]
    asked = unit.published[-1]
    assert (asked.not_before, asked.not_after) == (date(2027, 1, 25), date(2027, 1, 31))
    sealed = unit.open_sealed(asked.sealed_for_travel)["travellers"][0]
    assert sealed["family_name"] == "Example"
    assert sealed["person_id"] == assignment.expert_id
    assert unit.sequences[-2] < unit.sequences[-1]


@pytest.mark.parametrize("missing", sorted(ON_FILE))
def test_nobody_travels_while_something_is_missing(unit, missing):
    """R-EXP-06."""
    assignment = selected(unit)
    filed = {name: entry for name, entry in ON_FILE.items() if name != missing}

    with pytest.raises(Invalid) as refused:
        usecases.clear_assignment(unit, assignment_id=assignment.id, on_file=filed)

    assert [problem["pointer"] for problem in refused.value.errors] == [f"/{missing}"]
    assert assignment.status is Status.SELECTED


@pytest.mark.parametrize(
    ("item", "change", "sentence"),
    [
        ("allowance", {"amount_minor": 450_001}, "at most"),
        ("allowance", {"currency": "USD"}, "EUR"),
        ("insurance", {"covers_until": date(2027, 3, 13)}, "every day"),
        ("insurance", {"covers_from": date(2027, 2, 2)}, "every day"),
        ("security_briefing", {"briefed_on": date(2026, 10, 1)}, "90 days"),
        ("security_briefing", {"briefed_on": date(2027, 2, 2)}, "90 days"),
    ],
)
def test_what_is_on_file_must_be_in_order(unit, item, change, sentence):
    with pytest.raises(Invalid, match=sentence):
        cleared(unit, **{item: change})


def test_the_travel_document_must_last_until_the_last_day(unit):
    assignment = selected(unit, starts_on=date(2031, 4, 1), ends_on=date(2031, 5, 2))
    filed = ON_FILE | {
        "insurance": {"covers_from": date(2031, 3, 1), "covers_until": date(2031, 6, 1)},
        "security_briefing": {"briefed_on": date(2031, 3, 1)},
    }

    with pytest.raises(Invalid, match="2031-05-02"):
        usecases.clear_assignment(unit, assignment_id=assignment.id, on_file=filed)


def test_work_online_is_cleared_with_nothing_and_starts_without_a_journey(unit):
    """R-EXP-04."""
    assignment = selected(unit, **ONLINE)
    usecases.clear_assignment(unit, assignment_id=assignment.id, on_file={})
    assert assignment.status is Status.CLEARED

    with pytest.raises(Conflict, match="online"):
        usecases.request_travel(unit, assignment_id=assignment.id, origin_airport="AMS")
    usecases.start_online(unit, assignment_id=assignment.id)

    assert assignment.status is Status.STARTED
    assert "assignment_travel_needed" not in unit.published_names()
    assert unit.reminders[-1].at.date() == date(2026, 12, 19)


def test_nobody_starts_online_before_the_first_day(unit):
    assignment = selected(unit, **ONLINE | {"starts_on": date(2026, 11, 25)})
    usecases.clear_assignment(unit, assignment_id=assignment.id, on_file={})

    with pytest.raises(Conflict, match="2026-11-25"):
        usecases.start_online(unit, assignment_id=assignment.id)


def test_who_travels_starts_by_arriving(unit):
    assignment = cleared(unit)
    with pytest.raises(Conflict, match="arrival"):
        usecases.start_online(unit, assignment_id=assignment.id)

    hear(unit, assignment, "book", 3)
    hear(unit, assignment, "depart", 5)
    assert assignment.status is Status.TRAVELLING
    hear(unit, assignment, "arrive", 6)

    assert assignment.status is Status.STARTED
    assert unit.published_names()[-1] == "assignment_started"


def test_old_news_changes_nothing(unit):
    assignment = cleared(unit)
    hear(unit, assignment, "lose_journey", 7)
    hear(unit, assignment, "book", 3)

    assert assignment.status is Status.NO_JOURNEY


def test_a_departure_that_overtakes_its_booking_waits_for_it(unit):
    assignment = cleared(unit)

    with pytest.raises(NotYet):
        hear(unit, assignment, "depart", 5)

    hear(unit, assignment, "book", 3)
    hear(unit, assignment, "depart", 5)
    assert assignment.status is Status.TRAVELLING


def test_an_arrival_that_overtakes_its_departure_is_enough(unit):
    assignment = cleared(unit)
    hear(unit, assignment, "book", 3)
    hear(unit, assignment, "arrive", 6)
    hear(unit, assignment, "depart", 5)

    assert assignment.status is Status.STARTED


def test_a_journey_of_a_returnee_is_none_of_ours(unit):
    usecases.follow_journey(unit, "book", movement_id="m-9", assignment_id=None)

    assert unit.published == []


def test_a_missed_flight_leads_to_a_new_request(unit):
    assignment = cleared(unit)
    hear(unit, assignment, "book", 3)
    hear(unit, assignment, "miss_flight", 5)
    assert assignment.waits_for == "a new request for a journey, or a withdrawal"

    usecases.request_travel(unit, assignment_id=assignment.id, origin_airport="BRU")
    hear(unit, assignment, "book", 3, movement_id="m-2")

    assert assignment.status is Status.BOOKED
    assert assignment.movement_id == "m-2"


def test_a_withdrawal_waits_until_travel_has_put_the_journey_back(unit):
    assignment = cleared(unit)
    hear(unit, assignment, "book", 3)
    usecases.withdraw_assignment(unit, assignment_id=assignment.id, reason_code="illness")
    assert assignment.status is Status.WITHDRAWING
    assert unit.published_names()[-1] == "assignment_withdrawn"
    assert vacancy_of(unit, assignment.vacancy_id).status is VacancyStatus.PUBLISHED

    hear(unit, assignment, "lose_journey", 5)

    assert assignment.status is Status.WITHDRAWN
    assert assignment.due_at is None


def test_who_is_under_way_cannot_be_withdrawn(unit):
    assignment = cleared(unit)
    hear(unit, assignment, "book", 3)
    hear(unit, assignment, "depart", 4)

    with pytest.raises(Conflict, match="travelling"):
        usecases.withdraw_assignment(unit, assignment_id=assignment.id, reason_code="illness")


def started_online(unit):
    assignment = selected(unit, **ONLINE)
    usecases.clear_assignment(unit, assignment_id=assignment.id, on_file={})
    return usecases.start_online(unit, assignment_id=assignment.id)


def end(unit, assignment):
    return usecases.end_assignment(
        unit,
        assignment_id=assignment.id,
        outcome=Outcome.COMPLETED,
        expert_report="DOC-1",
        host_report="DOC-2",
    )


def test_the_reports_are_due_when_the_last_day_has_passed(unit):
    assignment = started_online(unit)

    usecases.pass_last_day(unit, assignment_id=assignment.id)
    assert assignment.status is Status.REPORTS_DUE
    end(unit, assignment)

    assert unit.published[-1].outcome == "completed"
    usecases.pass_last_day(unit, assignment_id=assignment.id)
    assert assignment.status is Status.ENDED


def test_a_further_part_waits_for_the_reports_of_the_one_before(unit):
    """R-EXP-07."""
    assignment = started_online(unit)
    days = {"starts_on": date(2027, 1, 11), "ends_on": date(2027, 2, 12)}

    with pytest.raises(Conflict, match="reports"):
        usecases.open_next_part(unit, after_assignment=assignment.id, **days)

    end(unit, assignment)
    assert usecases.open_next_part(unit, after_assignment=assignment.id, **days).part == 2


def test_all_parts_together_stay_within_the_maximum(unit):
    assignment = started_online(unit)
    end(unit, assignment)

    with pytest.raises(Invalid, match="R-EXP-05"):
        usecases.open_next_part(
            unit,
            after_assignment=assignment.id,
            starts_on=date(2027, 1, 4),
            ends_on=date(2027, 3, 31),
        )


def test_a_new_assignment_is_not_cleared_while_an_earlier_one_owes_reports(unit):
    earlier = started_online(unit)
    later = cleared_later(unit, earlier.expert_id)

    with pytest.raises(Invalid, match="earlier assignment"):
        usecases.clear_assignment(unit, assignment_id=later.id, on_file=ON_FILE)


def cleared_later(unit, expert_id):
    later = selected(unit)
    later.expert_id = expert_id
    return later


def test_other_days_are_agreed_before_a_journey_is_asked_for(unit):
    assignment = selected(unit)
    usecases.set_period(
        unit,
        assignment_id=assignment.id,
        starts_on=date(2027, 2, 8),
        ends_on=date(2027, 3, 7),
    )
    assert assignment.starts_on == date(2027, 2, 8)
    usecases.clear_assignment(unit, assignment_id=assignment.id, on_file=ON_FILE)

    with pytest.raises(Conflict, match="fixed"):
        assignment.set_period(date(2027, 3, 1), date(2027, 3, 7), NOON)


def test_the_flight_leaves_in_the_week_before_work_and_never_today():
    today = date(2027, 1, 29)

    assert travel_window(date(2027, 2, 1), today) == (date(2027, 1, 30), date(2027, 1, 31))
    with pytest.raises(Conflict, match="2027-01-30"):
        travel_window(today + timedelta(days=1), today)


def test_every_verb_of_the_machine_is_reachable_from_the_first_state():
    reached, frontier = set(), {MACHINE.initial}
    while frontier:
        state = frontier.pop()
        reached.add(state)
        frontier |= {MACHINE.next(state, verb) for verb in MACHINE.verbs(state)} - reached

    assert reached == set(Status)
