"""What happens around the cases: time passes, agents behave, a process dies."""

from __future__ import annotations

from datetime import date
from typing import Any

from infra.demo.phrases import step
from infra.demo.story import Story

BEHAVIOURS: dict[str, dict[str, Any]] = {
    "is good": {"behaviour": "good"},
    "is cheap": {"behaviour": "good", "price_percent": 70},
    "is dear": {"behaviour": "good", "price_percent": 130},
    "is far too dear": {"behaviour": "good", "price_percent": 900},
    "is slow": {"behaviour": "slow", "seconds": 3},
    "refuses": {"behaviour": "refuse"},
    "is silent": {"behaviour": "silent"},
    "sends nonsense": {"behaviour": "nonsense"},
    "sends everything twice": {"behaviour": "repeat"},
    "lets offers expire": {"behaviour": "expire", "seconds": 1, "price_percent": 60},
    "changes the price": {"behaviour": "price_changed", "percent": 115, "price_percent": 70},
    "has no seats left": {"behaviour": "no_seats", "price_percent": 70},
    "moves the flight by weeks and takes nothing back": {
        "behaviour": "schedule_changed",
        "hours": 24 * 40,
        "options": ["accept"],
        "price_percent": 70,
    },
    "keeps more than its offer said": {
        "behaviour": "penalty_raised",
        "percent": 200,
        "price_percent": 70,
    },
}


@step("{agent} {behaviour} towards this airport")
def steer(story: Story, agent: str, behaviour: str) -> None:
    """Each case that steers an agent flies to an airport of its own."""
    airport = story.told.to.get("airport") or story.told.vacancy["airport"]
    story.world.agents.steer(agent.lower(), airport, **BEHAVIOURS[behaviour])


@step("the contract with {agent} ends")
def contract_ends(story: Story, agent: str) -> None:
    """Only on a day on which no other case travels: nobody else could be booked either."""
    if story.world.contracts:
        story.world.contracts.end(agent.lower())


@step("{agent} works for us again")
def contract_begins(story: Story, agent: str) -> None:
    if story.world.contracts:
        story.world.contracts.begin(agent.lower())


@step("{days} days pass")
def days_pass(story: Story, days: str) -> None:
    story.wait_days(int(days))


@step("it is {day}")
def it_is(story: Story, day: str) -> None:
    story.wait_until(story.office_hour(date.fromisoformat(day)))


@step("the process {name} is killed")
def killed(story: Story, name: str) -> None:
    story.world.kill(name)


@step("nothing more happens")
def nothing(story: Story) -> None:
    if story.ref:
        story.standing()
