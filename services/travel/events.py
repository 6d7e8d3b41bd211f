"""The facts travel publishes. Fields may be added; nothing is renamed or removed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from services.chassis.messages import Event


@dataclass(frozen=True, kw_only=True)
class MovementFact(Event):
    """What every fact of travel says: which journey, and of which case or assignment."""

    about: ClassVar[str] = "movement_id"
    movement_id: str
    case_ref: str | None
    assignment_id: str | None


@dataclass(frozen=True, kw_only=True)
class MovementOpened(MovementFact):
    """A party needs a journey."""

    name: ClassVar[str] = "movement_opened"
    person_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MovementQuoted(MovementFact):
    """The agents answered, or their time passed, and the rules decided on their offers."""

    name: ClassVar[str] = "movement_quoted"
    offers_received: int
    offers_allowed: int
    chosen_offer_id: str | None
    agent: str | None


@dataclass(frozen=True, kw_only=True)
class MovementBooked(MovementFact):
    """The party has tickets; `departs_on` is the date in Amsterdam."""

    name: ClassVar[str] = "movement_booked"
    person_ids: tuple[str, ...]
    booking_reference: str
    agent: str
    departs_at: datetime
    arrives_at: datetime
    departs_on: date
    destination_airport: str


@dataclass(frozen=True, kw_only=True)
class MovementChanged(MovementFact):
    """A booked journey changed; `what` names the checks that must be done again."""

    name: ClassVar[str] = "movement_changed"
    what: tuple[str, ...]
    departs_at: datetime
    arrives_at: datetime


@dataclass(frozen=True, kw_only=True)
class MovementCancelled(MovementFact):
    """The party will not travel under this movement, and everything was put back."""

    name: ClassVar[str] = "movement_cancelled"
    reason_code: str


@dataclass(frozen=True, kw_only=True)
class DepartureDeclared(MovementFact):
    """A person signed the departure declaration at the airport."""

    name: ClassVar[str] = "departure_declared"
    person_id: str
    declared_at: datetime


@dataclass(frozen=True, kw_only=True)
class PersonDeparted(MovementFact):
    """A person left; `evidence` is border_notice, staff or, weakest, airline (R-REAN-19).

    `without`: what should have come first of whom the border saw leave all the same: the letter
    (R-AVRR-09), the departure_declaration (R-REAN-17).
    """

    name: ClassVar[str] = "person_departed"
    person_id: str
    departed_at: datetime
    evidence: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PersonArrived(MovementFact):
    """A person arrived; for an unaccompanied minor the receiver signed, and when (R-UAM-07)."""

    name: ClassVar[str] = "person_arrived"
    person_id: str
    arrived_at: datetime
    handed_over_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class HandOverFailed(MovementFact):
    """A child is at the destination, still with the escort: nobody could receive it (R-UAM-07)."""

    name: ClassVar[str] = "hand_over_failed"
    person_id: str
    kept_at: datetime
    reason_code: str
    waits_for: str
    owner: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class PersonBroughtBack(MovementFact):
    """A child who could not be handed over came back with the escort."""

    name: ClassVar[str] = "person_brought_back"
    person_id: str
    brought_back_at: datetime


@dataclass(frozen=True, kw_only=True)
class PersonNoShow(MovementFact):
    """A person did not board."""

    name: ClassVar[str] = "person_no_show"
    person_id: str
    noted_at: datetime


@dataclass(frozen=True, kw_only=True)
class TravelCostRecorded(MovementFact):
    """A ticket was paid (ticket), paid for though unused (penalty), or paid back (refund)."""

    name: ClassVar[str] = "travel_cost_recorded"
    cost_id: str
    kind: str
    amount_minor: int
    currency: str
    agent: str
    booking_reference: str


@dataclass(frozen=True, kw_only=True)
class MovementStuck(MovementFact):
    """A journey waited longer than it may."""

    name: ClassVar[str] = "movement_stuck"
    waits_for: str
    owner: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class ExpertErasureAcknowledged(Event):
    """Whatever was kept here about an erased expert can no longer be read."""

    name: ClassVar[str] = "expert_erasure_acknowledged"
    about: ClassVar[str] = "erasure_id"

    erasure_id: str
    person_id: str
    by: str
    awaits: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ErasureAcknowledged(Event):
    """Whatever was kept here about an erased person can no longer be read."""

    name: ClassVar[str] = "erasure_acknowledged"
    about: ClassVar[str] = "erasure_id"

    erasure_id: str
    case_ref: str
    person_id: str
    by: str
    awaits: tuple[str, ...] = ()
