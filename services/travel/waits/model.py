"""Waiting: the states of a movement as a table, and what each waits for, who acts, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.chassis.machine import Machine, Transition, Wait, Waits


class Status(StrEnum):
    QUOTING = "quoting"
    SHORT_OF_AGENTS = "short_of_agents"
    OVER_TARIFF = "over_tariff"
    NO_OFFER = "no_offer"
    CHOSEN = "chosen"
    BOOKING = "booking"
    PRICE_CHANGED = "price_changed"
    BOOKED = "booked"
    RULES_BROKEN = "rules_broken"
    DEPARTED = "departed"
    WITH_ESCORT = "with_escort"
    ARRIVED = "arrived"
    BROUGHT_BACK = "brought_back"
    NO_SHOW = "no_show"
    REPLACED = "replaced"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"


OFFICER, AGENT, COUNSELLOR = "movement_officer", "agent", "counsellor"
BEFORE_BOOKING = (
    "quoting",
    "short_of_agents",
    "over_tariff",
    "no_offer",
    "chosen",
    "price_changed",
)
ORDERED = ("booking", "booked", "rules_broken")
# Nobody travels, but somebody may want to after all, under a new movement.
REPLACEABLE = (Status.NO_SHOW, Status.BROUGHT_BACK)
OVER = (Status.ARRIVED, *REPLACEABLE, Status.REPLACED, Status.CANCELLED)

TO_RECEIVE = "an adult who may receive the child, or the way back with the escort (R-UAM-07)"

MOVEMENT = Machine(
    "movement",
    Status.QUOTING,
    transitions=[
        *(Transition(state, "ask", "quoting") for state in BEFORE_BOOKING),
        *(Transition(state, "run_short", "short_of_agents") for state in BEFORE_BOOKING),
        Transition("quoting", "choose", "chosen"),
        Transition("quoting", "find_dear", "over_tariff"),
        Transition("quoting", "find_nothing", "no_offer"),
        Transition("over_tariff", "choose", "chosen"),
        Transition("chosen", "choose", "chosen"),
        Transition("chosen", "lose", "quoting"),
        Transition("chosen", "book", "booking"),
        Transition("booking", "confirm", "booked"),
        Transition("booking", "lose", "quoting"),
        Transition("booking", "change_price", "price_changed"),
        Transition("price_changed", "choose", "chosen"),
        Transition("booked", "reschedule", "booked"),
        Transition("booked", "rebook", "quoting"),
        Transition("booked", "find_broken", "rules_broken"),
        Transition("rules_broken", "find_broken", "rules_broken"),
        Transition("rules_broken", "reschedule", "booked"),
        Transition("rules_broken", "rebook", "quoting"),
        Transition("booked", "depart", "departed"),
        Transition("booked", "miss", "no_show"),
        Transition("departed", "arrive", "arrived"),
        Transition("departed", "keep", "with_escort"),
        Transition("with_escort", "keep", "with_escort"),
        Transition("with_escort", "go_on", "departed"),
        Transition("with_escort", "arrive", "arrived"),
        Transition("with_escort", "bring_back", "brought_back"),
        *(Transition(state, "replace", "replaced") for state in REPLACEABLE),
        *(Transition(state, "withdraw", "cancelled") for state in (*BEFORE_BOOKING, *REPLACEABLE)),
        *(Transition(state, "withdraw", "cancelling") for state in ORDERED),
        Transition("cancelling", "cancel", "cancelled"),
    ],
    # The times are our proposal (P); quoting, booked and departed take theirs from the journey.
    waits=[
        Wait("quoting", "offers of the agents that were asked", AGENT, timedelta(hours=4)),
        Wait("short_of_agents", "a second active agent to ask", OFFICER, timedelta(days=1)),
        Wait("over_tariff", "approval of a fare above the tariff", OFFICER, timedelta(days=1)),
        Wait("no_offer", "a decision: ask again or cancel", OFFICER, timedelta(days=2)),
        Wait("chosen", "the name of the escort", OFFICER, timedelta(days=1)),
        Wait("booking", "the agent's confirmation", AGENT, timedelta(hours=8)),
        Wait("price_changed", "a decision on the new price", OFFICER, timedelta(days=1)),
        Wait("booked", "the day of departure: declarations and boarding", OFFICER, timedelta(0)),
        Wait("rules_broken", "a decision on flights that break a rule", OFFICER, timedelta(days=1)),
        Wait("departed", "word of the arrival", OFFICER, timedelta(days=2)),
        Wait("with_escort", TO_RECEIVE, COUNSELLOR, timedelta(hours=4)),
        Wait("brought_back", "what becomes of the child now", COUNSELLOR, timedelta(days=7)),
        Wait("no_show", "what the person wants: travel again or stay", COUNSELLOR, timedelta(14)),
        Wait("cancelling", "the agent's cancellation", AGENT, timedelta(days=2)),
    ],
)


@dataclass(kw_only=True)
class Waiting(Waits):
    """What waits, and since which version; told stuck once per wait."""

    version: int = 1
    waits_for: str | None = None
    owner: str | None = None
    due_at: datetime | None = None
    stuck_told: bool = False

    def wait(self, wait: Wait | None, now: datetime, due_at: datetime | None = None) -> None:
        """Take over a state's wait, with a deadline of its own where the journey knows a better."""
        self.stuck_told = False
        self.take_over(wait, now, due_at)

    def wait_first(self, waits_for: str, owner: str, due_at: datetime) -> None:
        """Something must come before what the state itself waits for."""
        self.waits_for, self.owner, self.due_at = waits_for, owner, due_at
        self.stuck_told = False
        self.version += 1

    def is_stuck(self, now: datetime) -> bool:
        """Whether the deadline has passed and nobody has been told."""
        return self.due_at is not None and now >= self.due_at and not self.stuck_told

    def escalate(self) -> None:
        """What an agent owed is now a movement officer's to pursue."""
        self.stuck_told = True
        self.version += 1
        self.owner = OFFICER if self.owner == AGENT else self.owner
