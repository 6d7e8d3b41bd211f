"""A contact: somebody asks about return, is told what there is, and decides, or does not.

It is free of obligation: it may end with nothing, and nobody is asked who they are before they
want to say so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.machine import Machine, Transition, Wait
from services.intake.deadlines.model import Waiting


class Channel(StrEnum):
    WALK_IN = "walk_in"
    TELEPHONE = "telephone"
    REFERRAL = "referral"
    SLIP = "slip"


# R-DET-01: who is held asks by slip or call; nobody else may start the contact.
OWN_REQUEST = frozenset({Channel.SLIP, Channel.TELEPHONE})


class Topic(StrEnum):
    RETURN = "return"
    REINTEGRATION = "reintegration"
    PROCEDURE = "procedure"
    TRAVEL_DOCUMENT = "travel_document"
    CARE_AT_DESTINATION = "care_at_destination"
    ENTRY_BAN = "entry_ban"
    CHILDREN = "children"
    TRAFFICKING = "trafficking"
    THIRD_COUNTRY = "third_country"
    FAMILY_REUNIFICATION = "family_reunification"
    DATA_PROTECTION = "data_protection"


class Interpreting(StrEnum):
    NONE = "none"
    TELEPHONE = "telephone"
    IN_PERSON = "in_person"


class Ending(StrEnum):
    NOTHING = "nothing"
    STAYS = "stays"
    REFERRED = "referred"
    OUT_OF_REACH = "out_of_reach"


class ContactStatus(StrEnum):
    ASKED = "asked"
    APPOINTED = "appointed"
    ADVISED = "advised"
    CASE_OPENED = "case_opened"
    ENDED = "ended"


C = ContactStatus

MACHINE = Machine(
    "contact",
    C.ASKED,
    (
        Transition(C.ASKED, "appoint", C.APPOINTED),
        Transition(C.APPOINTED, "appoint", C.APPOINTED),
        Transition(C.APPOINTED, "miss", C.ASKED),
        Transition(C.ASKED, "advise", C.ADVISED),
        Transition(C.APPOINTED, "advise", C.ADVISED),
        Transition(C.ADVISED, "advise", C.ADVISED),
        Transition(C.ADVISED, "appoint", C.APPOINTED),
        Transition(C.ADVISED, "open_case", C.CASE_OPENED),
        *(Transition(state, "end", C.ENDED) for state in (C.ASKED, C.APPOINTED, C.ADVISED)),
    ),
    (
        Wait(C.ASKED, "a talk, or an appointment for one", "counsellor", timedelta(days=7)),
        Wait(C.APPOINTED, "the appointment", "counsellor", timedelta(days=14)),
        Wait(C.ADVISED, "what the person wants, if anything", "counsellor", timedelta(days=90)),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Hours:
    """When a counsellor is at a place: on which day of the week (1 is Monday), and from when on."""

    place: str
    city: str
    kind: str
    weekday: int
    opens: time
    closes: time
    valid_from: date
    valid_to: date | None
    source: str

    def hold(self, local: datetime) -> bool:
        """Whether an instant of local time lies within them."""
        on_the_day = local.isoweekday() == self.weekday
        return on_the_day and self.opens <= local.time() < self.closes


@dataclass(eq=False, kw_only=True)
class Contact(Waiting):
    """Who it is, is sealed under the contact's own key, and only if the person wants to say it.

    `talks` holds what was told: topics, language, how it was interpreted, by whom, when.
    """

    contact_id: str
    channel: Channel
    language: str
    asked_on: date
    place: str | None = None
    referred_by: str | None = None
    sealed_person: bytes | None = None
    status: ContactStatus = ContactStatus.ASKED
    appointment_at: datetime | None = None
    missed: int = 0
    talks: list[dict[str, Any]] = field(default_factory=list)
    outcome: Ending | None = None
    case_ref: str | None = None

    @property
    def machine(self) -> Machine:
        return MACHINE

    def appoint(self, place: str, at: datetime, now: datetime) -> None:
        """The talk is to be at a consulting hour; the deadline is the appointment itself."""
        if at <= now:
            raise Invalid("in-past", "An appointment lies in the future.")
        self.move("appoint", now, within=at - now + timedelta(hours=2))
        self.place, self.appointment_at = place, at

    def miss(self, now: datetime) -> None:
        """The person did not come, which has no consequence: there is another appointment."""
        if self.appointment_at is None or now < self.appointment_at:
            raise Conflict("too-early", "The appointment has not been yet.")
        self.move("miss", now)
        self.missed, self.appointment_at = self.missed + 1, None

    def advise(
        self, topics: list[Topic], language: str, interpreting: Interpreting, by: str, now: datetime
    ) -> None:
        """Note what the person was told, and in which language."""
        self.move("advise", now)
        self.appointment_at = None
        told = {
            "topics": [str(topic) for topic in topics],
            "language": language,
            "interpreting": str(interpreting),
            "by": by,
            "at": now.isoformat(),
        }
        self.talks = [*self.talks, told]

    def open_case(self, case_ref: str, now: datetime) -> None:
        """The person decided to apply; what follows is the case's."""
        self.move("open_case", now)
        self.case_ref = case_ref

    def forget(self) -> None:
        """Who asked, and who sent whom, is gone; what was told and when stays, about nobody."""
        self.version += 1
        self.sealed_person, self.referred_by = None, None

    def end(self, outcome: Ending, now: datetime) -> None:
        """It ends with nothing, or elsewhere; asking again is always possible."""
        self.move("end", now)
        self.outcome, self.appointment_at = outcome, None
