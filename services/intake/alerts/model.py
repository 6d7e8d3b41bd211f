"""An alert: something of a case that breaks on a known day, and who must act before it does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.intake.deadlines.model import ESCALATED_TO


class What(StrEnum):
    BOOKING = "booking"
    DOCUMENT = "document"
    SAFEGUARD = "safeguard"
    VISA_COLLECTION = "visa_collection"
    VISA_ENTRY = "visa_entry"
    EXAMINATION = "examination"
    DETENTION = "detention"
    MINOR_IN_DETENTION = "minor_in_detention"
    CONFIDENTIAL = "confidential"
    LATE_COST = "late_cost"
    LETTER = "letter"
    MAJORITY = "majority"
    BOARDING = "boarding"
    REOPENED = "reopened"
    REGISTRATION = "registration"
    FLIGHT_DATA = "flight_data"
    ARRIVAL = "document_on_arrival"
    DOCUMENT_REQUEST = "document_request"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What breaks, under which rule, and how long before its owner is told."""

    rule_id: str
    sentence: str
    owner: str
    days_before: int
    escalates_to: str = ESCALATED_TO


RULES = {
    What.BOOKING: Rule(
        rule_id="R-REAN-20",
        sentence="Four weeks after the application nothing is booked.",
        owner="counsellor",
        days_before=7,
    ),
    What.DOCUMENT: Rule(
        rule_id="R-REAN-04",
        sentence="A travel document ends.",
        owner="counsellor",
        days_before=60,
    ),
    # Which one it is, such as a fitness to travel (R-MED-01), is a matter of health, not told here.
    What.SAFEGUARD: Rule(
        rule_id="",
        sentence="A safeguard of a traveller grows too old.",
        owner="counsellor",
        days_before=14,
    ),
    What.VISA_COLLECTION: Rule(
        rule_id="R-FAM-01",
        sentence="The MVV can no longer be collected.",
        owner="counsellor",
        days_before=30,
    ),
    What.VISA_ENTRY: Rule(
        rule_id="R-FAM-01",
        sentence="The MVV no longer lets its holder in.",
        owner="counsellor",
        days_before=30,
    ),
    What.EXAMINATION: Rule(
        rule_id="R-RES-04",
        sentence="The medical examination grows too old.",
        owner="medical",
        days_before=30,
    ),
    What.DETENTION: Rule(
        rule_id="R-DET-02",
        sentence="The detention reaches its maximum.",
        owner="counsellor",
        days_before=30,
    ),
    What.MINOR_IN_DETENTION: Rule(
        rule_id="R-DET-04",
        sentence="A minor is in detention.",
        owner="supervisor",
        days_before=0,
    ),
    # The month in which it is, not the day: that would tell a birth date.
    What.MAJORITY: Rule(
        rule_id="R-UAM-06",
        sentence="A minor comes of age in this month, and then decides anew.",
        owner="counsellor",
        days_before=60,
    ),
    # That it is the last look at a patient (R-MED-01) is a matter of health, not told here.
    What.BOARDING: Rule(
        rule_id="",
        sentence="Without what is done in the last three days a traveller does not board.",
        owner="counsellor",
        days_before=3,
    ),
    What.REOPENED: Rule(
        rule_id="",
        sentence="A safeguard is open again while a journey is being arranged.",
        owner="counsellor",
        days_before=3,
    ),
    # The two times are the practice of Germany (domain.md T4), and so a setting.
    What.REGISTRATION: Rule(
        rule_id="",
        sentence="From here on a registration for reintegration is too late for the flight.",
        owner="counsellor",
        days_before=7,
    ),
    What.FLIGHT_DATA: Rule(
        rule_id="",
        sentence="From here on it is too late to send the flight's data for reintegration.",
        owner="counsellor",
        days_before=3,
    ),
    # What it is and whom it is about stands elsewhere: it is shown to those alone who may know.
    What.CONFIDENTIAL: Rule(
        rule_id="",
        sentence="Something that is kept apart reaches its day.",
        owner="confidential",
        days_before=14,
        escalates_to="confidential_lead",
    ),
    What.LATE_COST: Rule(
        rule_id="R-FAM-04",
        sentence="A cost became known after the account of the family was settled.",
        owner="counsellor",
        days_before=14,
    ),
    What.LETTER: Rule(
        rule_id="R-AVRR-09",
        sentence="The case departs without the letter about its reintegration.",
        owner="counsellor",
        days_before=7,
    ),
    What.ARRIVAL: Rule(
        rule_id="R-REAN-04",
        sentence="A travel document ends before the journey, as it is booked now, may arrive.",
        owner="counsellor",
        days_before=60,
    ),
    What.HAND_OVER: Rule(
        rule_id="R-UAM-07",
        sentence="A child is at the destination, still with the escort: nobody may receive it.",
        owner="counsellor",
        days_before=0,
    ),
    What.DOCUMENT_REQUEST: Rule(
        rule_id="R-MOV-04",
        sentence="An authority that was asked for a document has not handed it over.",
        owner="counsellor",
        days_before=3,
    ),
}


@dataclass(eq=False, kw_only=True)
class Alert:
    """`about` is the person whom it concerns, or the case itself."""

    case_ref: str
    about: str
    what: What
    breaks_on: date
    alert_on: date
    owner: str
    alerted_at: datetime | None = None
    settled: bool = False

    @property
    def rule(self) -> Rule:
        return RULES[self.what]

    def move(self, breaks_on: date, alert_on: date) -> None:
        """It breaks on another day than was known, so it has to be told anew."""
        self.breaks_on, self.alert_on = breaks_on, alert_on
        self.owner, self.alerted_at, self.settled = self.rule.owner, None, False

    def tell(self, breaks_on: str, now: datetime) -> bool:
        """Tell its owner, and the second time the supervisor. Old news is ignored."""
        if self.settled or self.breaks_on.isoformat() != breaks_on:
            return False
        if self.alerted_at is not None:
            self.owner = self.rule.escalates_to
        self.alerted_at = now
        return True
