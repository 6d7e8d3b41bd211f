"""Assignments: one expert's work at a host institution, from selection to two reports.

Nobody travels before allowance, insurance and security briefing are on file (R-EXP-06), and travel
is asked for the journey; who works online starts without one (R-EXP-04). A withdrawal is possible
until the flight leaves, and waits until travel has put the journey back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from services.chassis.errors import Conflict, Invalid, NotYet, Problem
from services.chassis.machine import Machine, Transition, Wait, Waits
from services.expert_deployment.events import (
    AssignmentCleared,
    AssignmentEnded,
    AssignmentStarted,
    AssignmentWithdrawn,
)
from services.expert_deployment.vacancies.model import OFFICER, Mode, Reason


class Status(StrEnum):
    SELECTED = "selected"
    CLEARED = "cleared"
    TRAVEL_NEEDED = "travel_needed"
    BOOKED = "booked"
    TRAVELLING = "travelling"
    NO_JOURNEY = "no_journey"
    STARTED = "started"
    REPORTS_DUE = "reports_due"
    ENDED = "ended"
    WITHDRAWING = "withdrawing"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    COMPLETED = "completed"
    CUT_SHORT = "cut_short"


MACHINE = Machine(
    "assignment",
    Status.SELECTED,
    (
        Transition(Status.SELECTED, "clear", Status.CLEARED),
        Transition(Status.SELECTED, "withdraw", Status.WITHDRAWN),
        Transition(Status.CLEARED, "start", Status.STARTED),
        Transition(Status.CLEARED, "ask_for_travel", Status.TRAVEL_NEEDED),
        Transition(Status.CLEARED, "withdraw", Status.WITHDRAWN),
        Transition(Status.TRAVEL_NEEDED, "book", Status.BOOKED),
        Transition(Status.TRAVEL_NEEDED, "lose_journey", Status.NO_JOURNEY),
        Transition(Status.TRAVEL_NEEDED, "withdraw", Status.WITHDRAWING),
        Transition(Status.BOOKED, "depart", Status.TRAVELLING),
        # The word of the arrival may overtake the word of the departure.
        Transition(Status.BOOKED, "arrive", Status.STARTED),
        Transition(Status.BOOKED, "miss_flight", Status.NO_JOURNEY),
        Transition(Status.BOOKED, "lose_journey", Status.NO_JOURNEY),
        Transition(Status.BOOKED, "withdraw", Status.WITHDRAWING),
        Transition(Status.TRAVELLING, "arrive", Status.STARTED),
        Transition(Status.NO_JOURNEY, "ask_for_travel", Status.TRAVEL_NEEDED),
        Transition(Status.NO_JOURNEY, "withdraw", Status.WITHDRAWN),
        Transition(Status.STARTED, "pass_last_day", Status.REPORTS_DUE),
        Transition(Status.STARTED, "end", Status.ENDED),
        Transition(Status.REPORTS_DUE, "end", Status.ENDED),
        Transition(Status.WITHDRAWING, "lose_journey", Status.WITHDRAWN),
        Transition(Status.WITHDRAWING, "miss_flight", Status.WITHDRAWN),
        # Who boarded in spite of the withdrawal is on the way, whatever the file says.
        Transition(Status.WITHDRAWING, "depart", Status.TRAVELLING),
        Transition(Status.WITHDRAWING, "arrive", Status.STARTED),
    ),
    (
        Wait(
            Status.SELECTED,
            "allowance, insurance and security briefing on file",
            OFFICER,
            timedelta(days=30),
        ),
        Wait(Status.CLEARED, "the first day of work", OFFICER, timedelta(days=60)),
        Wait(Status.TRAVEL_NEEDED, "a booked journey", "movement_officer", timedelta(days=28)),
        Wait(Status.BOOKED, "the departure", "movement_officer", timedelta(days=60)),
        Wait(Status.TRAVELLING, "word of the arrival", "movement_officer", timedelta(days=3)),
        Wait(
            Status.NO_JOURNEY,
            "a new request for a journey, or a withdrawal",
            OFFICER,
            timedelta(days=14),
        ),
        Wait(Status.STARTED, "the last day of work", OFFICER, timedelta(days=200)),
        Wait(Status.REPORTS_DUE, "the reports of the expert and the host", OFFICER, timedelta(30)),
        Wait(
            Status.WITHDRAWING,
            "travel to put the journey back",
            "movement_officer",
            timedelta(days=1),
        ),
    ),
)


@dataclass
class Assignment(Waits):
    id: str
    vacancy_id: str
    expert_id: str
    programme: str
    country: str
    mode: Mode
    starts_on: date
    ends_on: date
    destination_airport: str | None = None
    origin_airport: str = "AMS"
    case_ref: str | None = None
    part: int = 1
    status: Status = Status.SELECTED
    on_file: Mapping[str, Any] = field(default_factory=dict)
    reasons: Sequence[Mapping[str, Any]] = ()
    movement_id: str | None = None
    heard: Mapping[str, int] = field(default_factory=dict)
    expert_report: str | None = None
    host_report: str | None = None
    outcome: str | None = None
    reason_code: str | None = None
    waits_for: str | None = None
    owner: str | None = None
    due_at: datetime | None = None
    version: int = 0

    @property
    def over(self) -> bool:
        return MACHINE.final(self.status)

    def opened(self, now: datetime) -> None:
        """Enter the first state."""
        self._enter(Status.SELECTED, now)

    def set_period(self, starts_on: date, ends_on: date, now: datetime) -> None:
        """Agree other days of work, while no journey has been asked for (R-EXP-05)."""
        if self.status not in {Status.SELECTED, Status.NO_JOURNEY}:
            raise Conflict("wrong-state", f"The days of work are fixed: it is {self.status}.")
        self.starts_on, self.ends_on = starts_on, ends_on
        self._enter(self.status, now)

    def clear(
        self, on_file: Mapping[str, Any], reasons: Sequence[Reason], now: datetime
    ) -> AssignmentCleared:
        """Record what is on file; refuse while something that is needed is missing (R-EXP-06)."""
        following = MACHINE.next(self.status, "clear")
        missing = [reason for reason in reasons if not reason.passed]
        if missing:
            raise Invalid(
                "not-on-file",
                " ".join(reason.sentence for reason in missing),
                [Problem(pointer=r.pointer, detail=f"{r.rule}: {r.sentence}") for r in missing],
            )
        self.on_file = dict(on_file)
        self.reasons = [vars(reason) for reason in reasons]
        self._enter(following, now)
        return AssignmentCleared(assignment_id=self.id)

    def ask_for_travel(self, now: datetime) -> None:
        """Only who travels needs a journey; the fact itself holds what is sealed for travel."""
        if not self.mode.travels:
            raise Conflict("no-journey", "An assignment online needs no journey (R-EXP-04).")
        self._enter(MACHINE.next(self.status, "ask_for_travel"), now)

    def start(self, today: date, now: datetime) -> AssignmentStarted:
        """Start online. Who travels starts by arriving."""
        if self.mode.travels:
            raise Conflict("starts-by-arriving", "Who travels starts when the arrival is known.")
        if today < self.starts_on:
            raise Conflict("too-early", f"The first day of work is {self.starts_on}.")
        self._enter(MACHINE.next(self.status, "start"), now)
        return AssignmentStarted(assignment_id=self.id)

    def follow_journey(
        self, verb: str, *, movement_id: str, sequence: int, now: datetime
    ) -> AssignmentStarted | None:
        """Take travel's word on the journey; old news changes nothing."""
        if sequence and sequence <= self.heard.get(movement_id, 0):
            return None
        if verb not in MACHINE.verbs(self.status):
            if self.status is Status.TRAVEL_NEEDED:
                raise NotYet(f"The booking of assignment {self.id} has not been heard of yet.")
            return None
        self.heard = {**self.heard, movement_id: sequence}
        self.movement_id = movement_id
        self._enter(MACHINE.next(self.status, verb), now)
        started = self.status is Status.STARTED
        return AssignmentStarted(assignment_id=self.id) if started else None

    def pass_last_day(self, now: datetime) -> None:
        """The work is over by the calendar: two reports are due (R-EXP-07)."""
        self._enter(MACHINE.next(self.status, "pass_last_day"), now)

    def end(
        self, outcome: Outcome, *, expert_report: str, host_report: str, now: datetime
    ) -> AssignmentEnded:
        """End with both reports on file."""
        self._enter(MACHINE.next(self.status, "end"), now)
        self.expert_report, self.host_report = expert_report, host_report
        self.outcome = outcome.value
        return AssignmentEnded(assignment_id=self.id, outcome=outcome.value)

    def withdraw(self, reason_code: str, now: datetime) -> AssignmentWithdrawn:
        """Stop it before the flight leaves. With a journey under way it waits for travel."""
        self._enter(MACHINE.next(self.status, "withdraw"), now)
        self.reason_code = reason_code
        return AssignmentWithdrawn(assignment_id=self.id, reason_code=reason_code)

    def _enter(self, status: str, now: datetime) -> None:
        self.status = Status(status)
        self.take_over(MACHINE.wait(self.status), now)
        self.version += 1
