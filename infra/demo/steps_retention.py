"""Long after a case: its term ends, a person decides, and everybody is forgotten everywhere."""

from __future__ import annotations

from datetime import date
from typing import Any

from infra.demo.phrases import step
from infra.demo.story import Story

PRIVACY_OFFICER = "privacy_officer"


def retention_of(story: Story) -> dict[str, Any]:
    """How long the case is kept, and who must decide by when."""
    (found,) = story.find("/v1/retentions", PRIVACY_OFFICER, case_ref=story.ref)
    return found


@step("the term of the case ends, and the privacy officer is asked")
def term_ends(story: Story) -> None:
    """R-DP-04: a case that ended is kept for the term of its class."""
    kept = retention_of(story)
    story.show(kept)
    story.wait_until(story.office_hour(date.fromisoformat(kept["review_on"])))

    def asked() -> bool:
        kept = retention_of(story)
        story.show(kept)
        return bool(kept["status"] == "review")

    story.wait_for(asked, "The review of the case")


@step("a legal hold is put on the case")
def held(story: Story) -> None:
    _decide(story, "hold", "A court asked to keep it.")


@step("the legal hold is over")
def released(story: Story) -> None:
    _decide(story, "release", "The court has decided.")


@step("the privacy officer decides to keep it no longer")
def erased(story: Story) -> None:
    """R-DP-04: everybody of the case is forgotten."""
    _decide(story, "erasure", "Nothing of it is needed any more.")
    (erasure,) = story.find("/v1/erasures", PRIVACY_OFFICER, case_ref=story.ref)
    story.kept["erasure_id"] = erasure["erasure_id"]


def _decide(story: Story, verb: str, reason: str) -> None:
    path = f"/v1/cases/{story.ref}/retention/{verb}"
    story.show(story.post(path, {"reason": reason}, PRIVACY_OFFICER))
    retention_of(story)


@step("each agent that knew the name confirms to have forgotten it")
def agents_forget(story: Story) -> None:
    """R-DP-04: an agent that was never told who somebody is has nothing to forget."""

    def confirmed() -> bool:
        told = agents_told(story)
        return bool(told) and all(one["status"] == "confirmed" for one in told)

    story.wait_for(confirmed, "The word of the agents")


def agents_told(story: Story) -> list[dict[str, Any]]:
    """Which agents were asked to forget somebody of this case."""
    return story.find("/v1/agent-erasures", PRIVACY_OFFICER, case_ref=story.ref)
