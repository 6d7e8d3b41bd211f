"""What a person asks for by right, and what the privacy officer answers within the term."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from infra.demo.phrases import step
from infra.demo.story import Story

PRIVACY_OFFICER = "privacy_officer"
RIGHTS = {"to see everything": "access", "to be forgotten": "erasure"}


@step("asks by right {what}")
def asked(story: Story, what: str) -> None:
    """R-DP-06: from this day on the term runs."""
    body = {
        "right": RIGHTS[what],
        "person_id": story.person_ids[0],
        "received_on": str(story.today),
    }
    made = story.post("/v1/person-requests", body, PRIVACY_OFFICER)
    story.kept["request_id"] = made["request_id"]
    story.show(made)


@step("is shown everything that is kept")
def shown(story: Story) -> None:
    story.get(f"/v1/persons/{story.person_ids[0]}/export", PRIVACY_OFFICER)


@step("the privacy officer takes longer, and says why")
def extended(story: Story) -> None:
    """R-DP-06: two months more, told within the first."""
    _close(story, "extension", {"reason": "The files of nine years lie in two archives."})


@step("the privacy officer refuses, and says where to complain")
def refused(story: Story) -> None:
    reason = "The case goes on; it can be withdrawn first."
    _close(story, "refusal", {"reason": reason, "told_of_complaint": True})


@step("the privacy officer says that it is done")
def answered(story: Story) -> None:
    _close(story, "answer", {})


def _close(story: Story, verb: str, body: dict[str, Any]) -> None:
    path = f"/v1/person-requests/{story.kept['request_id']}/{verb}"
    story.show(story.post(path, body, PRIVACY_OFFICER))


@step("nobody answers by the day, and the supervisor must act")
def overdue(story: Story) -> None:
    """R-DP-06."""
    story.wait_until(datetime.fromisoformat(the_request(story)["due_at"]))
    story.wait_for(lambda: the_request(story)["owner"] == "supervisor", "The supervisor")


def the_request(story: Story) -> dict[str, Any]:
    """What was asked for last."""
    wanted = {"request_id": story.kept["request_id"]}
    (found,) = story.find("/v1/person-requests", PRIVACY_OFFICER, **wanted)
    return found
