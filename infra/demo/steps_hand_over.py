"""What an escort does with a child whom nobody may receive at the destination (R-UAM-07)."""

from __future__ import annotations

from datetime import datetime, timedelta

from infra.demo.door import Refused
from infra.demo.phrases import step
from infra.demo.steps_travel import OFFICER, arrive
from infra.demo.story import Story

KEPT = "an adult who may receive the child"


@step("arrives and is handed over to whom the file names")
def handed_over(story: Story) -> None:
    receiver = story.kept["receiver"]
    arrive(story, {"name": receiver["name"], "identity_number": receiver["identity_number"]})


@step("is met by a stranger on arrival")
def stranger(story: Story) -> None:
    arrive(story, {"name": "A stranger", "identity_number": "UNKNOWN-1"})


@step("stays with the escort on arrival, because {why}")
def stays_with_escort(story: Story, why: str) -> None:
    movement = story.movement_in("departed")
    story.wait_until(datetime.fromisoformat(movement["arrives_at"]) + timedelta(minutes=40))
    for one in movement["passengers"]:
        body = {
            "person_id": one["person_id"],
            "at": story.now(),
            "because": why.replace(" ", "_"),
        }
        path = f"/v1/movements/{movement['movement_id']}/failed-hand-overs"
        story.post(path, body, OFFICER)

    def said_who_must_act() -> bool:
        waits = story.get(f"/v1/cases/{story.ref}/waits")["waits"]
        return any(KEPT in one["waits_for"] and one["owner"] == "counsellor" for one in waits)

    story.wait_for(said_who_must_act, "The case saying that somebody must receive the child")


@step("is handed over to whom the file names now")
def handed_over_now(story: Story) -> None:
    def received() -> bool:
        try:
            handed_over(story)
        except Refused as refused:
            # Travel has not heard yet who else may receive the child.
            if refused.code != "wrong-receiver":
                raise
            return False
        return True

    story.wait_for(received, "The new receiver being known to travel")


@step("comes back with the escort")
def comes_back(story: Story) -> None:
    movement = story.movement_in("with_escort")
    story.wait_until(datetime.fromisoformat(movement["arrives_at"]) + timedelta(hours=20))
    for one in movement["passengers"]:
        body = {"person_id": one["person_id"], "at": story.now()}
        story.post(f"/v1/movements/{movement['movement_id']}/ways-back", body, OFFICER)
    story.case_in("no_show")
