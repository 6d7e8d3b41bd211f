"""A case: one person or family that asks for help, from the first talk to the end.

Every change goes through a verb of the machine of its kind: it says what is waited for next, who
must act and by when, and returns the fact that records it where others must know.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.machine import Machine
from services.intake.deadlines.model import ESCALATION, Waiting
from services.intake.events import CaseClosed, CaseDeclined, CaseOpened, CaseWithdrawn
from services.intake.journeys.model import Journey
from services.intake.kinds.model import LEAVING, MACHINES, Kind
from services.intake.states.model import BEFORE_JOURNEY, OF_ONE_JOURNEY, OUTCOMES, CaseStatus
from services.intake.states.rules import FIXED, next_preparation, next_step

CLOSING, DEPARTURE, HAND_OVER = "the closing of the case", "the departure", timedelta(hours=48)


@dataclass(eq=False)
class Person:
    """A traveller. Who it is, is sealed under the person's own key; only ids are readable."""

    person_id: str
    case_ref: str
    position: int
    sealed: bytes
    departed_on: date | None = None


@dataclass(eq=False, kw_only=True)
class Case(Waiting):
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
    status: CaseStatus = CaseStatus.OPEN
    application_date: date | None = None
    was_accepted: bool = False
    # Is the journey hidden, and who may not board, as travel was told? Why, is not kept here.
    restricted: bool = False
    on_hold: list[str] = field(default_factory=list)
    outcome: str | None = None
    # What has been prepared, by the verb it calls for; and what is held until the case ends.
    prepared: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    journey: Journey = field(default_factory=Journey)

    def __post_init__(self) -> None:
        self._check_window()
        super().__post_init__()

    def _check_window(self) -> None:
        if self.not_after < self.not_before:
            raise Invalid("window-reversed", "The last day of travel lies before the first.")

    @property
    def person_ids(self) -> set[str]:
        return {person.person_id for person in self.people}

    @property
    def machine(self) -> Machine:
        return MACHINES[self.kind]

    def opened(self) -> CaseOpened:
        return CaseOpened(case_ref=self.case_ref, kind=self.kind, opened_on=self.opened_on)

    def correct(self) -> None:
        """Facts may be corrected until the journey is being arranged."""
        if self.status not in BEFORE_JOURNEY:
            raise Conflict("wrong-state", FIXED.format(self.status))
        self.version += 1

    def plan(self, **changes: Any) -> None:
        """Change where the journey goes, or when."""
        for name, value in changes.items():
            setattr(self, name, value)
        self._check_window()

    def touch(self, *, unsettled: bool = False) -> None:
        """Something of the case changed; one that has ended may still be `unsettled` in money."""
        if self.ended and not unsettled:
            raise Conflict("wrong-state", f"The case is {self.status}; nothing can be added to it.")
        self.version += 1

    def sign(self, signed_on: date, now: datetime) -> None:
        """Both signatures are given on one date, which is the application date (R-REAN-12).

        Who comes to the Netherlands also agrees to the journey; no state waits for it.
        """
        if self.kind in LEAVING:
            self.move("sign", now)
        else:
            self.correct()
        self.application_date = signed_on

    def check_decidable(self) -> None:
        """Refuse where an eligibility decision could not lead anywhere."""
        self.machine.next(self.status, "decline")

    def found_eligible(self, now: datetime) -> None:
        """A case that is past this step already stays where it is."""
        if self.status is CaseStatus.APPLIED:
            self.move("find_eligible", now)
        else:
            self.version += 1

    def left_open(self) -> None:
        """The decision lacks facts: nothing moves."""
        self.version += 1

    def decline(self, reason_codes: tuple[str, ...], now: datetime) -> CaseDeclined:
        self.move("decline", now)
        self.outcome = "declined"
        return CaseDeclined(case_ref=self.case_ref, reason_codes=reason_codes)

    def ask_clearance(self, now: datetime, within: timedelta) -> None:
        self.move("ask_clearance", now, within=within)

    def grant_clearance(self, now: datetime) -> None:
        self.move("grant_clearance", now)

    def refuse_clearance(self, now: datetime) -> None:
        self.move("refuse_clearance", now)

    def await_dtv(self, now: datetime) -> None:
        """R-REAN-14: removal steps are running; the DT&V chooses."""
        self.move("await_dtv", now)

    def check_acceptable(self) -> None:
        """Refuse before anything is asked again."""
        self.machine.next(self.status, "accept")

    def accept(self, now: datetime, book_by: datetime) -> None:
        """R-REAN-20: the booking is due 28 days after the application was signed."""
        self.move("accept", now)
        self.was_accepted = True
        self.due_at = max(book_by, now + ESCALATION)

    def note_late_booking(self) -> bool:
        """R-REAN-20: mark a case that ought to have been booked by now; say if it is one."""
        if self.ended or self.status not in {*BEFORE_JOURNEY, CaseStatus.ACCEPTED}:
            return False
        self.version += 1
        self.overdue = True
        return True

    def withdraw(self, reason_code: str, today: date, now: datetime) -> CaseWithdrawn:
        """R-REAN-15: possible in every state before boarding; everything is put back."""
        if self.journey.gone():
            raise Conflict("already-departed", "Somebody has boarded; this is no longer possible.")
        self.move("withdraw", now)
        self.outcome = reason_code
        return CaseWithdrawn(case_ref=self.case_ref, withdrawn_on=today, reason_code=reason_code)

    def reopen(self, now: datetime) -> None:
        """After a no-show the person still wants to leave: the journey begins again."""
        self.move("reopen", now)
        self.journey = self.journey.begin_again()
        self.was_accepted = False

    def close(self, outcome: str | None, now: datetime) -> CaseClosed:
        if self.status is CaseStatus.ARRIVED and not self.journey.completed:
            raise Conflict("reintegration-open", "Reintegration has not been completed yet.")
        if self.held:
            raise Conflict("still-held", f"This is not settled yet: {', '.join(self.held)}.")
        before = self.status
        self.move("close", now)
        self.outcome = outcome or OUTCOMES[before]
        return CaseClosed(case_ref=self.case_ref, outcome=self.outcome)

    def advise(self, now: datetime) -> CaseClosed:
        """R-FAM-02: advice was all that was asked for."""
        self.move("advise", now)
        self.outcome = "advised"
        return CaseClosed(case_ref=self.case_ref, outcome=self.outcome)

    def learn(self, journey: Journey, now: datetime) -> list[str]:
        """Take in what was told, go where it leads, and return the steps that were taken."""
        self.journey = journey
        self.version += 1
        steps: list[str] = []
        while (verb := self._called_for()) is not None:
            self.move(verb, now)
            steps.append(verb)
        self._date(now)
        return steps

    def settle(self, now: datetime) -> list[str]:
        """Go where what is already known leads, such as to withdrawn if nothing was opened."""
        return self.learn(self.journey, now)

    def prepare(self, verb: str, now: datetime) -> list[str]:
        """Something that this kind of case needs is done; go where that leads."""
        self.touch()
        self.prepared = sorted({*self.prepared, verb})
        return self.settle(now)

    def hold(self, thing: str) -> None:
        """Something was taken in, such as a deposit; the case cannot end before it is settled."""
        self.held = sorted({*self.held, thing})

    def let_go(self, thing: str) -> None:
        self.held = [other for other in self.held if other != thing]

    def hide_journey(self, now: datetime, *, hidden: bool) -> None:
        """R-VOT-04: from now on not even the deadline tells when the journey is."""
        self.restricted = hidden
        self._date(now)

    def outstanding(self) -> tuple[str, ...]:
        """What must still be put back."""
        return (*self.journey.outstanding(expected=self.was_accepted), *self.held)

    def _called_for(self) -> str | None:
        step = next_step(self.status, self.person_ids, self.journey, self.outstanding())
        return step or next_preparation(self.machine, self.status, self.prepared)

    def _date(self, now: datetime) -> None:
        """Some deadlines follow from what was told: the day of departure, the end of the money."""
        arrived = self.status is CaseStatus.ARRIVED
        if self.waits_for == DEPARTURE and (departs_at := self.journey.departs_at()):
            last_day = datetime.combine(self.not_after, time.max, tzinfo=UTC)
            self.due_at = last_day if self.restricted else departs_at
        elif arrived and self.kind is Kind.RESETTLEMENT and not self.overdue:
            # The clock of the COA starts when the people arrive, not when we hear of it.
            self.due_at = (self.journey.arrived_at() or now) + HAND_OVER
        elif arrived and self.kind in LEAVING and self.journey.completed and not self.closing:
            self.waits_for, self.due_at = CLOSING, now + timedelta(days=14)

    @property
    def closing(self) -> bool:
        return self.waits_for == CLOSING

    def move(self, verb: str, now: datetime, *, within: timedelta | None = None) -> None:
        if verb in {"unbook", "reopen"}:
            self.prepared = [one for one in self.prepared if one not in OF_ONE_JOURNEY]
        super().move(verb, now, within=within)
