"""What happens before a case, and long after it: advice without obligation, and being forgotten."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from infra.demo.phrases import step
from infra.demo.story import AMSTERDAM, Story

COUNSELLOR, PRIVACY_OFFICER = "counsellor", "privacy_officer"
PLACE, WEDNESDAY, OPENS = "den-haag", 3, 9
OPEN_SECONDS = 10_000
TALK = {"topics": ["return", "reintegration"], "language": "ar", "interpreting": "telephone"}


def _contact(story: Story, what: str, body: dict[str, Any] | None = None) -> None:
    path = f"/v1/contacts/{story.kept['contact_id']}"
    story.post(f"{path}/{what}", body or {}, COUNSELLOR)
    story.show(story.get(path, COUNSELLOR))


@step("asks for advice on the telephone")
def asks(story: Story) -> None:
    body = {"channel": "telephone", "language": "ar", "asked_on": str(story.today)}
    asked = story.post("/v1/contacts", body, COUNSELLOR)
    story.kept["contact_id"] = asked["contact_id"]
    story.show(asked)


@step("gets an appointment in Den Haag")
def appointed(story: Story) -> None:
    """On the next Wednesday morning, at a moment that no earlier run has taken."""
    ahead = (WEDNESDAY - story.today.isoweekday() - 1) % 7 + 1
    day = story.today + timedelta(days=ahead)
    opens = datetime(day.year, day.month, day.day, OPENS, tzinfo=AMSTERDAM)
    at = opens + timedelta(seconds=secrets.randbelow(OPEN_SECONDS))
    story.kept["appointment"] = at
    _contact(story, "appointment", {"place": PLACE, "at": at.isoformat()})


@step("does not come to the talk")
def misses(story: Story) -> None:
    story.wait_until(story.kept["appointment"] + timedelta(minutes=30))
    _contact(story, "no-show")


@step("is told what there is")
def advised(story: Story) -> None:
    _contact(story, "talks", TALK)


@step("wants nothing of it")
def ends(story: Story) -> None:
    _contact(story, "end", {"outcome": "nothing"})


@step("the advice led to the case")
def led(story: Story) -> None:
    _contact(story, "case", {"case_ref": story.ref})


@step("asks to be forgotten, and everybody forgets")
def forgotten(story: Story) -> None:
    for person in story.person_ids:
        path = f"/v1/persons/{person}/erasure"
        asked = story.post(path, {"ground": "request"}, PRIVACY_OFFICER)
        story.kept["erasure_id"] = asked["erasure_id"]
        story.wait_for(lambda: erasure_of(story)["status"] == "done", "Everybody forgetting")


def erasure_of(story: Story) -> dict[str, Any]:
    """The erasure that was asked for last, and who has not forgotten yet."""
    wanted = {"erasure_id": story.kept["erasure_id"]}
    found = story.find("/v1/erasures", PRIVACY_OFFICER, **wanted)
    return found[0] if found else {"status": "unknown"}
