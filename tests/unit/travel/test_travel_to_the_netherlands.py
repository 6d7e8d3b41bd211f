"""Who comes to the Netherlands declares no departure from it."""

from services.travel.travellers.model import Evidence
from services.travel.waits.model import Status
from tests.fakes import NOON
from tests.unit.travel.test_travel_waits import a_booked_movement


def test_who_comes_to_the_netherlands_signs_no_departure_declaration():
    """R-REAN-17: the declaration ends residence here, which a resettled family only begins."""
    movement = a_booked_movement(
        origin_airport="NBO", destination_airport="AMS", destination_country="NL"
    )

    movement.depart(NOON, "p-1", NOON, Evidence.STAFF)

    assert movement.status is Status.DEPARTED
