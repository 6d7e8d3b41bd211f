"""Assignments moved at random: nothing stands still unowned, and all can be called off.

Travel's word comes late, twice and out of order; a word that is not understood yet comes again.
SEED=n repeats a run.
"""

import os
from datetime import UTC, datetime

from expert_builders import ON_FILE, a_selected_expert
from expert_stores import a_unit, told
from hypothesis import HealthCheck, seed
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.chassis.errors import NotYet, Refusal
from services.expert_deployment.assignments import usecases
from services.expert_deployment.assignments.model import MACHINE, Outcome, Status
from services.expert_deployment.assignments.store import AssignmentStore
from services.expert_deployment.vacancies.model import Mode
from services.expert_deployment.vacancies.model import Status as VacancyStatus
from services.expert_deployment.vacancies.usecases import vacancy_of
from tests.examples import examples

SEED = int(os.environ.get("SEED", "20261124"))
BRIEF = examples(
    25,
    stateful_step_count=25,
    database=None,
    suppress_health_check=list(HealthCheck),
)
FIRST_DAY = datetime(2027, 2, 1, 9, 0, tzinfo=UTC)
BEFORE_BOARDING = {
    Status.SELECTED,
    Status.CLEARED,
    Status.TRAVEL_NEEDED,
    Status.BOOKED,
    Status.NO_JOURNEY,
}
# What may be said of a journey after what was said last.
FOLLOWS = {
    "": ("book", "lose_journey"),
    "book": ("depart", "miss_flight", "lose_journey"),
    "depart": ("arrive",),
}


class AnAssignment(RuleBasedStateMachine):
    """An expert who travels. `said` is what travel said, and `unheard` what is still on its way."""

    vacancy = {}  # noqa: RUF012 - what the tests change

    def __init__(self):
        super().__init__()
        self.unit = a_unit()
        self.assignment_id = a_selected_expert(self.unit, **self.vacancy)
        self.journey, self.said, self.unheard = 0, [], []

    @property
    def assignment(self):
        return self.unit.store(AssignmentStore).get(self.assignment_id)

    def tried(self, act, **more):
        before = (self.assignment.status, self.assignment.waits_for, self.assignment.version)
        try:
            act(self.unit, assignment_id=self.assignment_id, **more)
        except Refusal:
            now = (self.assignment.status, self.assignment.waits_for, self.assignment.version)
            assert now == before
            return False
        return True

    @rule(kept=st.sets(st.sampled_from(sorted(ON_FILE))))
    def clear(self, kept):
        """R-EXP-06: nobody is cleared while something that is needed is not on file."""
        filed = {name: ON_FILE[name] for name in kept}
        if self.tried(usecases.clear_assignment, on_file=filed) and self.assignment.mode.travels:
            assert kept == set(ON_FILE), "cleared with something missing"
            self.begin_journey()

    @rule()
    def clear_with_all(self):
        self.clear(set(ON_FILE))

    @rule()
    def ask_again(self):
        if self.tried(usecases.request_travel, origin_airport="AMS"):
            self.begin_journey()

    def begin_journey(self):
        self.journey, self.said = self.journey + 1, []

    @precondition(lambda self: self.journey)
    @rule(number=st.integers(0, 2))
    def travel_says(self, number):
        following = FOLLOWS.get(self.said[-1] if self.said else "", ())
        if following:
            verb = following[number % len(following)]
            self.said.append(verb)
            self.unheard.append((verb, f"m-{self.journey}", len(self.said)))

    @precondition(lambda self: self.unheard)
    @rule(number=st.integers(0, 9), keep=st.booleans())
    def hear(self, number, keep):
        """Any of what is on its way arrives; what is kept will arrive once more."""
        at = number % len(self.unheard)
        verb, movement_id, sequence = self.unheard[at]
        self.unit.message = told(sequence)
        try:
            ids = {"movement_id": movement_id, "assignment_id": self.assignment_id}
            usecases.follow_journey(self.unit, verb, **ids)
        except NotYet:
            return
        finally:
            self.unit.message = None
        if not keep:
            self.unheard.pop(at)

    @rule()
    def start(self):
        """Online it begins on its first day; who travels begins by arriving, on whatever day."""
        if not self.assignment.mode.travels:
            self.unit.clock = max(self.unit.clock, FIRST_DAY)
        self.tried(usecases.start_online)

    @rule()
    def last_day(self):
        usecases.pass_last_day(self.unit, assignment_id=self.assignment_id)

    @rule()
    def end(self):
        reports = {"expert_report": "DOC-1", "host_report": "DOC-2"}
        self.tried(usecases.end_assignment, outcome=Outcome.COMPLETED, **reports)

    @rule(sure=st.integers(0, 9))
    def withdraw(self, sure):
        if sure == 0:
            self.tried(usecases.withdraw_assignment, reason_code="family")

    @invariant()
    def it_says_what_it_waits_for_who_must_act_and_by_when(self):
        said = (self.assignment.waits_for, self.assignment.owner, self.assignment.due_at)
        assert all(said) or (MACHINE.final(self.assignment.status) and not any(said))

    @invariant()
    def nobody_works_who_did_not_arrive(self):
        if self.assignment.mode.travels and self.assignment.status is Status.STARTED:
            assert "arrive" in self.said

    def teardown(self):
        """A withdrawal before the flight ends in a vacancy that is open, and a journey put back."""
        boarded = "depart" in self.said or "arrive" in self.said
        if self.assignment.status not in BEFORE_BOARDING or boarded:
            return
        usecases.withdraw_assignment(
            self.unit, assignment_id=self.assignment_id, reason_code="other"
        )
        if self.said[-1:] not in ([], ["book"]):
            self.hear_the_rest()
        else:
            self.said.append("lose_journey")
            self.unheard.append(("lose_journey", f"m-{self.journey}", len(self.said)))
            self.hear_the_rest()
        assert self.assignment.status is Status.WITHDRAWN
        asked_by = vacancy_of(self.unit, self.assignment.vacancy_id)
        assert asked_by.status is VacancyStatus.PUBLISHED

    def hear_the_rest(self):
        for verb, movement_id, sequence in sorted(self.unheard, key=lambda one: one[1:]):
            self.unit.message = told(sequence)
            ids = {"movement_id": movement_id, "assignment_id": self.assignment_id}
            usecases.follow_journey(self.unit, verb, **ids)
        self.unit.message = None


class AnAssignmentOnline(AnAssignment):
    vacancy = {  # noqa: RUF012
        "mode": Mode.VIRTUAL,
        "country": "SO",
        "sector": "water",
        "destination_airport": None,
    }

    @rule(kept=st.just(set()))
    def clear(self, kept):
        self.tried(usecases.clear_assignment, on_file={name: ON_FILE[name] for name in kept})

    @invariant()
    def nobody_travels(self):
        assert not self.journey
        assert "assignment_travel_needed" not in self.unit.published_names()


def driven(machine):
    case = seed(SEED)(machine).TestCase
    case.settings = BRIEF
    return case


TestAnAssignmentOverTime = driven(AnAssignment)
TestAnAssignmentOnlineOverTime = driven(AnAssignmentOnline)
