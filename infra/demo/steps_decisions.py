"""What movement officers decide when a journey waits for them: ask again, choose, accept, undo."""

from __future__ import annotations

from typing import Any

from infra.demo.phrases import step
from infra.demo.story import Story

OFFICER = "movement_officer"


@step("the agents are asked again")
def ask_again(story: Story) -> None:
    movement = story.movement_in("quoting", "no_offer", "short_of_agents", "over_tariff", "chosen")
    story.post(f"/v1/movements/{movement['movement_id']}/quote-requests", {}, OFFICER)


@step("the officer approves the dear offer")
def approve(story: Story) -> None:
    _choose(story, story.movement_in("over_tariff"), "No cheaper seat before the visa ends.")


@step("the officer accepts the new price")
def accept_price(story: Story) -> None:
    _choose(story, story.movement_in("price_changed"), "The new price is still the best.")


def _choose(story: Story, movement: dict[str, Any], reason: str) -> None:
    allowed = [one for one in movement["offers"] if one["allowed"]]
    best = min(allowed, key=lambda one: (one["status"] != "chosen", one["total_minor"]))
    body = {"offer_id": best["offer_id"], "reason": reason}
    story.post(f"/v1/movements/{movement['movement_id']}/offer-choice", body, OFFICER)


@step("the officer books anew")
def book_anew(story: Story) -> None:
    movement = story.movement_in("rules_broken")
    story.post(f"/v1/movements/{movement['movement_id']}/rebooking", {}, OFFICER)


@step("the officer calls the journey off")
def call_off(story: Story) -> None:
    body = {"reason_code": "rules_broken"}
    movement = story.movement_in("rules_broken")
    story.post(f"/v1/movements/{movement['movement_id']}/cancellation", body, OFFICER)


@step("the agent asks for a penalty that its offer did not name")
def penalty(story: Story) -> None:
    _booking_in(story, "penalty_questioned")


@step("the officer accepts the penalty")
def accept_penalty(story: Story) -> None:
    story.movement_in("cancelled")
    accept_penalties(story)
    _booking_in(story, "cancelled")


def accept_penalties(story: Story) -> None:
    """Accept whatever an agent keeps beyond its offer; nothing waits for it but the money."""
    movement = story.movement() or {"bookings": []}
    for one in movement["bookings"]:
        if one["status"] == "penalty_questioned":
            body = {
                "booking_reference": one["booking_reference"],
                "reason": "The airline's own rule says so.",
            }
            path = f"/v1/movements/{movement['movement_id']}/penalty-acceptance"
            story.post(path, body, OFFICER)


def _booking_in(story: Story, state: str) -> str:
    """Wait until a booking of the journey is in this state; its reference."""

    def look() -> str:
        movement = story.movement() or {"bookings": []}
        found = [one for one in movement["bookings"] if one["status"] == state]
        return str(found[-1]["booking_reference"]) if found else ""

    reference: str = story.wait_for(look, f"A booking becoming {state}")
    return reference
