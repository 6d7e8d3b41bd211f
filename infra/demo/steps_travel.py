"""What movement officers do: follow the booking, name escorts, stand at the airport."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from infra.demo.phrases import step
from infra.demo.story import Story

OFFICER = "movement_officer"
AT_THE_AIRPORT = timedelta(hours=3)
ESCORT_BORN = "1983-07-15"


@step("a journey is booked")
def booked(story: Story) -> None:
    movement = story.movement_in("booked")
    story.kept["agent"] = movement["agent"]
    if story.ref:
        story.case_in("booked")


@step("an offer is chosen and an escort is waited for")
def chosen(story: Story) -> None:
    story.movement_in("chosen")


@step("{who} is named as {kind} escort")
def escort(story: Story, who: str, kind: str) -> None:
    movement = story.movement_in("chosen")
    body = {
        "kind": kind.replace(" ", "_"),
        "staff_id": f"staff-{story.ref}",
        "details": _escort_details(story, who),
    }
    if kind.startswith("medical"):
        body["credential_valid_until"] = str(story.today + timedelta(days=365))
    path = f"/v1/movements/{movement['movement_id']}"
    story.change("PUT", f"{path}/escort", body, OFFICER, path)


def _escort_details(story: Story, name: str) -> dict[str, Any]:
    papers = story.world.people.papers_of(name, ESCORT_BORN)
    return {
        "given_names": papers.given_names,
        "family_name": papers.family_name,
        "birth_date": ESCORT_BORN,
        "sex": "X",
        "nationality": "NL",
        "document": {
            "kind": "passport",
            "number": papers.number,
            "issuing_country": "NL",
            "expires_on": str(story.today + timedelta(days=1200)),
        },
    }


@step("the journey becomes {state}")
def becomes(story: Story, state: str) -> None:
    story.movement_in(state.replace(" ", "_"))


@step("the time to answer passes")
def answer_time_passes(story: Story) -> None:
    movement = story.movement_in("quoting")
    asked = [datetime.fromisoformat(one["answer_by"]) for one in movement["quote_requests"]]
    story.wait_until(max(asked) + timedelta(seconds=5))


def to_the_airport(story: Story) -> None:
    """Be there in time; what must be in hand before is asked by the steps about papers."""
    movement = story.movement_in("booked")
    story.wait_until(datetime.fromisoformat(movement["departs_at"]) - AT_THE_AIRPORT)


@step("signs the departure declaration")
def declares(story: Story) -> None:
    movement = story.movement_in("booked")
    for one in movement["passengers"]:
        # A parent signs for a child, a guardian for one who is alone.
        body = {"person_id": one["person_id"], "signed_at": story.now()}
        story.post(f"/v1/movements/{movement['movement_id']}/declarations", body, OFFICER)


@step("gets the allowance in cash")
def paid(story: Story) -> None:
    def payable() -> list[dict[str, Any]]:
        items = story.items("/v1/allowances")
        return items if items and all(one["status"] == "payable" for one in items) else []

    for one in story.wait_for(payable, "The allowance becoming payable"):
        body = {"received_by": _receiver(story, one["person_id"]), "paid_at": story.now()}
        story.post(f"/v1/allowances/{one['allowance_id']}/payment", body, OFFICER)


def _receiver(story: Story, person_id: str) -> str:
    """A parent takes a child's money; a child alone gets it from the escort's hands."""
    if person_id != story.person_ids[0]:
        relation = story.told.persons[story.person_ids.index(person_id)].get("relation")
        return "parent" if relation == "child" else "self"
    movement = story.movement_in("booked")
    alone = any(one["person_type"] == "uam" for one in movement["passengers"])
    return "escort" if alone else "self"


@step("boards")
def boards(story: Story) -> None:
    _board(story, "departed", [])


@step("does not show up")
def no_show(story: Story) -> None:
    _board(story, "no_show", [])


@step("is seen by the border as gone")
def seen_gone(story: Story) -> None:
    """A fact of the world is never refused, whatever was missing (R-REAN-19)."""
    _board(story, "departed", [])


@step("is let aboard by our staff")
def let_aboard(story: Story) -> None:
    _board(story, "departed", [], evidence="staff")


@step("boards without {name}")
def boards_without(story: Story, name: str) -> None:
    _board(story, "departed", [name])


def _board(
    story: Story, outcome: str, stayed: list[str], *, evidence: str = "border_notice"
) -> None:
    movement = story.movement_in("booked")
    story.wait_until(datetime.fromisoformat(movement["departs_at"]) + timedelta(minutes=5))
    names = [one["name"] for one in story.told.persons]
    for one in movement["passengers"]:
        missing = story.ref and names[story.person_ids.index(one["person_id"])] in stayed
        body = {
            "person_id": one["person_id"],
            "outcome": "no_show" if missing else outcome,
            "evidence": evidence,
            "at": story.now(),
        }
        story.post(f"/v1/movements/{movement['movement_id']}/boardings", body, OFFICER)
    if story.ref:
        story.case_in("departed" if outcome == "departed" else "no_show")


@step("arrives")
def arrives(story: Story) -> None:
    arrive(story, None)


def arrive(story: Story, receiver: dict[str, str] | None) -> None:
    """Everybody on the way arrives; a child alone by the signature of whoever receives it."""
    movement = story.movement_in("departed", "with_escort")
    story.wait_until(datetime.fromisoformat(movement["arrives_at"]) + timedelta(minutes=40))
    for one in movement["passengers"]:
        if one["status"] not in {"departed", "with_escort"}:
            continue
        body = {"person_id": one["person_id"], "at": story.now()}
        if receiver:
            body["handed_over_to"] = receiver | {"signed_at": story.now()}
        story.post(f"/v1/movements/{movement['movement_id']}/arrivals", body, OFFICER)
    if story.ref:
        story.case_in("arrived", "closed")


@step("the cash is brought back")
def returned(story: Story) -> None:
    def due() -> list[dict[str, Any]]:
        items = story.items("/v1/allowances")
        story.items("/v1/entitlements")
        return [one for one in items if one["status"] == "return_due"]

    for one in story.wait_for(due, "The return of the cash becoming due"):
        story.post(f"/v1/allowances/{one['allowance_id']}/return", {}, OFFICER)
