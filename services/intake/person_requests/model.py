"""A person's request: to see, to correct or to be forgotten, answered within a term of law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from services.chassis.calendar import AMSTERDAM
from services.chassis.errors import Conflict
from services.chassis.machine import Machine, Transition, Wait
from services.intake.deadlines.model import Waiting

OFFICER = "privacy_officer"


class Right(StrEnum):
    """What is asked for."""

    ACCESS = "access"
    CORRECTION = "correction"
    ERASURE = "erasure"


class Subject(StrEnum):
    """Who asks: somebody of a case, who asked for advice, or an expert."""

    PERSON = "person"
    CONTACT = "contact"
    EXPERT = "expert"


class Answer(StrEnum):
    """By what a request is settled."""

    EXPORT_MADE = "export_made"
    CORRECTED = "corrected"
    ERASED = "erased"


ANSWERS = {
    Right.ACCESS: Answer.EXPORT_MADE,
    Right.CORRECTION: Answer.CORRECTED,
    Right.ERASURE: Answer.ERASED,
}


class RequestStatus(StrEnum):
    RECEIVED = "received"
    EXTENDED = "extended"
    ANSWERED = "answered"
    REFUSED = "refused"


S = RequestStatus
# The term itself is a row of request_terms.csv; these are the longest that any row may name.
MONTH, EXTENDED_MONTHS = timedelta(days=31), timedelta(days=92)

MACHINE = Machine(
    "request of a person",
    S.RECEIVED,
    [
        Transition(S.RECEIVED, "extend", S.EXTENDED),
        Transition(S.RECEIVED, "answer", S.ANSWERED),
        Transition(S.RECEIVED, "refuse", S.REFUSED),
        Transition(S.EXTENDED, "answer", S.ANSWERED),
        Transition(S.EXTENDED, "refuse", S.REFUSED),
    ],
    [
        Wait(S.RECEIVED, "the answer to the person", OFFICER, MONTH),
        Wait(S.EXTENDED, "the answer to the person, who was told why", OFFICER, EXTENDED_MONTHS),
    ],
)


@dataclass(eq=False, kw_only=True)
class PersonRequest(Waiting):
    """R-DP-06. `person_id` is the id of whoever asks: a person's, a contact's or an expert's.

    `first_due_on` ends the term of the law; `due_on` is later once the request was extended.
    """

    request_id: str
    right: Right
    subject: Subject
    person_id: str
    case_ref: str | None
    received_on: date
    recorded_by: str
    rules_version: str
    first_due_on: date
    due_on: date
    status: RequestStatus = RequestStatus.RECEIVED
    extended_on: date | None = None
    extension_reason: str | None = None
    answer: Answer | None = None
    closed_on: date | None = None
    closed_by: str | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.due_at = end_of(self.due_on)

    @property
    def machine(self) -> Machine:
        return MACHINE

    @property
    def late(self) -> bool:
        """Whether the answer came, or is missing still, after the day."""
        return self.overdue or (self.closed_on is not None and self.closed_on > self.due_on)

    def extend(self, until: date, reason: str, today: date, now: datetime) -> None:
        """Take longer, and say why: the person is told before the first term is over."""
        if today > self.first_due_on:
            raise Conflict(
                "term-over", f"The term ended on {self.first_due_on}; it can be extended no more."
            )
        self.move("extend", now)
        self.due_on, self.due_at = until, end_of(until)
        self.extended_on, self.extension_reason = today, reason

    def settle(self, by: str, today: date, now: datetime) -> None:
        """The person has what was asked for."""
        self.move("answer", now)
        self.answer, self.closed_on, self.closed_by = ANSWERS[self.right], today, by

    def refuse(self, reason: str, by: str, today: date, now: datetime) -> None:
        """The person is told why not, and where to complain."""
        self.move("refuse", now)
        self.reason, self.closed_on, self.closed_by = reason, today, by


def end_of(day: date) -> datetime:
    """Return the instant at which a day of the term is over."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=AMSTERDAM)
