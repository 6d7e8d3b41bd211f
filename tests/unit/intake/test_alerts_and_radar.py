"""What breaks on a known day is told before it breaks, to whoever must act, and never too much."""

from datetime import timedelta

import pytest

from services.intake.alerts.model import RULES, What
from services.intake.alerts.store import AlertStore
from services.intake.cases.usecases import correct_case
from services.intake.radar.model import Blip, Place, morning_of
from services.intake.safeguarding.model import Fitness
from tests.unit.intake.intake_kinds import booked
from tests.unit.intake.intake_scene import (
    PASSPORT,
    TODAY,
    a_person,
    a_unit,
    an_accepted_case,
    an_applied_case,
    an_open_case,
    guard,
)


def alerts(unit, case):
    return {one.what: one for one in unit.store(AlertStore).of_case(case.case_ref)}


def ending(days):
    return PASSPORT | {"expires_on": (TODAY + timedelta(days=days)).isoformat()}


@pytest.mark.parametrize("what", list(What))
def test_each_alert_names_who_must_act_and_how_long_before(what):
    rule = RULES[what]

    # What is kept apart names its owner on the radar alone, to those who may know.
    apart = what is What.CONFIDENTIAL
    assert rule.owner in ({"confidential"} if apart else {"counsellor", "medical", "supervisor"})
    assert rule.sentence.endswith(".")
    assert rule.days_before >= 0


def test_a_document_that_ends_soon_is_told_before_and_a_new_one_settles_it():
    """R-REAN-04."""
    unit = a_unit()
    case = an_open_case(unit, a_person(document=ending(100)))
    alert = alerts(unit, case)[What.DOCUMENT]
    assert alert.breaks_on - alert.alert_on == timedelta(days=60)

    person_id = case.people[0].person_id
    correct_case(unit, ref=case.case_ref, persons={person_id: {"document": ending(3000)}})

    assert What.DOCUMENT not in alerts(unit, case)


def test_an_alert_does_not_tell_that_somebody_is_ill():
    """R-MED-01: what is watched is a safeguard; which one, the table does not say."""
    unit = a_unit()
    case = an_open_case(unit, a_person(medical=True))
    guard(unit, case, fitness=Fitness(fit=True, checked_on=TODAY))

    alert = alerts(unit, case)[What.SAFEGUARD]

    assert alert.breaks_on == TODAY + timedelta(days=180)
    assert "fit" not in f"{alert.what} {alert.rule.sentence} {alert.rule.rule_id}".lower()


def test_the_28_days_are_watched_until_there_is_a_booking():
    """R-REAN-20."""
    unit = a_unit()
    waiting = an_applied_case(unit)
    assert alerts(unit, waiting)[What.BOOKING].breaks_on == TODAY + timedelta(days=28)

    other = a_person(given_names="Other", family_name="Other", document=ending(3000))
    seated = booked(unit, an_accepted_case(unit, other))

    assert What.BOOKING not in alerts(unit, seated)


def test_a_place_on_the_radar_is_read_as_it_was_written():
    blip = Blip(
        at=morning_of(TODAY),
        source="alert",
        case_ref="NL-1",
        about="p-1",
        what="document",
        rule_id=None,
        sentence="",
        owner="counsellor",
        overdue=False,
    )

    assert Place.read(blip.place.written()) == blip.place
    assert Place.read("nonsense") is None
