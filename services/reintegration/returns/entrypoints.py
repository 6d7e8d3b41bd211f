"""The facts of intake and travel that reintegration listens to."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import event_handler
from services.chassis.unit import Unit
from services.reintegration.grounds.schemas import unseal
from services.reintegration.returns import schemas, usecases


class Returns:
    """Holds, pays out, puts back and completes, as the return goes on."""

    @event_handler("intake", "case_opened.v1")
    def on_case_opened(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Remember the case."""
        usecases.open_case(unit, **schemas.CaseOpened().load(fact))

    @event_handler("intake", "case_accepted.v1")
    def on_case_accepted(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Reserve what its people are entitled to."""
        read = schemas.CaseAccepted().load(fact)
        usecases.accept_case(unit, told=unseal(unit, read.pop("sealed")), **read)

    @event_handler("intake", "traveller_needs_changed.v1")
    def on_traveller_needs_changed(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Price by what is known now."""
        read = schemas.TravellerNeedsChanged().load(fact)
        usecases.hear_of_grounds(unit, case_ref=read["case_ref"], told=unseal(unit, read["sealed"]))

    @event_handler("intake", "case_declined.v1")
    def on_case_declined(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Hold nothing for it."""
        usecases.end_case(unit, **schemas.CaseDeclined().load(fact))

    @event_handler("intake", "case_withdrawn.v1")
    def on_case_withdrawn(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Put everything back."""
        usecases.end_case(unit, **schemas.CaseWithdrawn().load(fact))

    @event_handler("intake", "case_closed.v1")
    def on_case_closed(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Put back what was still held for a journey."""
        usecases.end_case(unit, **schemas.CaseClosed().load(fact))

    @event_handler("travel", "movement_booked.v1")
    def on_movement_booked(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Price the case by its departure date."""
        usecases.book_departure(unit, **schemas.MovementBooked().load(fact))

    @event_handler("travel", "movement_cancelled.v1")
    def on_movement_cancelled(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Ask back the cash that was paid for it."""
        usecases.cancel_movement(unit, **schemas.MovementCancelled().load(fact))

    @event_handler("travel", "departure_declared.v1")
    def on_departure_declared(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Make the allowance payable."""
        usecases.declare_departure(unit, **schemas.PersonOnMovement().load(fact))

    @event_handler("travel", "person_departed.v1")
    def on_person_departed(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Settle the allowance."""
        usecases.depart(unit, **schemas.PersonDeparted().load(fact))

    @event_handler("travel", "person_arrived.v1")
    def on_person_arrived(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Begin the reintegration."""
        usecases.arrive(unit, **schemas.PersonArrived().load(fact))

    @event_handler("travel", "person_no_show.v1")
    def on_person_no_show(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Ask the allowance back."""
        usecases.miss_flight(unit, **schemas.PersonOnMovement().load(fact))

    @event_handler("travel", "person_brought_back.v1")
    def on_person_brought_back(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Wait for no arrival, and ask the allowance back."""
        usecases.come_back(unit, **schemas.PersonOnMovement().load(fact))
