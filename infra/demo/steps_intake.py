"""What counsellors do: open a case, take the application, decide, ask for clearance, protect."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from infra.demo.phrases import step
from infra.demo.story import Story

COUNSELLOR = "counsellor"
GOOD_FACTS: dict[str, Any] = {
    "means_minor": 0,
    "journey_cost_minor": 60_000,
    "intends_permanent": True,
    "remigration_claim": "none",
    "guarantor": {"exists": False},
    "false_pretences": False,
    "cooperates": True,
    "consents_to_termination": True,
    "government_objection": False,
    "dublin": {"claimant": False},
}
NOT_BEFORE, NOT_AFTER = timedelta(days=8), timedelta(days=26)
PASSPORT_YEARS = 6


@step("opens the case")
def opens_the_case(story: Story) -> None:
    to = story.told.to
    opened = story.post(
        "/v1/cases",
        {
            "kind": story.told.kind,
            "origin_airport": story.told.origin,
            "destination_country": to["country"],
            "destination_airport": to["airport"],
            "not_before": str(story.today + NOT_BEFORE),
            "not_after": str(story.today + NOT_AFTER),
            "persons": [_person(story, one) for one in story.told.persons],
            "facts": GOOD_FACTS | story.told.facts,
        },
        COUNSELLOR,
    )
    story.ref = opened["case_ref"]
    story.person_ids = opened["person_ids"]
    story.standing()


def _person(story: Story, told: dict[str, Any]) -> dict[str, Any]:
    papers = story.world.people.papers_of(told["name"], str(told["born"]))
    nationalities = str(told["nationality"]).split()
    expires = date(story.today.year + PASSPORT_YEARS, 6, 30)
    person: dict[str, Any] = {
        "given_names": papers.given_names,
        "family_name": papers.family_name,
        "birth_date": str(told["born"]),
        "sex": told["sex"],
        "nationalities": nationalities,
        "relation": told.get("relation", "applicant"),
        "previous_departures": [],
        "permits": [],
        "medical": bool(told.get("medical", False)),
    }
    if "asylum background" in told:
        person["asylum_background"] = told["asylum background"]
    if told.get("papers") in {"none", "can be had"}:
        person["document_obtainable"] = told["papers"] == "can be had"
    else:
        person["document"] = {
            "kind": "passport",
            "number": papers.number,
            "issuing_country": nationalities[0],
            "expires_on": str(expires),
        }
    if "left with our help on" in told:
        person["previous_departures"] = [{"departed_on": str(told["left with our help on"])}]
    return person


@step("signs the application")
def signs(story: Story) -> None:
    signature = {"signed_on": str(story.today), "language": "en"}
    body = {
        "signed_on": str(story.today),
        "departure_request": signature,
        "data_exchange_consent": signature,
    }
    story.post(f"/v1/cases/{story.ref}/application", body, COUNSELLOR)
    story.standing()


@step("is heard on eligibility")
def decides(story: Story) -> None:
    story.kept["decision"] = story.post(
        f"/v1/cases/{story.ref}/eligibility-decision", {}, COUNSELLOR
    )
    story.standing()


@step("clearance is asked")
def asks_clearance(story: Story) -> None:
    story.post(f"/v1/cases/{story.ref}/clearance-request", {}, COUNSELLOR)
    story.standing()


@step("the IND grants clearance")
def granted(story: Story) -> None:
    _answer(story, outcome="granted")


@step("the IND refuses clearance")
def refused(story: Story) -> None:
    _answer(story, outcome="refused")


@step("clearance is withdrawn")
def withdrawn(story: Story) -> None:
    _answer(story, outcome="withdrawn")


@step("the IND says that the DT&V must choose")
def must_choose(story: Story) -> None:
    _answer(story, outcome="dtv_decision")


@step("the DT&V chooses {choice}")
def chooses(story: Story, choice: str) -> None:
    chosen = "iom_departure" if choice == "departure with IOM" else "removal"
    _answer(story, outcome="dtv_decision", dtv_choice=chosen)


def _answer(story: Story, **said: Any) -> None:
    body = {"answered_on": str(story.today), "reference": f"IND-{story.ref}", **said}
    story.post(f"/v1/cases/{story.ref}/clearance-answer", body, COUNSELLOR)
    story.standing()


@step("is accepted")
def accepts(story: Story) -> None:
    story.post(f"/v1/cases/{story.ref}/acceptance", {}, COUNSELLOR)
    story.standing()


@step("is cleared for departure")
def all_until_cleared(story: Story) -> None:
    """The road that most cases take, in one line of the book."""
    for act in (opens_the_case, signs, decides, asks_clearance, granted):
        act(story)


@step("withdraws: {reason}")
def withdraws(story: Story, reason: str) -> None:
    body = {"reason_code": reason.replace(" ", "_")}
    story.post(f"/v1/cases/{story.ref}/withdrawal", body, COUNSELLOR)
    story.standing()


@step("everything is put back")
def put_back(story: Story) -> None:
    story.case_in("withdrawn")


@step("still wants to leave")
def reopens(story: Story) -> None:
    story.post(f"/v1/cases/{story.ref}/reopening", {}, COUNSELLOR)
    story.standing()


@step("the case is closed")
def closes(story: Story) -> None:
    def completed() -> bool:
        case = story.standing()
        return case["status"] != "arrived" or "closing" in case["waits"][0]["waits_for"]

    story.wait_for(completed, "The end of reintegration")
    story.post(f"/v1/cases/{story.ref}/closure", {}, COUNSELLOR)
    story.case_in("closed")


@step("tells now that there is no money")
def tells_means(story: Story) -> None:
    path = f"/v1/cases/{story.ref}"
    story.change("PATCH", path, {"facts": {"means_minor": 0}}, COUNSELLOR, path)
