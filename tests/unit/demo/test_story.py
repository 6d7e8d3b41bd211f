"""What a story does while a part of the system is away: it waits, and then goes on."""

from datetime import date

import pytest

from infra.demo import steps_victims, story
from infra.demo.casebook import Told
from infra.demo.door import Refused
from infra.demo.story import Story, World

CASE = "/v1/cases/NL-2026-000001-0"


class Door:
    """Answers with the pages that it was given, one after another, and notes each change."""

    def __init__(self, *pages, refusals=()):
        self.pages = list(pages)
        self.refusals = list(refusals)
        self.versions = []

    def get(self, _path, _role, _subject):
        return self.pages.pop(0) if len(self.pages) > 1 else self.pages[0]

    def change(self, _method, _path, _body, _role, _subject, version):
        self.versions.append(version)
        if self.refusals:
            raise self.refusals.pop(0)
        return {"version": version + 1}


AWAY = {"case_ref": "NL-2026-000001-0", "case": {"unavailable": True, "reason": "intake is away"}}
THERE = {"case_ref": "NL-2026-000001-0", "version": 4, "case": {"status": "open", "version": 4}}
LATER = THERE | {"version": 5}


def a_story(door):
    told = Told(name="One", day=date(2026, 11, 24), steps=(), expected={})
    return Story(1, told, World(door, None, None, None, lambda _: None))


@pytest.fixture(autouse=True)
def hasty(monkeypatch):
    monkeypatch.setattr(story, "LOOK_EVERY_SECONDS", 0.0)


def test_a_change_waits_for_the_owner_of_the_page_to_come_back():
    door = Door(AWAY, AWAY, THERE)

    a_story(door).change("PUT", f"{CASE}/detention", {}, "counsellor", CASE)

    assert door.versions == [4]


def test_a_change_to_what_somebody_else_has_changed_is_read_anew():
    stale = Refused("PUT", 412, {"code": "stale"})
    door = Door(THERE, AWAY, LATER, refusals=[stale])

    a_story(door).change("PUT", f"{CASE}/detention", {}, "counsellor", CASE)

    assert door.versions == [4, 5]


def test_an_owner_who_never_comes_back_is_told(monkeypatch):
    monkeypatch.setattr(story, "PATIENCE_SECONDS", 0.0)

    with pytest.raises(AssertionError, match="answering did not happen"):
        a_story(Door(AWAY)).change("PUT", f"{CASE}/detention", {}, "counsellor", CASE)


class Desk:
    """Shows whoever arranges a journey when it is, and the counsellor what the test says."""

    def __init__(self, shown):
        self.shown = shown

    def get(self, path, role, _subject):
        if role == "counsellor":
            return self.shown
        one = {
            "movement_id": "m-1",
            "status": "booked",
            "agent": "polder",
            "departs_at": "2026-12-02T07:45:00+01:00",
            "arrives_at": "2026-12-02T15:20:00+01:00",
        }
        return {"items": [one]} if "?" in path else one


@pytest.mark.parametrize(
    "shown",
    [
        {"timeline": [{"facts": {"at": "2026-12-02T06:45:00+00:00"}}]},
        {"movements": {"items": [{"agent": "polder"}]}},
        {"waits": [{"waits_for": "R-VOT-05: the end of the time to reflect"}]},
    ],
)
def test_a_page_that_tells_the_counsellor_of_a_victim_is_noticed(shown):
    """R-VOT-03, R-VOT-04."""
    with pytest.raises(AssertionError, match="tells the counsellor"):
        steps_victims.sees_nothing(a_story(Desk(shown)))


def test_a_page_that_tells_nothing_is_fine():
    """R-VOT-04."""
    shown = {"status": "booked", "due_at": "2026-12-02T15:00:00+01:00", "restricted": True}

    steps_victims.sees_nothing(a_story(Desk(shown)))


def test_a_colleague_who_takes_over_acts_from_then_on():
    mine = a_story(Desk({}))
    assert mine.subject("counsellor") == "counsellor.1"

    mine.kept["who is counsellor"] = "colleague.1"
    assert (mine.subject("counsellor"), mine.subject("supervisor")) == (
        "colleague.1",
        "supervisor.1",
    )
