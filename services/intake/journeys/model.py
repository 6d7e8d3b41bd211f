"""A case's own copy of what the other services opened for it: journeys, money, reintegration.

Facts of different owners arrive in any order and may be told twice. Each is therefore only ever
added to what is known, so that the same facts lead to the same picture in whatever order.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from services.chassis.kept import Kept, read


@dataclass(frozen=True)
class Movement(Kept):
    """One journey as far as its facts are known here. Times are ISO 8601 text, shown as told.

    `booked_at` and `given_up_at` are the sequences of the last booking, and of the last time that
    its tickets were given back for others: whichever is newer says whether there are seats.
    """

    movement_id: str
    person_ids: tuple[str, ...] = ()
    sequence: int = 0
    booked: bool = False
    booked_at: int = 0
    given_up_at: int = 0
    cancelled: bool = False
    past: bool = False
    booking: dict[str, Any] = field(default_factory=dict)
    stuck: dict[str, Any] | None = None
    departed: dict[str, str] = field(default_factory=dict)
    arrived: dict[str, str] = field(default_factory=dict)
    missed: dict[str, str] = field(default_factory=dict)
    brought_back: dict[str, str] = field(default_factory=dict)

    @property
    def gone(self) -> frozenset[str]:
        """Who left with it. Whoever arrived has left, even if that was not told yet.

        A child who was brought back by the escort has not.
        """
        return (frozenset(self.departed) | frozenset(self.arrived)) - frozenset(self.brought_back)

    @property
    def stayed(self) -> frozenset[str]:
        """Who did not board, or is back. A departure that is told later corrects the first."""
        return (frozenset(self.missed) | frozenset(self.brought_back)) - self.gone

    @property
    def seated(self) -> bool:
        """Whether there are seats; tickets that were given back for others leave none."""
        return self.booked and self.booked_at >= self.given_up_at

    @property
    def live(self) -> bool:
        """Whether it still counts for where the case stands."""
        return not (self.cancelled or self.past)

    @property
    def ended(self) -> bool:
        """Whether nothing of it is left to cancel: it is cancelled, or nobody came."""
        return self.cancelled or (bool(self.stayed) and self.stayed >= set(self.person_ids))


@dataclass(frozen=True)
class Journey(Kept):
    """All that is known of a case's journeys and of the money held or paid for them."""

    movements: dict[str, Movement] = field(default_factory=dict)
    entitlements: dict[str, str] = field(default_factory=dict)
    allowances: dict[str, str] = field(default_factory=dict)
    completed: bool = False
    # What each entitlement promises, with the number of the fact that said so last.
    promised: dict[str, dict[str, Any]] = field(default_factory=dict)

    # What travel tells.

    def movement_opened(self, fact: dict[str, Any], sequence: int) -> Journey:
        return self._with(fact, sequence, person_ids=tuple(fact["person_ids"]))

    def movement_booked(self, fact: dict[str, Any], sequence: int) -> Journey:
        return self._with(
            fact,
            sequence,
            booked=True,
            booked_at=max(self._movement(fact).booked_at, sequence),
            person_ids=tuple(fact["person_ids"]),
            booking=self._booking(fact, sequence),
            stuck=None,
        )

    def movement_changed(self, fact: dict[str, Any], sequence: int) -> Journey:
        booking, given_up_at = self._booking(fact, sequence), self._movement(fact).given_up_at
        if REBOOKING in fact.get("what", ()):
            given_up_at = max(given_up_at, sequence)
        return self._with(fact, sequence, booking=booking, given_up_at=given_up_at)

    def movement_cancelled(self, fact: dict[str, Any], sequence: int) -> Journey:
        return self._with(fact, sequence, cancelled=True, stuck=None)

    def movement_stuck(self, fact: dict[str, Any], sequence: int) -> Journey:
        known = self._movement(fact)
        if sequence < known.sequence or not known.live:
            return self
        stuck = {key: fact[key] for key in ("waits_for", "owner", "due_at")}
        return self._with(fact, sequence, stuck=stuck)

    def person_departed(self, fact: dict[str, Any], sequence: int) -> Journey:
        departed = self._movement(fact).departed | {fact["person_id"]: fact["departed_at"]}
        return self._with(fact, sequence, departed=departed, stuck=None)

    def person_arrived(self, fact: dict[str, Any], sequence: int) -> Journey:
        arrived = self._movement(fact).arrived | {fact["person_id"]: fact["arrived_at"]}
        return self._with(fact, sequence, arrived=arrived, stuck=None)

    def person_no_show(self, fact: dict[str, Any], sequence: int) -> Journey:
        missed = self._movement(fact).missed | {fact["person_id"]: fact["noted_at"]}
        return self._with(fact, sequence, missed=missed, stuck=None)

    def person_brought_back(self, fact: dict[str, Any], sequence: int) -> Journey:
        back = self._movement(fact).brought_back | {fact["person_id"]: fact["brought_back_at"]}
        return self._with(fact, sequence, brought_back=back, stuck=None)

    # What reintegration tells. Released and returned are final, whatever comes after them.

    def entitlement_reserved(self, fact: dict[str, Any], sequence: int) -> Journey:
        known = {fact["entitlement_id"]: "reserved"} | self.entitlements
        return replace(self, entitlements=known, promised=self._promised(fact, sequence))

    def entitlement_released(self, fact: dict[str, Any], _sequence: int) -> Journey:
        known = self.entitlements | {fact["entitlement_id"]: "released"}
        return replace(self, entitlements=known)

    def allowance_paid(self, fact: dict[str, Any], _sequence: int) -> Journey:
        return replace(self, allowances={fact["allowance_id"]: "paid"} | self.allowances)

    def allowance_returned(self, fact: dict[str, Any], _sequence: int) -> Journey:
        return replace(self, allowances=self.allowances | {fact["allowance_id"]: "returned"})

    def reintegration_completed(self, _fact: dict[str, Any], _sequence: int) -> Journey:
        return replace(self, completed=True)

    # What follows from it.

    def begin_again(self) -> Journey:
        """After a no-show: what was, is past, and no longer decides where the case stands."""
        past = {key: replace(value, past=True) for key, value in self.movements.items()}
        return replace(self, movements=past)

    def booked(self, person_ids: set[str]) -> bool:
        """Whether everybody has a seat."""
        seats: set[str] = set()
        for movement in self._live():
            if movement.seated:
                seats |= set(movement.person_ids)
        return bool(person_ids) and person_ids <= (seats | self.gone() | self.stayed())

    def gone(self) -> set[str]:
        """Who has left."""
        return {person for movement in self._live() for person in movement.gone}

    def stayed(self) -> set[str]:
        """Who did not board, and has not left with another journey."""
        return {person for movement in self._live() for person in movement.stayed} - self.gone()

    def arrived(self) -> set[str]:
        """Who has arrived."""
        return {person for movement in self._live() for person in movement.arrived}

    def departs_at(self) -> datetime | None:
        """When the last booked traveller leaves, if that was told."""
        booked = [one.booking for one in self._live() if one.seated]
        times = [one["departs_at"] for one in booked if "departs_at" in one]
        return max((datetime.fromisoformat(time) for time in times), default=None)

    def arrived_at(self) -> datetime | None:
        """When the last of those who arrived did so."""
        times = [time for one in self._live() for time in one.arrived.values()]
        return max(map(datetime.fromisoformat, times), default=None)

    def outstanding(self, *, expected: bool) -> tuple[str, ...]:
        """What must still be put back after a withdrawal.

        `expected`: the case had been accepted, so travel and reintegration have opened something
        for it even if they have not said so yet.
        """
        open_things = []
        movements = [one for one in self.movements.values() if not one.past]
        if any(not one.ended for one in movements) or (expected and not movements):
            open_things.append("movement")
        if "reserved" in self.entitlements.values() or (expected and not self.entitlements):
            open_things.append("entitlement")
        if "paid" in self.allowances.values():
            open_things.append("allowance")
        return tuple(open_things)

    def promised_now(self) -> dict[str, dict[str, Any]]:
        """What the entitlements promise that are held now, by their ids."""
        held = [key for key, status in self.entitlements.items() if status == "reserved"]
        return {key: self.promised[key] for key in held if key in self.promised}

    # How it is kept.

    @staticmethod
    def from_json(kept: dict[str, Any]) -> Journey:
        movements = {
            key: read(Movement, value, person_ids=tuple(value["person_ids"]))
            for key, value in kept["movements"].items()
        }
        return read(Journey, kept, movements=movements)

    def _live(self) -> list[Movement]:
        return [movement for movement in self.movements.values() if movement.live]

    def _movement(self, fact: dict[str, Any]) -> Movement:
        movement_id = str(fact["movement_id"])
        return self.movements.get(movement_id) or Movement(movement_id)

    def _promised(self, fact: dict[str, Any], sequence: int) -> dict[str, dict[str, Any]]:
        known = self.promised.get(fact["entitlement_id"])
        lines = fact.get("lines")
        if not lines or (known is not None and known["sequence"] > sequence):
            return self.promised
        news = {"sequence": sequence, "lines": [dict(line) for line in lines]}
        return self.promised | {fact["entitlement_id"]: news}

    def _booking(self, fact: dict[str, Any], sequence: int) -> dict[str, Any]:
        known = self._movement(fact)
        told = {key: fact[key] for key in BOOKING if fact.get(key) is not None}
        # Old news fills what is missing; it never overwrites what is newer.
        return told | known.booking if sequence < known.sequence else known.booking | told

    def _with(self, fact: dict[str, Any], sequence: int, **news: Any) -> Journey:
        known = self._movement(fact)
        if news.get("stuck", ...) is None and sequence < known.sequence:
            # What happened before it got stuck did not set it free.
            del news["stuck"]
        if "person_ids" in news:
            together = (*known.person_ids, *news["person_ids"])
            news["person_ids"] = tuple(dict.fromkeys(together))
        movement = replace(known, sequence=max(known.sequence, sequence), **news)
        return replace(self, movements=self.movements | {movement.movement_id: movement})


REBOOKING = "rebooking"
BOOKING = ("booking_reference", "agent", "departs_at", "arrives_at", "departs_on")
