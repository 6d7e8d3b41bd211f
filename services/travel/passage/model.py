"""The passage of a party: who signed, boarded, stayed, arrived, or was brought back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from services.travel import events
from services.travel.journeys.model import Errand, Journey
from services.travel.travellers.model import Evidence, NotHandedOver, Party, TravellerStatus
from services.travel.waits.model import MOVEMENT, Status, Waiting

AFTER_ARRIVAL = timedelta(hours=24)

Fact = TypeVar("Fact", bound=events.MovementFact)


@dataclass(kw_only=True)
class Passage(Waiting, Errand, Journey, Party):
    """What a movement does from the airport on, person by person."""

    id: str
    status: Status = Status.QUOTING

    def declare(self, person_id: str, at: datetime) -> events.DepartureDeclared:
        MOVEMENT.next(self.status, "depart")
        self.traveller(person_id).declare(at)
        self.version += 1
        return self._fact(events.DepartureDeclared, person_id=person_id, declared_at=at)

    def depart(
        self, now: datetime, person_id: str, at: datetime, evidence: Evidence
    ) -> events.PersonDeparted:
        MOVEMENT.next(self.status, "depart")
        traveller = self.traveller(person_id)
        traveller.depart(at, evidence, declares=self.leaves_for_good)
        self._close_boarding(now)
        without = tuple(traveller.left_without or ())
        gone = {"departed_at": at, "evidence": evidence, "without": without}
        return self._fact(events.PersonDeparted, person_id=person_id, **gone)

    def miss(self, now: datetime, person_id: str, at: datetime) -> events.PersonNoShow:
        MOVEMENT.next(self.status, "miss")
        self.traveller(person_id).miss()
        self._close_boarding(now)
        return self._fact(events.PersonNoShow, person_id=person_id, noted_at=at)

    def arrive(
        self, now: datetime, person_id: str, at: datetime, handed_over_at: datetime | None = None
    ) -> events.PersonArrived:
        MOVEMENT.next(self.status, "arrive")
        self.traveller(person_id).arrive(at, handed_over_at)
        self._close_arrivals(now)
        there = {"arrived_at": at, "handed_over_at": handed_over_at}
        return self._fact(events.PersonArrived, person_id=person_id, **there)

    def keep(
        self, now: datetime, person_id: str, at: datetime, because: NotHandedOver
    ) -> events.HandOverFailed:
        """R-UAM-07: the escort does not leave a child whom nobody may receive."""
        MOVEMENT.next(self.status, "keep")
        self.traveller(person_id).keep(at, because)
        self._move("keep", now)
        waits = {"waits_for": self.waits_for, "owner": self.owner, "due_at": self.due_at}
        kept = {"kept_at": at, "reason_code": because}
        return self._fact(events.HandOverFailed, person_id=person_id, **kept, **waits)

    def bring_back(self, now: datetime, person_id: str, at: datetime) -> events.PersonBroughtBack:
        MOVEMENT.next(self.status, "bring_back")
        self.traveller(person_id).bring_back()
        self._close_arrivals(now)
        return self._fact(events.PersonBroughtBack, person_id=person_id, brought_back_at=at)

    def _close_boarding(self, now: datetime) -> None:
        """When everybody left or stayed, the movement has left, if only in part."""
        if self.somebody_waits_to_board:
            self.version += 1
        elif self.somebody_is_under_way:
            self._move("depart", now, self.times()[1] + AFTER_ARRIVAL)
        else:
            self._move("miss", now)

    def _close_arrivals(self, now: datetime) -> None:
        """When everybody is somewhere, the journey is over; a child who is kept holds it open."""
        if self.somebody_is(TravellerStatus.WITH_ESCORT):
            self.version += 1
        elif self.somebody_is_under_way:
            if self.status is Status.WITH_ESCORT:
                self._move("go_on", now, self.times()[1] + AFTER_ARRIVAL)
            else:
                self.version += 1
        else:
            arrived = self.somebody_is(TravellerStatus.ARRIVED)
            self._move("arrive" if arrived else "bring_back", now)

    def _move(self, verb: str, now: datetime, due_at: datetime | None = None) -> None:
        self.status = Status(MOVEMENT.next(self.status, verb))
        self.version += 1
        self.broken_rules = []
        self.wait(MOVEMENT.wait(self.status), now, due_at)

    def _fact(self, kind: type[Fact], **facts: Any) -> Fact:
        return kind(
            movement_id=self.id, case_ref=self.case_ref, assignment_id=self.assignment_id, **facts
        )
