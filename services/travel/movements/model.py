"""Movements: one journey of one party, from the first question to the agents to the arrival.

A movement is asked about, chosen, booked, flown; it may be undone at any time before boarding.
Every verb checks the table of states in travel/waits, and returns the fact that records it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.chassis.calendar import AMSTERDAM
from services.chassis.errors import Conflict
from services.travel import events
from services.travel.journeys.model import Chosen
from services.travel.passage.model import Passage
from services.travel.waits.model import COUNSELLOR, MOVEMENT, OVER, Status, Waiting

AFTER_DEPARTURE = timedelta(hours=6)
ESCORT_NAMED_WITHIN = timedelta(days=1)


@dataclass(kw_only=True)
class Movement(Passage):
    """One party, one journey. Every verb counts up `version`, which readers see as `sequence`.

    What happens on the day itself is the passage's.
    """

    escort_required: bool
    opened_at: datetime
    quote_round: int = 0
    cancel_reason: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether the party has travelled, or may be given a new movement."""
        return self.status in OVER

    def opened(self) -> events.MovementOpened:
        return self._fact(events.MovementOpened, person_ids=self.person_ids)

    def ask(self, now: datetime, answer_by: datetime) -> None:
        """Start a new round of quotes; the choice of an earlier round is dropped."""
        self._move("ask", now, answer_by)
        self.quote_round += 1
        self._forget_choice()

    def run_short(self, now: datetime) -> None:
        """Say that there are not two agents to ask."""
        self._move("run_short", now)
        self._forget_choice()

    def choose(self, now: datetime, chosen: Chosen, choice: dict[str, Any]) -> None:
        """Take one offer; nothing is booked yet."""
        self._move("choose", now, min(now + ESCORT_NAMED_WITHIN, chosen.valid_until))
        self._take(chosen, choice)

    def find_dear(self, now: datetime) -> None:
        """Put the only allowed offers, all above the tariff, before a person (R-MOV-07)."""
        self._move("find_dear", now)

    def find_nothing(self, now: datetime) -> None:
        """Say that no offer is allowed."""
        self._move("find_nothing", now)

    def quoted(self, received: int, allowed: int) -> events.MovementQuoted:
        return self._fact(
            events.MovementQuoted,
            offers_received=received,
            offers_allowed=allowed,
            chosen_offer_id=self.offer_id,
            agent=self.agent,
        )

    def name_escort(self, staff_id: str, details: bytes) -> None:
        """Say who escorts the party on the chosen flights."""
        MOVEMENT.next(self.status, "book")
        self.escort_staff_id, self.escort_details = staff_id, details
        self.version += 1

    def book(self, now: datetime, due_at: datetime) -> None:
        """Order the chosen offer; refused while an escort is needed and not named (R-UAM-05)."""
        if self.escort_required and not self.escort_named:
            raise Conflict("escort-needed", "The escort must be named before anything is booked.")
        if self.has_lapsed(now):
            raise Conflict("offer-expired", "An offer that expired is never booked.")
        self._move("book", now, due_at)

    def confirm(self, now: datetime, booking_reference: str) -> events.MovementBooked:
        departs_at, arrives_at = self.times()
        self._move("confirm", now, departs_at + AFTER_DEPARTURE)
        return self._fact(
            events.MovementBooked,
            person_ids=self.person_ids,
            booking_reference=booking_reference,
            agent=self.agent,
            departs_at=departs_at,
            arrives_at=arrives_at,
            departs_on=departs_at.astimezone(AMSTERDAM).date(),
            destination_airport=self.destination_airport,
        )

    def put_first(self, now: datetime, missing: str | None) -> None:
        """R-AVRR-09: while it is booked, the day of departure waits for what is missing."""
        departs_at, _ = self.times()
        if missing is None:
            self.wait(MOVEMENT.wait(self.status), now, departs_at + AFTER_DEPARTURE)
            self.version += 1
        else:
            self.wait_first(missing, COUNSELLOR, departs_at)

    def lose(self, now: datetime) -> None:
        """The chosen offer is gone: the remaining ones are looked at again."""
        self._move("lose", now)
        self._forget_choice()

    def change_price(self, now: datetime) -> None:
        self._move("change_price", now)

    def reschedule(
        self, now: datetime, departs_at: datetime, arrives_at: datetime, what: tuple[str, ...]
    ) -> events.MovementChanged:
        """Take over new times; `what` names the checks that they touch."""
        self._move("reschedule", now, departs_at + AFTER_DEPARTURE)
        self.departs_at, self.arrives_at = departs_at, arrives_at
        return self._fact(
            events.MovementChanged, what=what, departs_at=departs_at, arrives_at=arrives_at
        )

    def find_broken(
        self, now: datetime, due_at: datetime, broken: list[dict[str, str]], what: tuple[str, ...]
    ) -> events.MovementChanged:
        """Put ticketed flights that break rules before a person; nothing new is agreed to."""
        departs_at, arrives_at = self.times()
        self._move("find_broken", now, due_at)
        self.broken_rules = broken
        names = ", ".join(one["rule"] for one in broken)
        self.waits_for = f"a decision on flights that break {names}: book anew or cancel"
        return self._fact(
            events.MovementChanged, what=what, departs_at=departs_at, arrives_at=arrives_at
        )

    def rebook(self, now: datetime, what: tuple[str, ...]) -> events.MovementChanged:
        """Give ticketed flights up for others: all agents are asked again."""
        departs_at, arrives_at = self.times()
        self._move("rebook", now)
        self._forget_choice()
        return self._fact(
            events.MovementChanged, what=what, departs_at=departs_at, arrives_at=arrives_at
        )

    def needs_changed(self) -> events.MovementChanged:
        """Say that what was ordered may no longer be what a traveller needs."""
        departs_at, arrives_at = self.times()
        self.version += 1
        return self._fact(
            events.MovementChanged,
            what=("traveller_needs",),
            departs_at=departs_at,
            arrives_at=arrives_at,
        )

    def withdraw(self, now: datetime, reason_code: str) -> events.MovementCancelled | None:
        """Undo the journey: at once, or after the agent cancelled what was ordered."""
        self._move("withdraw", now)
        self.cancel_reason = reason_code
        return self._cancelled() if self.status is Status.CANCELLED else None

    def cancel(self, now: datetime) -> events.MovementCancelled:
        """The agent has cancelled: all is put back."""
        self._move("cancel", now)
        return self._cancelled()

    def replace(self, now: datetime) -> None:
        """A person who missed the flight travels under a new movement."""
        self._move("replace", now)

    def tell_stuck(self, now: datetime) -> events.MovementStuck | None:
        """Say once that a wait passed its deadline; what an agent owed, an officer now owns."""
        if not self.is_stuck(now):
            return None
        self.escalate()
        return self.stuck_on(self)

    def stuck_on(self, what: Waiting) -> events.MovementStuck:
        """Say what passed its deadline: the journey itself, or a booking of it."""
        return self._fact(
            events.MovementStuck, waits_for=what.waits_for, owner=what.owner, due_at=what.due_at
        )

    def _cancelled(self) -> events.MovementCancelled:
        return self._fact(events.MovementCancelled, reason_code=self.cancel_reason)
