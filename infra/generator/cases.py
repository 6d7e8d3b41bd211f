"""The stream of cases: number by number, each from the seed and its own number alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from infra.demo.casebook import Told
from infra.generator import people, roads
from infra.generator.kinds import POSTS, SORTS, Sort

EACH_ONCE = tuple(SORTS)
BY_SHARE = tuple(name for name, sort in SORTS.items() for _ in range(sort.share))


@dataclass(frozen=True)
class Generator:
    """Cases of all kinds; asking twice for the same number gives the same case."""

    seed: int

    def told(self, number: int, day: date) -> Told:
        """Return the case with this number, for somebody who comes on `day`."""
        dice = Random(f"{self.seed}/{number}")
        name = self.sort_of(number)
        sort = SORTS[name]
        if sort.modes:
            return _expert(dice, sort, f"{name} {number}", day)
        country, airport = dice.choice(sort.to)
        nationality = dice.choice(sort.nationalities or (country,))
        steps = sort.road(dice)
        flies = "a journey is booked" in steps
        return Told(
            name=f"{name} {number}",
            day=day,
            kind=sort.kind,
            origin=dice.choice(sort.origins),
            steps=(*(roads.agents_mood(dice) if flies else ()), *steps),
            expected={},
            persons=tuple(sort.party(dice, day, nationality)),
            to={"country": country, "airport": airport},
            facts=dice.choice(sort.facts),
        )

    def sort_of(self, number: int) -> str:
        """Dealt like cards, so that a short run has each sort once, and a long one by its share."""
        deal, place = -1, number
        if number >= len(EACH_ONCE):
            deal, place = divmod(number - len(EACH_ONCE), len(BY_SHARE))
        deck = list(EACH_ONCE if deal < 0 else BY_SHARE)
        Random(f"{self.seed}/deal {deal}").shuffle(deck)
        return deck[place]

    def kinds(self, count: int) -> Counter[str]:
        """How many cases of each sort are among the first `count`."""
        return Counter(self.sort_of(number) for number in range(1, count + 1))


def _expert(dice: Random, sort: Sort, name: str, day: date) -> Told:
    """The mode is chosen so that it fits the road: only who is online needs no journey."""
    country, airport, sector = dice.choice(POSTS)
    steps = tuple(sort.road(dice))
    online = any("with nothing on file" in step for step in steps)
    modes = [mode for mode in sort.modes if (mode == "virtual") == online] or list(sort.modes)
    vacancy: dict[str, Any] = {
        "country": country,
        "sector": sector,
        "mode": dice.choice(modes),
        "host": "Ministry of Works",
        "terms of reference": "Train the staff of the host in two courses of three weeks each.",
        "weeks": dice.choice((4, 6, 8)),
    }
    if vacancy["mode"] != "virtual":
        vacancy["airport"] = airport
    expert = people.an_adult(dice, day, "NL") | {"diaspora of": country}
    to = {"airport": airport, "country": country}
    return Told(name=name, day=day, steps=steps, expected={}, to=to, vacancy=vacancy, expert=expert)
