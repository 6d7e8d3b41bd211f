"""A victim of trafficking: a specialist keeps what the counsellor need not know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from infra.demo.phrases import step
from infra.demo.story import Story

COUNSELLOR, SPECIALIST, OFFICER = "counsellor", "trafficking_specialist", "movement_officer"
NOTHING_YET = 0
WORDS = ("traffick", "victim", "shelter", "opt_in", "confidential", "R-VOT")


def _record(story: Story) -> str:
    return f"/v1/cases/{story.ref}/persons/{story.person_ids[0]}/confidential-record"


@step("a shelter says that she may be a victim of trafficking")
def presumed(story: Story) -> None:
    """R-VOT-03: kept apart from the case, for the few who may know."""
    body = {"presumed_on": str(story.today - timedelta(days=9)), "signalled_by": "shelter"}
    subject = story.subject(SPECIALIST)
    story.world.door.change("PUT", _record(story), body, SPECIALIST, subject, NOTHING_YET)


@step("she wants the extra services")
def opts_in(story: Story) -> None:
    """R-VOT-03: nothing extra is done before she says so herself."""
    body = {"signed_on": str(story.today), "language": "en"}
    story.post(f"{_record(story)}/opt-in", body, SPECIALIST)


@step("she asks for a fast track and a hidden journey")
def wants(story: Story) -> None:
    """R-VOT-04: travel hears of both, and not why; whoever arranges the journey sees it whole."""
    body = {"services": ["fast_track", "hidden_itinerary"]}
    record = _record(story)
    story.change("PUT", f"{record}/services", body, SPECIALIST, record)
    story.kept["who sees the journey"] = OFFICER


@step("neither the counsellor nor who pays can read why she has what she has")
def reads_no_reason(story: Story) -> None:
    """R-VOT-02, R-VOT-03: the amount shows, and no word that tells why."""
    for role in (COUNSELLOR, "finance_maker", "supervisor"):
        for path in ("entitlements", "allowances"):
            page = json.dumps(story.get(f"/v1/{path}?case_ref={story.ref}", role)).lower()
            told = [word for word in (*WORDS, "vot_", "eu13") if word.lower() in page]
            if told or story.ref.lower() not in page:
                raise AssertionError(f"/v1/{path} tells the {role} of {told or 'nothing'}.")


@step("the specialist reads why she has what she has")
def reads_reason(story: Story) -> None:
    price = story.get(_record(story), SPECIALIST)["price"]
    if price["rule_id"] != "R-VOT-02":
        raise AssertionError(f"The record of a victim gives {price} as the reason of the price.")


@step("the counsellor opens what is kept apart of her")
def opens(story: Story) -> None:
    story.get(_record(story), COUNSELLOR)


@step("the counsellor looks at her journey")
def looks(story: Story) -> None:
    """R-VOT-04: it is shown to those who arrange it."""
    movement = story.movement_in("booked")
    story.get(f"/v1/movements/{movement['movement_id']}", COUNSELLOR)


@step("the counsellor sees nothing of it, and not when she flies")
def sees_nothing(story: Story) -> None:
    """R-VOT-03, R-VOT-04: on no page that a counsellor has of the case."""
    movement = story.movement_in("booked")
    case = f"/v1/cases/{story.ref}"
    paths = [case, f"{case}/waits", f"{case}/timeline", f"/v1/movements?case_ref={story.ref}"]
    secret = {datetime.fromisoformat(movement[one]) for one in ("departs_at", "arrives_at")}
    for path in paths:
        page = story.get(path, COUNSELLOR)
        text = json.dumps(page).lower()
        told = [word for word in WORDS if word.lower() in text]
        if told or secret & set(_moments(page)) or movement["agent"] in text:
            raise AssertionError(f"{path} tells the counsellor of {told or 'the journey'}.")


def _moments(page: Any) -> Iterator[datetime]:
    """Every moment that stands anywhere on a page."""
    if isinstance(page, dict):
        page = list(page.values())
    if isinstance(page, list):
        for one in page:
            yield from _moments(one)
    elif isinstance(page, str) and "T" in page:
        try:
            moment = datetime.fromisoformat(page)
        except ValueError:
            return
        if moment.tzinfo:
            yield moment
