"""A case that nobody can accept says why before anybody tries."""

from datetime import timedelta

import pytest

from services.chassis.errors import Conflict, Invalid
from services.intake.cases.usecases import correct_case
from services.intake.progress.usecases import waits_of_case
from tests.unit.intake.intake_scene import (
    PASSPORT,
    TODAY,
    a_cleared_case,
    a_person,
    a_unit,
    an_accepted_case,
    an_open_case,
)

SEEN_BY = frozenset({"counsellor"})


def waits(unit, case):
    return [one["waits_for"] for one in waits_of_case(unit, ref=case.case_ref)["waits"]]


def test_a_document_that_ends_too_soon_is_waited_for_before_the_acceptance():
    """R-REAN-04."""
    unit = a_unit(roles=SEEN_BY)
    ended = PASSPORT | {"expires_on": (TODAY + timedelta(days=1)).isoformat()}
    case = a_cleared_case(unit, a_person(document=ended))

    assert any(one.startswith("R-REAN-04:") for one in waits(unit, case))


def test_days_that_have_passed_are_told():
    unit = a_unit(roles=SEEN_BY)
    case = a_cleared_case(unit)
    before = waits(unit, case)
    unit.clock += timedelta(days=400)

    assert len(before) == 1
    assert any(one.startswith("WINDOW:") for one in waits(unit, case))


def test_who_may_have_been_here_before_is_to_be_compared_first():
    """R-REAN-03."""
    unit = a_unit(roles=SEEN_BY)
    a_cleared_case(unit)
    again = a_cleared_case(unit)

    assert any(one.startswith("R-REAN-03:") for one in waits(unit, again))


def test_a_child_alone_waits_for_the_guardian_before_any_signature():
    """R-UAM-01."""
    unit = a_unit(roles=SEEN_BY)
    case = an_open_case(unit, a_person(birth_date="2012-05-05"))

    assert waits(unit, case)[1:] == ["R-UAM-01: The guardian is not recorded."]
    assert waits(unit, an_open_case(unit))[1:] == []


def test_who_is_detained_waits_for_the_own_request():
    """R-DET-01."""
    unit = a_unit(roles=SEEN_BY)

    assert len(waits(unit, an_open_case(unit, kind="return_from_detention"))) == 2


@pytest.mark.parametrize("name", ["", "  ", "-"])
def test_a_name_has_a_letter(name):
    with pytest.raises(Invalid):
        an_open_case(a_unit(), a_person(given_names=name))


def test_who_finds_a_slip_too_late_is_told_what_can_be_done():
    unit = a_unit()
    case = an_accepted_case(unit)

    with pytest.raises(Conflict, match="privacy officer; for another destination"):
        correct_case(unit, ref=case.case_ref, destination_airport="EBL")
