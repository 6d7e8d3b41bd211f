"""What deployment officers do: a vacancy, an expert, the selection, the assignment."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from infra.demo.phrases import step
from infra.demo.story import Story

OFFICER = "deployment_officer"
PRIVACY_OFFICER = "privacy_officer"
STARTS_AFTER = timedelta(days=30)


@step("the host's vacancy is drafted")
def drafted(story: Story) -> None:
    asked = story.told.vacancy
    starts_on = story.today + timedelta(days=asked.get("starts in days", STARTS_AFTER.days))
    body = {
        "programme": asked.get("programme", "CD4D2"),
        "country": asked["country"],
        "sector": asked["sector"],
        "mode": asked["mode"],
        "host_institution": asked["host"],
        "terms_of_reference": asked["terms of reference"],
        "starts_on": str(starts_on),
        "ends_on": str(starts_on + timedelta(weeks=asked["weeks"]) - timedelta(days=1)),
        "destination_airport": asked.get("airport"),
    }
    made = story.post("/v1/vacancies", body, OFFICER)
    story.kept["vacancy_id"] = made["vacancy_id"]
    story.show(made)


@step("the vacancy is published")
def published(story: Story) -> None:
    path = f"/v1/vacancies/{story.kept['vacancy_id']}"
    story.show(story.post(f"{path}/publication", {}, OFFICER))


@step("the vacancy is closed")
def closed(story: Story) -> None:
    path = f"/v1/vacancies/{story.kept['vacancy_id']}/closure"
    story.show(story.post(path, {"reason": "The work is done."}, OFFICER))


@step("the expert is registered")
def registered(story: Story) -> None:
    story.kept["expert_id"] = _register(story, story.told.expert)


def _register(story: Story, told: dict[str, Any]) -> str:
    papers = story.world.people.papers_of(told["name"], str(told["born"]))
    body = {
        "person": {
            "given_names": papers.given_names,
            "family_name": papers.family_name,
            "birth_date": str(told["born"]),
            "sex": told["sex"],
            "nationality": told["nationality"],
            "document": {
                "kind": "passport",
                "number": papers.number,
                "issuing_country": told["nationality"],
                "expires_on": str(story.today + timedelta(days=2000)),
            },
        },
        "consent": {"signed_on": str(story.today), "language": "en"},
        "diaspora_of": str(told["diaspora of"]).split(),
        "sectors": [story.told.vacancy["sector"]],
        "residence_country": told.get("lives in", "NL"),
        "right_of_return": told.get("right of return", True),
    }
    expert_id: str = story.post("/v1/experts", body, OFFICER)["expert_id"]
    return expert_id


@step("the expert applies")
def applies(story: Story) -> None:
    story.kept["candidate_id"] = _propose(story, story.kept["expert_id"])


def _propose(story: Story, expert_id: str) -> str:
    path = f"/v1/vacancies/{story.kept['vacancy_id']}/candidates"
    made = story.post(path, {"expert_id": expert_id}, OFFICER)
    story.show(made)
    candidate_id: str = made["candidate_id"]
    return candidate_id


@step("{name} applies too")
def another_applies(story: Story, name: str) -> None:
    told = story.told.expert | {"name": name}
    story.kept["other_candidate_id"] = _propose(story, _register(story, told))


@step("the other candidate withdraws")
def other_withdraws(story: Story) -> None:
    path = f"/v1/candidates/{story.kept['other_candidate_id']}/withdrawal"
    story.post(path, {}, OFFICER)


@step("{party} approves the expert")
def approves(story: Story, party: str) -> None:
    _word(story, party, "approved")


@step("{party} rejects the expert")
def rejects(story: Story, party: str) -> None:
    _word(story, party, "rejected")


def _word(story: Story, party: str, outcome: str) -> None:
    by = {"IOM": "iom", "the host": "host"}[party]
    path = f"/v1/candidates/{story.kept['candidate_id']}/approvals"
    said = story.post(path, {"by": by, "outcome": outcome}, OFFICER)
    story.show(said)
    if said["assignment_id"]:
        story.kept["assignment_id"] = said["assignment_id"]
        story.show(story.get(f"/v1/assignments/{said['assignment_id']}", OFFICER))


@step("allowance, insurance and security briefing are on file")
def cleared(story: Story) -> None:
    starts_on = story.today
    body = {
        "allowance": {"amount_minor": 280_000, "currency": "EUR", "reference": "AGR-1"},
        "insurance": {
            "covers_from": str(starts_on),
            "covers_until": str(starts_on + timedelta(days=300)),
            "reference": "POL-1",
        },
        "security_briefing": {"briefed_on": str(starts_on), "reference": "SEC-1"},
    }
    _assignment(story, "clearance", body)


@step("the assignment is cleared with nothing on file")
def cleared_with_nothing(story: Story) -> None:
    _assignment(story, "clearance", {})


@step("a new journey is asked for")
def asked_again(story: Story) -> None:
    _assignment(story, "travel-request", {})


@step("the work online starts")
def starts(story: Story) -> None:
    assignment = story.get(f"/v1/assignments/{story.kept['assignment_id']}", OFFICER)
    story.wait_until(story.office_hour(date.fromisoformat(assignment["starts_on"])))
    _assignment(story, "start", {})


@step("the last day of work passes")
def last_day(story: Story) -> None:
    assignment = story.get(f"/v1/assignments/{story.kept['assignment_id']}", OFFICER)
    story.wait_until(
        story.office_hour(date.fromisoformat(assignment["ends_on"]) + timedelta(days=1))
    )


@step("expert and host report")
def reports(story: Story) -> None:
    body = {"expert_report": f"DOC-{story.number}-1", "host_report": f"DOC-{story.number}-2"}
    _assignment(story, "end", body)


@step("the assignment is withdrawn: {reason}")
def withdrawn(story: Story, reason: str) -> None:
    _assignment(story, "withdrawal", {"reason_code": reason.replace(" ", "_")})


@step("the assignment becomes {state}")
def becomes(story: Story, state: str) -> None:
    def look() -> bool:
        found = story.get(f"/v1/assignments/{story.kept['assignment_id']}", OFFICER)
        story.show(found)
        return bool(found["status"] == state.replace(" ", "_"))

    story.wait_for(look, f"The assignment becoming {state}")


def _assignment(story: Story, verb: str, body: dict[str, Any]) -> None:
    path = f"/v1/assignments/{story.kept['assignment_id']}/{verb}"
    story.show(story.post(path, body, OFFICER))


@step("the expert asks to be forgotten, and everybody forgets")
def forgotten(story: Story) -> None:
    """The key is destroyed, and who was told who it is must say that it was forgotten there too."""
    path = f"/v1/experts/{story.kept['expert_id']}/erasure"
    story.show(story.post(path, {"ground": "request"}, PRIVACY_OFFICER))
    story.wait_for(lambda: erasure_of_expert(story)["status"] == "done", "Everybody forgetting")


def erasure_of_expert(story: Story) -> dict[str, Any]:
    """Whether the expert was forgotten, and by whom."""
    wanted = {"expert_id": story.kept["expert_id"]}
    (found,) = story.find("/v1/expert-erasures", PRIVACY_OFFICER, **wanted)
    return found
