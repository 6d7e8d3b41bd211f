"""The stream of cases: number by number, each from the seed and its own number alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from infra.demo.casebook import Told
from infra.generator import people, roads

# Country, airport: agents fly there, and whoever lives there may be helped.
DESTINATIONS = (
    ("IQ", "EBL"),
    ("IQ", "BGW"),
    ("AM", "EVN"),
    ("MA", "CMN"),
    ("MA", "RAK"),
    ("NG", "LOS"),
    ("NG", "ABV"),
    ("GH", "ACC"),
    ("KE", "NBO"),
    ("ET", "ADD"),
    ("SN", "DSS"),
    ("UG", "EBB"),
    ("JO", "AMM"),
    ("LK", "CMB"),
    ("VN", "SGN"),
    ("UZ", "TAS"),
)
NOT_ELIGIBLE: tuple[dict[str, Any], ...] = (
    {"means_minor": 250_000},
    {"intends_permanent": False},
    {"cooperates": False},
    {"government_objection": True},
    {"remigration_claim": "accepted"},
)
SHARES = {
    "adult": 26,
    "family": 16,
    "planned": 12,
    "child alone": 8,
    "changed mind": 16,
    "no show": 8,
    "not cleared": 6,
    "not eligible": 4,
    "expert": 6,
}
# Where experts are asked for, and in what (R-EXP-01).
POSTS = (
    ("IQ", "BGW", "justice"),
    ("IQ", "BGW", "health"),
    ("IQ", "EBL", "education"),
    ("NG", "ABV", "agriculture"),
    ("NG", "LOS", "health"),
)


@dataclass(frozen=True)
class Generator:
    """Cases of all kinds; asking twice for the same number gives the same case."""

    seed: int

    def told(self, number: int, day: date) -> Told:
        """Return the case with this number, for somebody who comes on `day`."""
        dice = Random(f"{self.seed}/{number}")
        (kind,) = dice.choices(list(SHARES), weights=list(SHARES.values()))
        country, airport = dice.choice(DESTINATIONS)
        name = f"{kind} {number}"
        if kind == "expert":
            return _expert(dice, name, day)
        return Told(
            name=name,
            day=day,
            steps=tuple(_road(dice, kind)),
            expected={},
            persons=tuple(_party(dice, kind, day, country)),
            to={"country": country, "airport": airport},
            facts=dice.choice(NOT_ELIGIBLE) if kind == "not eligible" else {},
        )

    def kinds(self, count: int) -> Counter[str]:
        """How many cases of each kind are among the first `count`."""
        named = (self.told(number, date(2026, 11, 24)).name for number in range(1, count + 1))
        return Counter(name.rpartition(" ")[0] for name in named)


def _road(dice: Random, kind: str) -> list[str]:
    match kind:
        case "child alone":
            return roads.child_alone(dice)
        case "changed mind":
            return roads.changed_mind(dice)
        case "no show":
            return roads.no_show(dice)
        case "not cleared":
            return roads.not_cleared(dice)
        case "not eligible":
            return roads.not_eligible(dice)
        case _:
            return roads.home(dice, with_plan=kind == "planned")


def _party(dice: Random, kind: str, day: date, nationality: str) -> list[dict[str, Any]]:
    if kind == "child alone":
        return people.a_child_alone(dice, day, nationality)
    if kind == "family":
        return people.a_family(dice, day, nationality)
    return [people.an_adult(dice, day, nationality)]


def _expert(dice: Random, name: str, day: date) -> Told:
    country, airport, sector = dice.choice(POSTS)
    vacancy = {
        "country": country,
        "sector": sector,
        "mode": "physical",
        "host": "Ministry of Works",
        "terms of reference": "Train the staff of the host in two courses of three weeks each.",
        "weeks": dice.choice((4, 6, 8)),
        "airport": airport,
    }
    expert = people.an_adult(dice, day, "NL") | {"diaspora of": country}
    steps = tuple(roads.expert(dice))
    to = {"airport": airport, "country": country}
    return Told(name=name, day=day, steps=steps, expected={}, to=to, vacancy=vacancy, expert=expert)
