"""Which offers may be taken, which one is, and that each says why."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from travel_builders import BACK, LEAVES, a_flight, content_of

from services.travel.constraints.model import Connection, Constraints
from services.travel.constraints.rules import fares_to
from services.travel.offers import rules
from services.travel.offers.model import Offer, OfferStatus
from services.travel.offers.rules import Outcome
from services.travel.quotes.model import QuoteRequest
from services.travel.quotes.rules import forbidden_countries
from tests.fakes import NOON, FakeRuleTable

QUOTE = QuoteRequest("Q-1", "m-1", 1, "polder", NOON, NOON)
WANTED = Constraints(
    origin="AMS",
    destination="BGW",
    not_before=date(2026, 5, 11),
    not_after=date(2026, 5, 20),
    arrive_by=None,
    passengers=({"passenger_reference": "P1", "type": "adult"},),
    services=(),
    escort_reference=None,
    forbidden_countries={"GB": "IQ", "US": "*"},
    connections=[Connection("IST", 75, 600), Connection("*", 60, 300)],
    fares_max_minor={"adult": 50_000, "escort": 90_000},
    currency="EUR",
    country_of={
        "AMS": "NL",
        "IST": "TR",
        "LHR": "GB",
        "JFK": "US",
        "VIE": "AT",
        "BGW": "IQ",
        "EBL": "IQ",
    },
)
ESCORTED = replace(WANTED, escort_reference="E1")


def an_offer(**changes):
    content = content_of(QUOTE, **changes)
    return Offer(
        id=f"offer-{content['offer_reference']}",
        movement_id="m-1",
        quote_reference="Q-1",
        round=1,
        agent="polder",
        offer_reference=content["offer_reference"],
        received_at=NOON,
        valid_until=datetime.fromisoformat(content["valid_until"]),
        currency=content["price"]["currency"],
        total_minor=content["price"]["total_minor"],
        content=content,
    )


def through(airport, minutes=120):
    first = a_flight("AMS", airport, LEAVES)
    onward = datetime.fromisoformat(first["arrives_at"]) + timedelta(minutes=minutes)
    return [first, a_flight(airport, "BGW", onward)]


def judged(wanted=WANTED, now=NOON, **changes):
    """The reasons that are no plain pass."""
    reasons = rules.judge(an_offer(**changes), wanted, now)
    return {one.rule: one for one in reasons if one.outcome is not Outcome.KEPT}


def test_every_rule_speaks_in_a_sentence():
    reasons = rules.judge(an_offer(), WANTED, NOON)

    assert len(reasons) == len({one.rule for one in reasons}) == 12
    assert all(one.sentence.endswith(".") for one in reasons)
    assert rules.is_allowed(reasons)
    assert not rules.needs_approval(reasons)


def test_an_offer_is_gone_at_the_minute_it_expires():
    until = NOON + timedelta(hours=20)

    assert "offer-valid" in judged(now=until)
    assert "offer-valid" not in judged(now=until - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("airport", "sentence"),
    [("LHR", "a national of IQ needs a transit visa"), ("JFK", "anybody needs a transit visa")],
)
def test_nobody_changes_planes_where_a_visa_is_needed(airport, sentence):
    assert sentence in judged(itinerary=through(airport))["R-MOV-05-transit"].sentence


def test_a_direct_flight_passes_through_no_country():
    assert judged(itinerary=[a_flight("AMS", "BGW", LEAVES)]) == {}


@pytest.mark.parametrize(
    ("airport", "minutes", "allowed"),
    [
        ("IST", 74, False),
        ("IST", 75, True),
        ("IST", 600, True),
        ("IST", 601, False),
        ("VIE", 60, True),
        ("VIE", 59, False),
        ("VIE", 301, False),
    ],
)
def test_connections_keep_the_limits_of_their_airport(airport, minutes, allowed):
    broken = judged(itinerary=through(airport, minutes))

    assert ("R-MOV-05-connection" not in broken) is allowed


@pytest.mark.parametrize(
    "itinerary",
    [
        [a_flight("AMS", "EBL", LEAVES)],
        [a_flight("AMS", "ZZZ", LEAVES), a_flight("ZZZ", "BGW", LEAVES + timedelta(hours=6))],
        [a_flight("AMS", "IST", LEAVES), a_flight("VIE", "BGW", LEAVES + timedelta(hours=6))],
    ],
)
def test_a_route_leads_from_where_they_are_to_where_they_go(itinerary):
    assert "route" in judged(itinerary=itinerary)


@pytest.mark.parametrize(
    "changes",
    [
        {"escort_seats": []},
        {"escort_seats": [{"passenger_reference": "E1", "outbound": True, "return": False}]},
        {"return_itinerary": []},
        {"return_itinerary": [a_flight("BGW", "VIE", BACK)]},
        {"return_itinerary": [a_flight("BGW", "AMS", LEAVES)]},
    ],
)
def test_an_escort_needs_a_seat_there_and_back(changes):
    assert "R-MOV-06" in judged(ESCORTED, references=("P1", "E1"), **changes)


def test_an_escort_with_both_seats_is_fine():
    assert "R-MOV-06" not in judged(ESCORTED, references=("P1", "E1"))


def test_a_special_service_must_be_confirmed():
    wanted = replace(WANTED, services=(("P1", "WCHR"),))
    asked = {"passenger_reference": "P1", "code": "WCHR"}

    refused = judged(wanted, special_services=[asked | {"confirmed": False}])

    assert refused["special-services"].sentence == "Not confirmed: WCHR."
    assert judged(wanted, special_services=[asked | {"confirmed": True}]) == {}


@pytest.mark.parametrize(("day", "inside"), [(10, False), (11, True), (20, True), (21, False)])
def test_the_departure_lies_in_the_window(day, inside):
    flight = a_flight("AMS", "BGW", datetime(2026, 5, day, 8, tzinfo=UTC))

    assert ("departure-window" not in judged(itinerary=[flight])) is inside


@pytest.mark.parametrize(("ends", "in_time"), [(11, False), (12, True)])
def test_the_document_outlasts_the_arrival(ends, in_time):
    broken = judged(replace(WANTED, arrive_by=date(2026, 5, ends)))

    assert ("R-REAN-04" not in broken) is in_time


@pytest.mark.parametrize(
    "price",
    [
        {"currency": "EUR", "total_minor": 0, "passengers": []},
        {
            "currency": "EUR",
            "total_minor": 0,
            "passengers": [{"passenger_reference": "P1", "amount_minor": 0}],
        },
        {
            "currency": "EUR",
            "total_minor": 9,
            "passengers": [{"passenger_reference": "P1", "amount_minor": 8}],
        },
        {
            "currency": "USD",
            "total_minor": 9,
            "passengers": [{"passenger_reference": "P1", "amount_minor": 9}],
        },
    ],
)
def test_a_price_is_positive_and_adds_up_in_our_currency(price):
    assert "price" in judged(price=price)


def test_a_fare_above_the_tariff_or_without_one_needs_approval():
    dear = judged(price_minor=50_001)
    unknown = judged(replace(WANTED, fares_max_minor={}))

    assert dear["R-MOV-07"].outcome is Outcome.APPROVAL
    assert unknown["R-MOV-07"].sentence == "The tariff has no fare for: adult."


def test_the_tariff_of_the_country_goes_before_that_of_all():
    rows = [
        {"country": "IQ", "passenger_type": "adult", "amount_minor": 5},
        {"country": "*", "passenger_type": "adult", "amount_minor": 9},
        {"country": "*", "passenger_type": "child", "amount_minor": 3},
    ]

    assert fares_to(FakeRuleTable(rows).rows, "IQ") == {"adult": 5, "child": 3}
    assert fares_to(FakeRuleTable(rows).rows, "MA") == {"adult": 9, "child": 3}


def test_the_stricter_of_two_nationalities_counts():
    rows = [{"nationality": "IQ", "country": "GB"}, {"nationality": "*", "country": "US"}]

    assert forbidden_countries(FakeRuleTable(rows).rows, ["NL", "IQ"]) == {"GB": "IQ", "US": "*"}
    assert forbidden_countries(FakeRuleTable(rows).rows, ["NL"]) == {"US": "*"}


def test_the_cheapest_then_the_shortest_then_the_earliest_comes_first():
    dear = an_offer(reference="a", price_minor=500)
    long = an_offer(reference="b", price_minor=400, itinerary=through("IST", 300))
    late = an_offer(
        reference="c",
        price_minor=400,
        itinerary=[a_flight("AMS", "BGW", LEAVES + timedelta(days=1))],
    )
    early = an_offer(reference="d", price_minor=400, itinerary=[a_flight("AMS", "BGW", LEAVES)])

    assert rules.best_first([dear, long, late, early]) == [early, late, long, dear]


@pytest.mark.parametrize(
    ("next_best", "sentence"),
    [
        ({"price_minor": 41_000}, "EUR 10.00 less than the next, of polder"),
        ({"itinerary": through("IST", 300)}, "the journey is shorter"),
        ({}, "leaves earlier"),
    ],
)
def test_the_choice_is_explained_against_the_next_best(next_best, sentence):
    offers = [an_offer(), an_offer(reference="O-2", **next_best)]

    assert sentence in rules.explain(offers)[1]


def test_the_only_allowed_offer_says_so():
    assert rules.explain([an_offer()])[1] == "It is the only allowed offer within the tariff."


def test_a_lost_offer_whose_price_changed_can_be_had_again():
    offer = an_offer()
    offer.lose("price_changed")

    offer.take_price({"currency": "EUR", "total_minor": 45_000, "passengers": []})

    assert offer.status is OfferStatus.OPEN
    assert offer.choose().price_accepted
