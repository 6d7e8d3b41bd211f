"""Who of staff sees a case: a colleague breaks the glass, a supervisor hands the case over."""

from __future__ import annotations

from typing import Any

from infra.demo.phrases import step
from infra.demo.story import Story

COUNSELLOR, SUPERVISOR = "counsellor", "supervisor"


def _colleague(story: Story) -> str:
    """A counsellor as good as the other, who does not work on this case."""
    return f"colleague.{story.number}"


@step("a colleague looks at the case")
def looks(story: Story) -> None:
    """R-DP-03: who is not assigned learns not even that there is such a case."""
    story.world.door.get(f"/v1/cases/{story.ref}", COUNSELLOR, _colleague(story))


@step("a colleague breaks the glass: {reason}")
def breaks(story: Story, reason: str) -> None:
    """R-DP-03: at once, for a short time, and with a reason."""
    path = f"/v1/cases/{story.ref}/emergency-access"
    body = {"reason": reason.replace(" ", "_")}
    story.world.door.post(path, body, COUNSELLOR, _colleague(story))


@step("the supervisor sees who broke the glass, and finds it {finding}")
def reviews(story: Story, finding: str) -> None:
    """R-DP-03: another than who did it says whether there was need."""
    (access,) = [one for one in accesses(story) if one["status"] == "to_review"]
    story.show(access)
    body = {"finding": finding.replace(" ", "_")}
    story.post(f"/v1/emergency-accesses/{access['access_id']}/review", body, SUPERVISOR)


def accesses(story: Story) -> list[dict[str, Any]]:
    """Who saw this case without being assigned to it."""
    return story.find("/v1/emergency-accesses", SUPERVISOR, case_ref=story.ref)


@step("the counsellor leaves, and nobody works on the case")
def leaves(story: Story) -> None:
    """R-DP-03: a case without anybody waits for the supervisor, by a day."""
    path = f"/v1/cases/{story.ref}/assignments"
    (last,) = staff(story).values()
    story.post(f"{path}/{last}/release", {}, SUPERVISOR)
    (gap,) = story.find("/v1/unassigned-cases", SUPERVISOR, case_ref=story.ref)
    shown = story.get(path, SUPERVISOR)["unassigned"]
    if (shown["gap_id"], shown["owner"]) != (gap["gap_id"], SUPERVISOR):
        raise AssertionError("The case does not wait for the supervisor.")
    story.show(gap)


@step("the supervisor gives the case to a colleague")
def gives(story: Story) -> None:
    """From now on the colleague is the counsellor of this case."""
    path, colleague = f"/v1/cases/{story.ref}/assignments", _colleague(story)
    story.post(path, {"staff_id": colleague}, SUPERVISOR)
    story.kept[f"who is {COUNSELLOR}"] = colleague
    if story.get(path, SUPERVISOR)["unassigned"]:
        raise AssertionError("The case still waits for somebody.")
    story.standing()


def staff(story: Story) -> dict[str, str]:
    """Who works on the case now, each with the assignment by which."""
    people = story.get(f"/v1/cases/{story.ref}/assignments", SUPERVISOR)["assignments"]
    return {one["staff_id"]: one["assignment_id"] for one in people if not one["released_at"]}
