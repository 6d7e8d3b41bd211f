"""What came of what a person may demand, in the words of the casebook."""

from __future__ import annotations

from typing import Any

from infra.demo.outcomes import answers
from infra.demo.steps_counselling import erasure_of
from infra.demo.steps_experts import erasure_of_expert
from infra.demo.steps_retention import agents_told, retention_of
from infra.demo.steps_rights import the_request
from infra.demo.story import Story


@answers("erasure")
def erasure(story: Story) -> Any:
    found = erasure_of_expert if "expert_id" in story.kept else erasure_of
    return found(story)["status"]


@answers("agents that forgot")
def forgot(story: Story) -> list[str]:
    """The travel agents that were told who somebody of this case is, and confirmed to forget it."""
    told = agents_told(story)
    return sorted({one["agent"] for one in told if one["status"] == "confirmed"})


@answers("retention")
def retention(story: Story) -> Any:
    return retention_of(story)["status"]


@answers("request")
def request(story: Story) -> Any:
    """How the last request by right ended, and whether that was late."""
    found = the_request(story)
    return f"{found['status']} late" if found["late"] else found["status"]
