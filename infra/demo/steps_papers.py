"""What is on paper: letters to the applicant, and a passport on its way through many hands."""

from __future__ import annotations

import hashlib
from typing import Any

from infra.demo.phrases import step
from infra.demo.steps_travel import to_the_airport
from infra.demo.story import Story

COUNSELLOR, OFFICER = "counsellor", "movement_officer"
KINDS = {"confirmation": "application", "decision": "decision", "money": "reintegration"}
LETTER = "R-AVRR-09"
MISSION = {"office": "IOM Iraq, Baghdad", "telephone": "+964 000 000 0000"}


@step("the letter of the {kind} is issued and read")
def letter(story: Story, kind: str) -> None:
    """R-AVRR-09: what the case says now, as PDF; the bytes are those that were issued."""
    named, path = KINDS[kind], f"/v1/cases/{story.ref}"

    def offered() -> bool:
        items = story.get(f"{path}/letters-offered", COUNSELLOR)["items"]
        return named in {one["kind"] for one in items}

    story.wait_for(offered, f"Something to tell in the letter of the {kind}")
    body: dict[str, Any] = {"kind": named}
    if named == "reintegration":
        body["contact"] = MISSION
    issued = story.post(f"{path}/letters", body, COUNSELLOR)
    content = story.get(f"{path}/letters/{issued['letter_id']}/content", COUNSELLOR)
    if not content.startswith(b"%PDF-") or hashlib.sha256(content).hexdigest() != issued["sha256"]:
        raise AssertionError(f"The letter of the {kind} is not the PDF that was issued.")
    story.standing()


@step("comes to the airport")
def comes(story: Story) -> None:
    """R-AVRR-09: by then the counsellor has issued the letter, to whom one is due."""

    def may_leave() -> bool:
        movement = story.movement_in("booked")
        if LETTER not in str(movement["waits_for"]):
            return True
        offered = story.get(f"/v1/cases/{story.ref}/letters-offered", COUNSELLOR)["items"]
        if any(one["kind"] == "reintegration" and not one["issued"] for one in offered):
            body = {"kind": "reintegration", "contact": MISSION}
            story.post(f"/v1/cases/{story.ref}/letters", body, COUNSELLOR)
        return False

    story.wait_for(may_leave, "The letter, without which nobody departs, being there")
    to_the_airport(story)


@step("comes to the airport without the letter")
def comes_without(story: Story) -> None:
    """R-AVRR-09: travel says what it waits for, who must act and by when."""

    def waits_for_letter() -> bool:
        movement = story.movement_in("booked")
        known = (movement["owner"], movement["due_at"]) == ("counsellor", movement["departs_at"])
        return known and "which the counsellor issues" in movement["waits_for"]

    story.wait_for(waits_for_letter, "The journey waiting for the letter")
    to_the_airport(story)


@step("the case says that the letter is still owed")
def still_owed(story: Story) -> None:
    def owed() -> bool:
        waits = story.standing()["waits"]
        return any(one["waits_for"].startswith(f"{LETTER}: The case left without") for one in waits)

    story.wait_for(owed, "The case saying that somebody left without the letter")


@step("the IND holds the passport, and is asked for it")
def held(story: Story) -> None:
    """R-MOV-04: since when which authority keeps what is known, and until when it may answer."""
    told = story.told.persons[0]
    papers = story.world.people.papers_of(told["name"], str(told["born"]))
    body = {
        "person_id": story.person_ids[0],
        "kind": "passport",
        "holder": "IND",
        "number": papers.number,
        "issuing_country": str(told["nationality"]).split()[0],
    }
    document = story.post(f"/v1/cases/{story.ref}/documents", body, COUNSELLOR)
    story.kept["document_id"] = document["document_id"]
    story.post(f"{_document(story)}/request", {}, COUNSELLOR)
    story.standing()


@step("the IND brings the passport to our office")
def brought(story: Story) -> None:
    """R-MOV-04: the giver is whoever holds it, so that no hand is left out."""
    body = {
        "giver": "IND",
        "receiver": "iom",
        "given_by": _name(story, "Bernhard Bewaardersma"),
        "received_by": _name(story, "Cornelia Ontvangerman"),
        "place": "office",
        "at": story.now(),
    }
    story.post(f"{_document(story)}/handovers", body, COUNSELLOR)
    story.standing()


@step("gets the passport back at the airport, and signs the check-list")
def signs(story: Story) -> None:
    """R-MOV-09: what is handed over at the airport stands on a list that is signed."""
    path = f"/v1/cases/{story.ref}"
    waiting = story.get(f"{path}/airport-checklist", OFFICER)
    body = {
        "document_ids": [one["document_id"] for one in waiting["documents"]],
        "handed_by": _name(story, "Sjoukje Schipholstra"),
        "signed_by": _name(story, story.told.persons[0]["name"]),
        "signed_at": story.now(),
    }
    story.post(f"{path}/airport-checklists", body, OFFICER)


def hands_of(story: Story) -> list[str]:
    """Through which hands the document went, the first first."""
    links = story.get(f"{_document(story)}/handovers", COUNSELLOR)["items"]
    return [f"{one['giver']} to {one['receiver']}" for one in links]


def letters_of(story: Story) -> list[str]:
    """Which letters were issued, in order."""
    items = story.get(f"/v1/cases/{story.ref}/letters", COUNSELLOR)["items"]
    return [one["form"] for one in items]


def _document(story: Story) -> str:
    return f"/v1/cases/{story.ref}/documents/{story.kept['document_id']}"


def _name(story: Story, name: str) -> str:
    """A name of this run; staff are looked for as well when names are searched for."""
    born = next(
        (str(one["born"]) for one in story.told.persons if one["name"] == name), "1979-03-08"
    )
    papers = story.world.people.papers_of(name, born)
    return f"{papers.given_names} {papers.family_name}"
