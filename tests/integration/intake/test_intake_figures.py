"""Figures in the running service: counted as people leave, and never small."""

from tests.integration.intake.conftest import days


def test_departures_are_counted_and_small_numbers_hidden(place, wait_for):
    """R-DP-05."""
    # The month must be over, or it is not told.
    day = days(-40)
    year = int(day[:4])
    families = [place.accepted() for _ in range(5)]
    for case in families[:4]:
        place.flies(case, day)
    counted = "SELECT coalesce(sum(departures), 0) FROM departure_counts"
    wait_for(lambda: place.database.value(counted) == 4, 20, "Four were never counted.")
    asked = {"year": year, "by": "nationality"}
    few = place.ask("figures_of_departures", role="supervisor", query=asked)
    assert few["figures"] == [{"key": "IQ", "departures": None, "hidden": True}]

    place.flies(families[4], day)
    wait_for(lambda: place.database.value(counted) == 5, 20, "The fifth was never counted.")

    told = place.ask("figures_of_departures", role="supervisor", query=asked)
    assert told["figures"] == [{"key": "IQ", "departures": 10, "hidden": False}]
    assert told["csv"].splitlines() == ["nationality,departures", "IQ,10"]
    assert place.ask("figures_of_contacts", query={"year": year})["departures"] == 10
