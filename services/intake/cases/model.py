"""A case: one person or family that asks for help, from the first talk to the end.

Every change goes through a verb of the machine (states of journeys apart): it says what is waited
for next, who must act and by when, and returns the fact that records it where others must know.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.intake.events import CaseClosed, CaseDeclined, CaseOpened, CaseWithdrawn
from services.intake.journeys.model import Journey
from services.intake.states.model import MACHINE, CaseStatus
from services.intake.states.rules import next_step

ESCALATED_TO = "supervisor"
ESCALATION = timedelta(days=3)
CLOSING = "the closing of the case"
CORRECTABLE = {
    CaseStatus.OPEN,
    CaseStatus.APPLIED,
    CaseStatus.ELIGIBLE,
    CaseStatus.CLEARANCE_REQUESTED,
    CaseStatus.CLEARANCE_REFUSED,
    CaseStatus.DTV_DECISION,
    CaseStatus.CLEARED,
}


class Kind(StrEnum):
    VOLUNTARY_RETURN = "voluntary_return"


@dataclass(eq=False)
class Person:
    """A traveller. Who it is, is sealed under the person's own key; only ids are readable."""

    person_id: str
    case_ref: str
    position: int
    sealed: bytes
    departed_on: date | None = None


@dataclass(eq=False)
class Case:
    case_ref: str
    kind: Kind
    opened_on: date
    applicant_id: str
    destination_country: str
    destination_airport: str
    origin_airport: str
    not_before: date
    not_after: date
    sealed_facts: bytes
    entered_at: datetime
    status: CaseStatus = CaseStatus.OPEN
    version: int = 1
    application_date: date | None = None
    waits_for: str | None = None
    owner: str | None = None
    due_at: datetime | None = None
    reminded_for: datetime | None = None
    overdue: bool = False
    was_accepted: bool = False
    outcome: str | None = None
    people: list[Person] = field(default_factory=list)
    journey: Journey = field(default_factory=Journey)

    def __post_init__(self) -> None:
        self._check_window()
        self._wait(self.entered_at)

    def _check_window(self) -> None:
        if self.not_after < self.not_before:
            raise Invalid("window-reversed", "The last day of travel lies before the first.")

    @property
    def person_ids(self) -> set[str]:
        return {person.person_id for person in self.people}

    @property
    def ended(self) -> bool:
        return MACHINE.final(self.status)

    def opened(self) -> CaseOpened:
        return CaseOpened(case_ref=self.case_ref, kind=self.kind, opened_on=self.opened_on)

    def correct(self) -> None:
        """Facts may be corrected until the journey is being arranged."""
        if self.status not in CORRECTABLE:
            raise Conflict("wrong-state", f"The facts of a case that is {self.status} are fixed.")
        self.version += 1

    def plan(self, **changes: Any) -> None:
        """Change where the journey goes, or when."""
        for name, value in changes.items():
            setattr(self, name, value)
        self._check_window()

    def touch(self) -> None:
        """Something that belongs to the case, such as a safeguard, changed."""
        if self.ended:
            raise Conflict("wrong-state", f"The case is {self.status}; nothing can be added to it.")
        self.version += 1

    def sign(self, signed_on: date, now: datetime) -> None:
        """Both signatures are given on one date, which is the application date (R-REAN-12)."""
        self._move("sign", now)
        self.application_date = signed_on

    def check_decidable(self) -> None:
        """Refuse where an eligibility decision could not lead anywhere."""
        MACHINE.next(self.status, "decline")

    def found_eligible(self, now: datetime) -> None:
        """A case that is past this step already stays where it is."""
        if self.status is CaseStatus.APPLIED:
            self._move("find_eligible", now)
        else:
            self.version += 1

    def left_open(self) -> None:
        """The decision lacks facts: nothing moves."""
        self.version += 1

    def decline(self, reason_codes: tuple[str, ...], now: datetime) -> CaseDeclined:
        self._move("decline", now)
        self.outcome = "declined"
        return CaseDeclined(case_ref=self.case_ref, reason_codes=reason_codes)

    def ask_clearance(self, now: datetime, within: timedelta) -> None:
        self._move("ask_clearance", now, within=within)

    def grant_clearance(self, now: datetime) -> None:
        self._move("grant_clearance", now)

    def refuse_clearance(self, now: datetime) -> None:
        self._move("refuse_clearance", now)

    def await_dtv(self, now: datetime) -> None:
        """R-REAN-14: removal steps are running; the DT&V chooses."""
        self._move("await_dtv", now)

    def check_acceptable(self) -> None:
        """Refuse before anything is asked again."""
        MACHINE.next(self.status, "accept")

    def accept(self, now: datetime, book_by: datetime) -> None:
        """R-REAN-20: the booking is due 28 days after the application was signed."""
        self._move("accept", now)
        self.was_accepted = True
        self.due_at = max(book_by, now + ESCALATION)

    def note_late_booking(self) -> bool:
        """R-REAN-20: mark a case that ought to have been booked by now; say if it is one."""
        if self.ended or self.status not in {*CORRECTABLE, CaseStatus.ACCEPTED}:
            return False
        self.version += 1
        self.overdue = True
        return True

    def withdraw(self, reason_code: str, today: date, now: datetime) -> CaseWithdrawn:
        """R-REAN-15: possible in every state before boarding; everything is put back."""
        if self.journey.gone():
            raise Conflict("already-departed", "Somebody has boarded; this is no longer possible.")
        self._move("withdraw", now)
        self.outcome = reason_code
        return CaseWithdrawn(case_ref=self.case_ref, withdrawn_on=today, reason_code=reason_code)

    def reopen(self, now: datetime) -> None:
        """After a no-show the person still wants to leave: the journey begins again."""
        self._move("reopen", now)
        self.journey = self.journey.begin_again()
        self.was_accepted = False

    def close(self, outcome: str | None, now: datetime) -> CaseClosed:
        if self.status is CaseStatus.ARRIVED and not self.journey.completed:
            raise Conflict("reintegration-open", "Reintegration has not been completed yet.")
        before = self.status
        self._move("close", now)
        self.outcome = outcome or OUTCOMES[before]
        return CaseClosed(case_ref=self.case_ref, outcome=self.outcome)

    def learn(self, journey: Journey, now: datetime) -> list[str]:
        """Take in what was told, go where it leads, and return the steps that were taken."""
        self.journey = journey
        self.version += 1
        steps: list[str] = []
        while (
            verb := next_step(self.status, self.person_ids, journey, self.outstanding())
        ) is not None:
            self._move(verb, now)
            steps.append(verb)
        self._date(now)
        return steps

    def settle(self, now: datetime) -> list[str]:
        """Go where what is already known leads, such as to withdrawn if nothing was opened."""
        return self.learn(self.journey, now)

    def outstanding(self) -> tuple[str, ...]:
        """What must still be put back."""
        return self.journey.outstanding(expected=self.was_accepted)

    def escalate(self, status: str, due_at: str, now: datetime) -> bool:
        """When the deadline of a state has passed, the supervisor must act. Old news is ignored."""
        if self.status != status or self.due_at != datetime.fromisoformat(due_at):
            return False
        self.version += 1
        self.overdue, self.owner, self.due_at = True, ESCALATED_TO, now + ESCALATION
        return True

    def _next_step(self) -> str | None:
        return next_step(self.status, self.person_ids, self.journey, self.outstanding())

    def _date(self, now: datetime) -> None:
        """Some deadlines follow from what was told: the day of departure, the end of the money."""
        if self.status is CaseStatus.BOOKED and (departs_at := self.journey.departs_at()):
            self.due_at = departs_at
        elif self.status is CaseStatus.ARRIVED and self.journey.completed and not self.closing:
            self.waits_for, self.due_at = CLOSING, now + timedelta(days=14)

    @property
    def closing(self) -> bool:
        return self.waits_for == CLOSING

    def _move(self, verb: str, now: datetime, *, within: timedelta | None = None) -> None:
        self.status = CaseStatus(MACHINE.next(self.status, verb))
        self.version += 1
        self.overdue = False
        self._wait(now, within)

    def _wait(self, now: datetime, within: timedelta | None = None) -> None:
        wait = MACHINE.wait(self.status)
        self.entered_at = now
        self.waits_for = wait.waits_for if wait else None
        self.owner = wait.owner if wait else None
        self.due_at = (now + (within or wait.within)) if wait else None


OUTCOMES = {
    CaseStatus.ARRIVED: "returned",
    CaseStatus.CLEARANCE_REFUSED: "clearance_refused",
}
