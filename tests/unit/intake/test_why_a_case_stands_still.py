"""A case that nobody can accept says why before anybody tries."""

from datetime import timedelta

from services.intake.progress.usecases import waits_of_case
from tests.unit.intake.intake_scene import PASSPORT, TODAY, a_cleared_case, a_person, a_unit

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
