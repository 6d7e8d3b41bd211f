"""What comes through the door: how often each kind, who that is, where to, and on which road."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from infra.generator import expert_roads, other_roads, people, roads

Road = Callable[[Random], list[str]]
Party = Callable[[Random, date, str], list[dict[str, Any]]]

# Country, airport: agents fly there, and whoever lives there may be helped.
HOME = (
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
ADMITTING, LENDING = (("CA", "YYZ"), ("US", "IAD")), (("US", "IAD"), ("US", "JFK"))
HERE = (("NL", "AMS"),)
CAMPS = ("NBO", "ADD", "CAI", "AMM")
# Who is admitted elsewhere, or comes here.
REFUGEES = ("SO", "ER", "CD", "SS", "YE")
ADMISSION = {"permit": "permanent", "capital_programme": False, "lived_there_before": False}
NOT_ELIGIBLE: tuple[dict[str, Any], ...] = (
    {"means_minor": 250_000},
    {"intends_permanent": False},
    {"cooperates": False},
    {"government_objection": True},
    {"remigration_claim": "accepted"},
)
NOTHING: tuple[dict[str, Any], ...] = ({},)
DETENTION, ELSEWHERE = "return_from_detention", "third_country_resettlement"
FAMILY, RESETTLEMENT = "family_reunification", "resettlement"
# Country, airport, sector: where experts are asked for (R-EXP-01).
POSTS = (
    ("IQ", "BGW", "justice"),
    ("IQ", "BGW", "health"),
    ("IQ", "EBL", "education"),
    ("NG", "ABV", "agriculture"),
    ("NG", "LOS", "health"),
)


@dataclass(frozen=True, kw_only=True)
class Sort:
    """One sort of case; `share` says how often it comes, `modes` is said of experts alone."""

    share: int
    road: Road
    party: Party = people.one_adult
    kind: str = "voluntary_return"
    to: tuple[tuple[str, str], ...] = HOME
    origins: tuple[str, ...] = ("AMS",)
    nationalities: tuple[str, ...] = ()
    facts: tuple[dict[str, Any], ...] = NOTHING
    modes: tuple[str, ...] = ()


def _called_off(road: Road) -> Road:
    return lambda dice: roads.called_off(dice, road(dice))


def _missed(road: Road) -> Road:
    return lambda dice: roads.missed(dice, road(dice))


def _abroad(road: Road, to: tuple[tuple[str, str], ...], **more: Any) -> Sort:
    admitted = {"kind": ELSEWHERE, "nationalities": REFUGEES, "facts": ({"admission": ADMISSION},)}
    return Sort(road=road, to=to, **(admitted | more))


def _here(road: Road, kind: str, **more: Any) -> Sort:
    arrives = {"party": people.some_kin, "origins": CAMPS, "nationalities": REFUGEES}
    return Sort(road=road, kind=kind, to=HERE, **(arrives | more))


other = other_roads
SORTS: dict[str, Sort] = {
    "adult": Sort(share=5, road=roads.home),
    "family": Sort(share=4, road=roads.home, party=people.a_family),
    "planned": Sort(share=3, road=lambda dice: roads.home(dice, with_plan=True)),
    "child alone": Sort(share=2, road=roads.child_alone, party=people.a_child_alone),
    "changed mind": Sort(share=4, road=_called_off(roads.leaver)),
    "no show": Sort(share=2, road=_missed(roads.leaver)),
    "not cleared": Sort(share=2, road=roads.not_cleared),
    "not eligible": Sort(share=1, road=roads.not_eligible, facts=NOT_ELIGIBLE),
    "detained": Sort(share=2, road=other.detained, kind=DETENTION),
    "detained, off": Sort(share=1, road=_called_off(other.detained), kind=DETENTION),
    "detained, missed": Sort(share=1, road=_missed(other.detained), kind=DETENTION),
    "admitted": _abroad(other.admitted, ADMITTING, share=2),
    "admitted, off": _abroad(_called_off(other.admitted), ADMITTING, share=1),
    "lent": _abroad(other.lent, LENDING, share=2, party=people.a_couple),
    "lent, off": _abroad(_called_off(other.lent), LENDING, share=1, party=people.a_couple),
    "reunited": _here(other.reunited, FAMILY, share=3),
    "reunited, off": _here(_called_off(other.reunited), FAMILY, share=2),
    "reunited, missed": _here(_missed(other.reunited), FAMILY, share=1),
    "only advice": _here(other.only_advice, FAMILY, share=1),
    "resettled": _here(other.resettled, RESETTLEMENT, share=2),
    "resettled, off": _here(_called_off(other.resettled), RESETTLEMENT, share=1),
    "not selected": _here(other.not_selected, RESETTLEMENT, share=1),
    "advice": Sort(share=2, road=other.advice),
    "expert": Sort(share=1, road=expert_roads.there, modes=("physical", "exchange")),
    "expert online": Sort(share=1, road=expert_roads.online, modes=("virtual",)),
    "expert, off": Sort(share=1, road=expert_roads.withdrawn, modes=("physical", "virtual")),
    "expert, missed": Sort(share=1, road=expert_roads.missed, modes=("physical",)),
}
