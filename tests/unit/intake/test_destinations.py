"""Nobody is flown to another country because of a letter."""

import pytest

from services.chassis.errors import Invalid
from services.intake.cases.usecases import correct_case
from tests.unit.intake.intake_scene import a_unit, an_open_case


@pytest.mark.parametrize(
    ("country", "airport", "says"),
    [
        ("IQ", "KBL", "KBL lies in AF, and the case goes to IQ"),
        ("LY", "BGW", "BGW lies in IQ, and the case goes to LY"),
        ("IQ", "QZX", "There is no airport QZX"),
    ],
)
def test_an_airport_that_does_not_lead_to_the_destination_is_refused(country, airport, says):
    with pytest.raises(Invalid, match=says):
        an_open_case(a_unit(), destination_country=country, destination_airport=airport)


def test_who_has_no_airport_at_home_lands_beside_it_and_goes_on_by_land():
    assert an_open_case(a_unit(), destination_country="PS", destination_airport="AMM")


def test_a_correction_that_changes_one_of_the_two_alone_is_refused():
    unit = a_unit()
    case = an_open_case(unit)

    with pytest.raises(Invalid) as refused:
        correct_case(unit, ref=case.case_ref, destination_country="AF")
    assert refused.value.code == "airport-abroad"
    correct_case(unit, ref=case.case_ref, destination_country="AF", destination_airport="KBL")
