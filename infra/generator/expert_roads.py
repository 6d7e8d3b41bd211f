"""The roads of diaspora experts: there and back, online, too late for the flight, or withdrawn."""

from __future__ import annotations

from random import Random

from infra.generator.roads import HOME

SELECTED = (
    "the host's vacancy is drafted",
    "the vacancy is published",
    "the expert is registered",
    "the expert applies",
    "IOM approves the expert",
    "the host approves the expert",
)
ON_FILE = "allowance, insurance and security briefing are on file"
BOOKED = ("a journey is booked", "the assignment becomes booked")
ONLINE = ("the assignment is cleared with nothing on file", "the work online starts")
REPORTS = "expert and host report"
REASONS = ("family", "illness", "security", "other")


def there(_: Random) -> list[str]:
    """The whole assignment, from the vacancy to both reports."""
    left, arrived = HOME
    return [
        *SELECTED,
        ON_FILE,
        *BOOKED,
        left,
        "the assignment becomes travelling",
        arrived,
        "the assignment becomes started",
        "the last day of work passes",
        "the assignment becomes reports due",
        REPORTS,
        "the vacancy is closed",
    ]


def online(_: Random) -> list[str]:
    return [*SELECTED, *ONLINE, REPORTS, "the vacancy is closed"]


def withdrawn(dice: Random) -> list[str]:
    """Withdraws at any point before the flight; online, before the work begins."""
    road = [*SELECTED, *dice.choice(((ON_FILE, *BOOKED), ONLINE[:1]))]
    walked = road[: dice.randint(len(SELECTED), len(road))]
    leaves = f"the assignment is withdrawn: {dice.choice(REASONS)}"
    return [*walked, leaves, "the assignment becomes withdrawn"]


def missed(dice: Random) -> list[str]:
    """Does not come to the gate: asks for another journey, or gives up."""
    came = [*SELECTED, ON_FILE, *BOOKED, "does not show up", "the assignment becomes no journey"]
    if dice.random() < 0.5:  # noqa: PLR2004
        return [*came, "the assignment is withdrawn: illness", "the assignment becomes withdrawn"]
    again = there(dice)
    return [*came, "a new journey is asked for", *again[again.index(BOOKED[0]) :]]
