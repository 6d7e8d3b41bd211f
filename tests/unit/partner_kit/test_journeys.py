"""Journeys that the emulator makes up could be flown, and are the ones that were asked for."""

# ruff: noqa: S311 - these dice decide about journeys that nobody takes.

import os
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from partner_kit.conformance import journeys as paper
from partner_kit.conformance import orders
from partner_kit.emulator import quotes, requests
from partner_kit.emulator.behaviour import Rule
from partner_kit.emulator.geography import airport, distance_km
from partner_kit.emulator.network import block_time

SEED = int(os.environ.get("SEED", "20260302"))
DESTINATIONS = (
    *("EBL", "BGW", "EVN", "CMN", "TBS", "KBP", "MGQ", "HGA", "ULN", "PBM", "KBL", "ACC", "LOS"),
    *("GRU", "CAN", "CGK", "ISU", "BEY", "TIA", "PRN", "DAC", "COO", "TUN", "CAI", "ALG", "KRT"),
)


def an_offer(destination, now, chance, **other):
    route = orders.Route("AMS", destination, now + timedelta(days=10))
    asked = orders.quote(route, now, **other)["data"]
    return asked, quotes.offer(requests.read(asked), Rule(), now, chance)


@pytest.mark.parametrize("destination", DESTINATIONS)
def test_a_journey_can_be_flown_on_any_day_of_the_year(destination):
    chance = Random(f"{SEED}/{destination}")
    for _ in range(4):
        day = datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=chance.randrange(365))
        asked, offer = an_offer(destination, day, chance)

        assert paper.faults_of_offer(asked, offer) == [], f"SEED={SEED} on {day}"


def test_nobody_is_sent_through_a_forbidden_country():
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    _, first = an_offer("EBL", now, Random(SEED))
    seen = paper.countries(first["itinerary"])

    _, second = an_offer("EBL", now, Random(SEED), forbidden_transit_countries=sorted(seen))

    assert seen
    assert not seen & paper.countries(second["itinerary"])


def test_nobody_arrives_after_the_visa_ends():
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    arrive_by = "2026-03-13T12:00:00+03:00"

    _, offer = an_offer("EBL", now, Random(SEED), arrive_by=arrive_by)

    arrives_at = datetime.fromisoformat(offer["itinerary"][-1]["arrives_at"])
    assert arrives_at <= datetime.fromisoformat(arrive_by)


def test_a_day_that_has_passed_is_no_journey():
    now = datetime(2026, 3, 30, 9, tzinfo=UTC)

    with pytest.raises(quotes.Refused, match="No journey on these days"):
        an_offer(
            "EBL", now, Random(SEED), latest_departure="2026-03-01", earliest_departure="2026-03-01"
        )


def test_a_child_under_five_does_not_fly_alone():
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    alone = [{"passenger_reference": "P1", "type": "unaccompanied_minor", "age": 4}]

    with pytest.raises(quotes.Refused) as refused:
        an_offer("CMN", now, Random(SEED), passengers=alone, escorts=[])

    assert refused.value.reason == "unaccompanied_minor_not_accepted"


def test_a_family_pays_less_for_its_children():
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    family = [
        {"passenger_reference": "P1", "type": "adult"},
        {"passenger_reference": "P2", "type": "child", "age": 8},
        {"passenger_reference": "P3", "type": "infant", "age": 1},
    ]

    _, offer = an_offer(
        "EVN", now, Random(SEED), passengers=family, escorts=[], special_services=[]
    )

    adult, child, infant = (line["amount_minor"] for line in offer["price"]["passengers"])
    assert adult > child > infant > 0


def test_a_service_that_nobody_knows_is_not_confirmed():
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    services = [
        {"passenger_reference": "P1", "code": "WCHR"},
        {"passenger_reference": "P1", "code": "ABCD"},
    ]

    _, offer = an_offer("CMN", now, Random(SEED), special_services=services)

    assert [one["confirmed"] for one in offer["special_services"]] == [True, False]


def test_the_same_seed_gives_the_same_price():
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)

    prices = [an_offer("CMN", now, Random(seed))[1]["price"]["total_minor"] for seed in (7, 7, 8)]

    assert prices[0] == prices[1] != prices[2]


def test_istanbul_is_about_three_and_a_half_hours_from_amsterdam():
    here, there = airport("AMS"), airport("IST")

    assert distance_km(here, there) == pytest.approx(2_210, abs=30)
    assert timedelta(hours=3) < block_time(here, there) < timedelta(hours=4)
