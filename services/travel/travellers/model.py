"""A traveller of one movement: declared, boarded, arrived. Names stay sealed (protection.md)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from services.chassis.errors import Conflict, Invalid, NotFound


class PersonType(StrEnum):
    ADULT = "adult"
    UAM = "uam"
    ACCOMPANIED_MINOR = "accompanied_minor"


class TravellerStatus(StrEnum):
    EXPECTED = "expected"
    DECLARED = "declared"
    DEPARTED = "departed"
    NO_SHOW = "no_show"
    WITH_ESCORT = "with_escort"
    ARRIVED = "arrived"
    BROUGHT_BACK = "brought_back"


class NotHandedOver(StrEnum):
    """Why the escort did not leave a child (R-UAM-07)."""

    NOBODY_CAME = "nobody_came"
    SOMEBODY_ELSE_CAME = "somebody_else_came"
    NOT_SIGNED = "not_signed"
    NOT_SAFE = "not_safe"


class Evidence(StrEnum):
    """What proves a departure; a flown ticket is the weakest (R-REAN-19)."""

    BORDER_NOTICE = "border_notice"
    STAFF = "staff"
    AIRLINE = "airline"


LETTER, DECLARATION = "letter", "departure_declaration"
WAITING = (TravellerStatus.EXPECTED, TravellerStatus.DECLARED)
UNDER_WAY = (TravellerStatus.DEPARTED, TravellerStatus.WITH_ESCORT)


@dataclass
class Traveller:
    """`details` is ciphertext under the person's own key: what a ticket needs and nothing else."""

    person_id: str
    movement_id: str
    position: int
    person_type: PersonType
    details: bytes
    status: TravellerStatus = TravellerStatus.EXPECTED
    declared_at: datetime | None = None
    departed_at: datetime | None = None
    evidence: Evidence | None = None
    arrived_at: datetime | None = None
    handed_over_at: datetime | None = None
    # Since when the escort keeps a child who should have been handed over, and why.
    kept_at: datetime | None = None
    kept_because: NotHandedOver | None = None
    # The airline's word is noted beside what staff and border say; it decides nothing by itself.
    airline_says: str | None = None
    # What should have come first, of somebody whom the border saw leave all the same.
    left_without: list[str] | None = None
    # The number of the case's fact that told the details.
    told_by: int = 0

    @property
    def reference(self) -> str:
        """What the agents call this passenger."""
        return f"P{self.position}"

    @property
    def must_declare(self) -> bool:
        """Adults and unaccompanied minors sign; a parent's signature covers a child."""
        return self.person_type is not PersonType.ACCOMPANIED_MINOR

    @property
    def waits_to_board(self) -> bool:
        return self.status in WAITING

    def declare(self, at: datetime) -> None:
        """Sign the departure declaration, once, before boarding."""
        if self.status is not TravellerStatus.EXPECTED:
            raise Conflict(
                "already-declared", f"Traveller {self.person_id} is already {self._status}."
            )
        self.status = TravellerStatus.DECLARED
        self.declared_at = at

    def depart(self, at: datetime, evidence: Evidence, *, declares: bool) -> None:
        """Board and leave. Of a party that `declares`, nobody leaves unsigned (R-REAN-17).

        Whom the border saw leave has left: that is kept, and what was missing beside it.
        """
        self._refuse_if_boarded()
        if declares and self.must_declare and self.status is TravellerStatus.EXPECTED:
            if evidence is not Evidence.BORDER_NOTICE:
                raise Conflict(
                    "not-declared",
                    f"Traveller {self.person_id} has not signed the departure declaration.",
                )
            self.lacks(DECLARATION)
        self.status = TravellerStatus.DEPARTED
        self.departed_at = at
        self.evidence = evidence

    def lacks(self, thing: str) -> None:
        """Note what should have come before this person left."""
        self.left_without = [*(self.left_without or []), thing]

    def miss(self) -> None:
        """Stay behind."""
        self._refuse_if_boarded()
        self.status = TravellerStatus.NO_SHOW

    def arrive(self, at: datetime, handed_over_at: datetime | None) -> None:
        """Reach the destination, having left; a child alone by being handed over (R-UAM-07)."""
        self._refuse_unless_under_way()
        self.status = TravellerStatus.ARRIVED
        self.arrived_at, self.handed_over_at = at, handed_over_at

    def keep(self, at: datetime, because: NotHandedOver) -> None:
        """Stay with the escort: nobody was there to whom the child may be handed over."""
        if self.person_type is not PersonType.UAM:
            raise Invalid("no-hand-over", "Only an unaccompanied minor is handed over.")
        self._refuse_unless_under_way()
        self.status = TravellerStatus.WITH_ESCORT
        self.kept_at, self.kept_because = at, because

    def bring_back(self) -> None:
        """Come back with the escort."""
        if self.status is not TravellerStatus.WITH_ESCORT:
            raise Conflict(
                "not-with-escort", f"Traveller {self.person_id} is {self._status}, not kept."
            )
        self.status = TravellerStatus.BROUGHT_BACK

    @property
    def _status(self) -> str:
        return self.status.replace("_", " ")

    def _refuse_unless_under_way(self) -> None:
        if self.status not in UNDER_WAY:
            raise Conflict(
                "not-departed", f"Traveller {self.person_id} is {self._status}, not under way."
            )

    def _refuse_if_boarded(self) -> None:
        if not self.waits_to_board:
            raise Conflict(
                "already-boarded", f"Traveller {self.person_id} is already {self._status}."
            )


@dataclass(kw_only=True)
class Party:
    """The people who travel together.

    A journey that is `restricted` is shown to those alone who must know of it (R-VOT-04); intake
    does not say why, nor why somebody gets a fast track at the airport.
    """

    travellers: list[Traveller] = field(default_factory=list)
    restricted: bool = False
    fast_track: bool = False

    @property
    def person_ids(self) -> tuple[str, ...]:
        return tuple(traveller.person_id for traveller in self.travellers)

    @property
    def somebody_waits_to_board(self) -> bool:
        return any(traveller.waits_to_board for traveller in self.travellers)

    @property
    def somebody_is_under_way(self) -> bool:
        return any(one.status in UNDER_WAY for one in self.travellers)

    def somebody_is(self, status: TravellerStatus) -> bool:
        return any(one.status is status for one in self.travellers)

    def handle(self, words: Collection[str]) -> None:
        """Take over how intake asks for this party to be handled."""
        self.restricted, self.fast_track = "restricted" in words, "fast_track" in words

    def traveller(self, person_id: str) -> Traveller:
        for traveller in self.travellers:
            if traveller.person_id == person_id:
                return traveller
        raise NotFound("no-such-traveller", f"{person_id} does not travel on this movement.")

    def passenger(self, reference: str) -> Traveller | None:
        """Return whom an agent calls so; an escort is nobody of the party."""
        return next((one for one in self.travellers if one.reference == reference), None)
