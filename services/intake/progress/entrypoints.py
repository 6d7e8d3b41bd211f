"""What the other services tell, and the question that staff ask most: what does a case wait for."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import event_handler, rpc
from services.chassis.schema import Page
from services.chassis.unit import Unit
from services.intake.journeys.model import Journey
from services.intake.progress import schemas, usecases
from services.intake.timeline.schemas import EntryView

Fact = dict[str, Any]


class TravelFacts:
    """What travel tells of journeys."""

    @event_handler("travel", "movement_opened.v1")
    def on_movement_opened(self, unit: Unit, fact: Fact) -> None:
        """Something is opened that a withdrawal must put back."""
        usecases.follow(unit, schemas.MovementOpened().load(fact), Journey.movement_opened)

    @event_handler("travel", "movement_quoted.v1")
    def on_movement_quoted(self, unit: Unit, fact: Fact) -> None:
        """Offers came in."""
        usecases.follow(unit, schemas.TravelFact().load(fact))

    @event_handler("travel", "movement_booked.v1")
    def on_movement_booked(self, unit: Unit, fact: Fact) -> None:
        """Some or all travellers have a seat."""
        usecases.follow(unit, schemas.MovementBooked().load(fact), Journey.movement_booked)

    @event_handler("travel", "movement_changed.v1")
    def on_movement_changed(self, unit: Unit, fact: Fact) -> None:
        """The times have changed."""
        usecases.follow(unit, schemas.MovementChanged().load(fact), Journey.movement_changed)

    @event_handler("travel", "movement_cancelled.v1")
    def on_movement_cancelled(self, unit: Unit, fact: Fact) -> None:
        """A seat, or the search for one, is given up."""
        usecases.follow(unit, schemas.TravelFact().load(fact), Journey.movement_cancelled)

    @event_handler("travel", "departure_declared.v1")
    def on_departure_declared(self, unit: Unit, fact: Fact) -> None:
        """The departure declaration was signed."""
        usecases.follow(unit, schemas.TravelFact().load(fact))

    @event_handler("travel", "person_departed.v1")
    def on_person_departed(self, unit: Unit, fact: Fact) -> None:
        """Somebody has left."""
        read = schemas.PersonDeparted().load(fact)
        usecases.follow_departure(unit, read, Journey.person_departed, read["departed_at"])

    @event_handler("travel", "person_arrived.v1")
    def on_person_arrived(self, unit: Unit, fact: Fact) -> None:
        """Somebody has arrived, and so has left, even if that was not told yet."""
        read = schemas.PersonArrived().load(fact)
        usecases.follow_arrival(unit, read, Journey.person_arrived, read["arrived_at"])

    @event_handler("travel", "hand_over_failed.v1")
    def on_hand_over_failed(self, unit: Unit, fact: Fact) -> None:
        """A child is still with the escort, and somebody here must find who may receive it."""
        read = schemas.HandOverFailed().load(fact)
        usecases.follow_failed_hand_over(unit, read, Journey.movement_stuck)

    @event_handler("travel", "person_brought_back.v1")
    def on_person_brought_back(self, unit: Unit, fact: Fact) -> None:
        """A child came back with the escort, and so has not left."""
        read = schemas.PersonBroughtBack().load(fact)
        usecases.follow_way_back(unit, read, Journey.person_brought_back)

    @event_handler("travel", "person_no_show.v1")
    def on_person_no_show(self, unit: Unit, fact: Fact) -> None:
        """Somebody did not board."""
        usecases.follow(unit, schemas.PersonNoShow().load(fact), Journey.person_no_show)

    @event_handler("travel", "travel_cost_recorded.v1")
    def on_travel_cost_recorded(self, unit: Unit, fact: Fact) -> None:
        """A ticket, a penalty or a refund."""
        usecases.follow_cost(unit, schemas.TravelCostRecorded().load(fact))

    @event_handler("travel", "movement_stuck.v1")
    def on_movement_stuck(self, unit: Unit, fact: Fact) -> None:
        """A journey waits too long for something."""
        usecases.follow(unit, schemas.MovementStuck().load(fact), Journey.movement_stuck)


class ReintegrationFacts:
    """What reintegration tells of money and of life after the return."""

    @event_handler("reintegration", "entitlement_reserved.v1")
    def on_entitlement_reserved(self, unit: Unit, fact: Fact) -> None:
        """Money is held, which a withdrawal must release."""
        read = schemas.EntitlementReserved().load(fact)
        usecases.follow(unit, read, Journey.entitlement_reserved)

    @event_handler("reintegration", "entitlement_released.v1")
    def on_entitlement_released(self, unit: Unit, fact: Fact) -> None:
        """It is no longer held."""
        usecases.follow(unit, schemas.EntitlementFact().load(fact), Journey.entitlement_released)

    @event_handler("reintegration", "allowance_paid.v1")
    def on_allowance_paid(self, unit: Unit, fact: Fact) -> None:
        """Cash was paid, which a withdrawal must bring back."""
        usecases.follow(unit, schemas.AllowanceFact().load(fact), Journey.allowance_paid)

    @event_handler("reintegration", "allowance_returned.v1")
    def on_allowance_returned(self, unit: Unit, fact: Fact) -> None:
        """The cash is back."""
        usecases.follow(unit, schemas.AllowanceFact().load(fact), Journey.allowance_returned)

    @event_handler("reintegration", "plan_agreed.v1")
    def on_plan_agreed(self, unit: Unit, fact: Fact) -> None:
        """A plan was agreed."""
        usecases.follow(unit, schemas.MoneyFact().load(fact))

    @event_handler("reintegration", "payment_released.v1")
    def on_payment_released(self, unit: Unit, fact: Fact) -> None:
        """A payment is on its way."""
        usecases.follow(unit, schemas.MoneyFact().load(fact))

    @event_handler("reintegration", "payment_settled.v1")
    def on_payment_settled(self, unit: Unit, fact: Fact) -> None:
        """A payment has reached whom it was for."""
        usecases.follow(unit, schemas.MoneyFact().load(fact))

    @event_handler("reintegration", "payment_rejected.v1")
    def on_payment_rejected(self, unit: Unit, fact: Fact) -> None:
        """A payment came back."""
        usecases.follow(unit, schemas.MoneyFact().load(fact))

    @event_handler("reintegration", "follow_up_due.v1")
    def on_follow_up_due(self, unit: Unit, fact: Fact) -> None:
        """Somebody must ask how it goes."""
        usecases.follow(unit, schemas.MoneyFact().load(fact))

    @event_handler("reintegration", "reintegration_completed.v1")
    def on_reintegration_completed(self, unit: Unit, fact: Fact) -> None:
        """The case may be closed."""
        usecases.follow(unit, schemas.MoneyFact().load(fact), Journey.reintegration_completed)


class ExpertFacts:
    """What expert_deployment tells; it is retold, and moves no case."""

    @event_handler("expert_deployment", "vacancy_published.v1")
    def on_vacancy_published(self, unit: Unit, fact: Fact) -> None:
        """A place for an expert is open."""
        usecases.follow(unit, schemas.VacancyPublished().load(fact))

    @event_handler("expert_deployment", "expert_selected.v1")
    def on_expert_selected(self, unit: Unit, fact: Fact) -> None:
        """An expert was chosen."""
        usecases.follow(unit, schemas.AssignmentFact().load(fact))

    @event_handler("expert_deployment", "assignment_cleared.v1")
    def on_assignment_cleared(self, unit: Unit, fact: Fact) -> None:
        """Allowance, insurance and briefing are in place."""
        usecases.follow(unit, schemas.AssignmentFact().load(fact))

    @event_handler("expert_deployment", "assignment_travel_needed.v1")
    def on_assignment_travel_needed(self, unit: Unit, fact: Fact) -> None:
        """An expert needs a journey."""
        usecases.follow(unit, schemas.AssignmentFact().load(fact))

    @event_handler("expert_deployment", "assignment_started.v1")
    def on_assignment_started(self, unit: Unit, fact: Fact) -> None:
        """The work has begun."""
        usecases.follow(unit, schemas.AssignmentFact().load(fact))

    @event_handler("expert_deployment", "assignment_ended.v1")
    def on_assignment_ended(self, unit: Unit, fact: Fact) -> None:
        """The work is done."""
        usecases.follow(unit, schemas.AssignmentFact().load(fact))

    @event_handler("expert_deployment", "assignment_withdrawn.v1")
    def on_assignment_withdrawn(self, unit: Unit, fact: Fact) -> None:
        """The work is called off."""
        usecases.follow(unit, schemas.AssignmentFact().load(fact))


class Timeline:
    """Tells what happened in a case."""

    @rpc("intake:cases:read")
    def timeline_of_case(self, unit: Unit, *, ref: str, query: dict[str, Any]) -> dict[str, Any]:
        """Return what happened in all services, oldest first."""
        page = Page().load(query)
        entries, following = usecases.timeline_of_case(unit, ref=ref, **page)
        return {"items": EntryView(many=True).dump(entries), "next": following}


class Waits:
    """Says what a case waits for."""

    @rpc("intake:cases:read")
    def waits_of_case(self, unit: Unit, *, ref: str) -> dict[str, Any]:
        """Return what is waited for, who must act, and by when."""
        return schemas.WaitsView().dump(usecases.waits_of_case(unit, ref=ref))
