"""What protects a traveller: guardian, reception, consents, escort, fitness, papers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from infra.demo.phrases import step
from infra.demo.story import Story

COUNSELLOR, MEDICAL = "counsellor", "medical"


@step("the guardian is recorded")
def guardian(story: Story) -> None:
    name = story.world.people.papers_of("Nadia Verhoef", "1980-01-01")
    body = {
        "name": f"{name.given_names} {name.family_name}",
        "organisation": "Nidos",
        "appointed_on": str(story.today - timedelta(days=30)),
    }
    _protect(story, "guardian", body)


@step("reception with the {relation} is confirmed")
def reception(story: Story, relation: str) -> None:
    papers = story.world.people.papers_of(f"Zhourane Ontvangster{story.number}", "1975-01-01")
    story.kept["receiver"] = {
        "name": f"{papers.given_names} {papers.family_name}",
        "relation": relation,
        "identity_number": papers.number,
    }
    body = {
        "status": "confirmed",
        "admission_confirmed": True,
        "collection_confirmed": True,
        "receiver": story.kept["receiver"],
    }
    _protect(story, "reception", body)


@step("to return is found to be in the child's best interest")
def best_interest(story: Story) -> None:
    _protect(story, "best-interest", {"outcome": "return", "decided_on": str(story.today)})


@step("a {kind} escort is needed")
def escort_need(story: Story, kind: str) -> None:
    _protect(story, "escort-need", {"escort": kind.replace(" ", "_"), "ssr": []})


def _protect(story: Story, what: str, body: dict[str, Any]) -> None:
    path = f"/v1/cases/{story.ref}/persons/{story.person_ids[0]}/{what}"
    story.change("PUT", path, body, COUNSELLOR, f"/v1/cases/{story.ref}")


@step("guardian, child and receiving family consent")
def consents(story: Story) -> None:
    for by in ("guardian", "child", "receiving_family"):
        body = {"by": by, "signed_on": str(story.today), "language": "ar"}
        path = f"/v1/cases/{story.ref}/persons/{story.person_ids[0]}/consents"
        story.post(path, body, COUNSELLOR)


@step("the travel document is received")
def document(story: Story) -> None:
    told = story.told.persons[0]
    papers = story.world.people.papers_of(told["name"], str(told["born"]))
    body = {
        "kind": "laissez_passer",
        "number": papers.number,
        "issuing_country": str(told["nationality"]).split()[0],
        "expires_on": str(story.today + timedelta(days=180)),
    }
    _protect(story, "document", body)


@step("care at the destination is researched")
def care_research(story: Story) -> None:
    """R-MED-05: before anybody is asked to agree to return."""
    body = {
        "country": story.told.to["country"],
        "availability": "available",
        "cost_minor": 4500,
        "currency": "EUR",
        "researched_on": str(story.today),
        "source": "The mission asked two hospitals.",
    }
    _write_down(story, "care-research", body)


@step("is checked before boarding")
def board_check(story: Story) -> None:
    """R-MED-01: the last look, at most 72 hours before the flight."""
    _protect(story, "embarkation-check", {"fit": True, "checked_at": story.now()})


@step("is found fit to travel")
def fit(story: Story) -> None:
    _protect(story, "fitness", {"fit": True, "checked_on": str(story.today)})


@step("is of age now, and agrees anew")
def of_age(story: Story) -> None:
    """R-UAM-06: what was signed for a child does not count for an adult."""
    body = {"by": "self", "signed_on": str(story.today), "language": "ar"}
    path = f"/v1/cases/{story.ref}/persons/{story.person_ids[0]}"
    story.post(f"{path}/consents", body, COUNSELLOR)
    story.standing()


@step("is told what changes for who came as a child alone")
def guided(story: Story) -> None:
    """R-UAM-06."""
    _protect(story, "guidance", {"given_on": str(story.today), "language": "ar"})


@step("the midwife says that the child is due in {days} days")
def pregnant(story: Story, days: str) -> None:
    """R-MED-02: so near to the birth the medical staff say whether she may travel."""
    _write_down(story, "pregnancy", {"due_on": str(story.today + timedelta(days=int(days)))})


@step("the medical staff say that she {ruling}")
def ruled(story: Story, ruling: str) -> None:
    """R-MED-02."""
    outcome = "hold" if ruling == "must wait" else "may_travel"
    _write_down(story, "pregnancy-review", {"outcome": outcome, "reviewed_on": str(story.today)})


def _write_down(story: Story, what: str, body: dict[str, Any]) -> None:
    path = f"/v1/cases/{story.ref}/persons/{story.person_ids[0]}/medical-file"
    story.change("PUT", f"{path}/{what}", body, MEDICAL, f"{path}?reason=care_research")
