"""Gathering what a movement asks of an offer, with the rules of today."""

from __future__ import annotations

from services.chassis.airports import airport_countries
from services.chassis.unit import Unit
from services.travel.constraints import rules
from services.travel.constraints.model import CarrierMinors, Connection, Constraints
from services.travel.movements.model import Movement
from services.travel.quotes.rules import forbidden_countries
from services.travel.travellers.rules import ESCORT_REFERENCE, arrive_by
from services.travel.travellers.usecases import needs

RULE_TABLES = ("transit_visas", "connections", "fares", "carrier_minors")
TARIFF_CURRENCY = "EUR"


def constraints_of(unit: Unit, movement: Movement) -> Constraints:
    """Gather what the movement asks of an offer, with the rules of today."""
    party = needs(unit, movement.travellers, movement.not_before)
    kind = "assisted" if party.is_assisted else "standard"
    rows = unit.rules("connections").on(unit.today())
    return Constraints(
        origin=movement.origin_airport,
        destination=movement.destination_airport,
        not_before=movement.not_before,
        not_after=movement.not_after,
        arrive_by=arrive_by(party, movement.not_after),
        passengers=party.passengers,
        services=party.services,
        escort_reference=ESCORT_REFERENCE if party.escort_kind else None,
        forbidden_countries=forbidden_countries(
            unit.rules("transit_visas").on(unit.today()), party.nationalities
        ),
        connections=[
            Connection(row.airport, row.minutes_min, row.minutes_max)
            for row in rows
            if row.party == kind
        ],
        fares_max_minor=rules.fares_to(
            unit.rules("fares").on(unit.today()), movement.destination_country
        ),
        currency=TARIFF_CURRENCY,
        country_of=airport_countries(),
        carrier_minors=[
            CarrierMinors(row.carrier, row.age_min, row.age_max, row.hours_before)
            for row in unit.rules("carrier_minors").on(unit.today())
        ],
        ages_alone=party.ages_alone,
    )


def rule_versions(unit: Unit) -> dict[str, str]:
    """The versions of the tables that a decision used."""
    return {name: unit.rules(name).version for name in RULE_TABLES}
