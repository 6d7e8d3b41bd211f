"""The part `hop`: facts a second through each stack, and the time of one through ours."""

from __future__ import annotations

from benchmarks import measure
from benchmarks.hop import race, single
from benchmarks.size import Size
from benchmarks.stand import Stand

FACTS = 10_000


def run(stand: Stand, size: Size) -> None:
    """Race them, then send facts one by one."""
    facts = size.of(FACTS, least=500)
    size.say(f"hop: {size.rounds} rounds of {facts} facts through each stack")
    contenders = [race.ours(stand), *(race.peer(stand, name) for name in race.PEERS)]
    contenders.append(race.ours(stand, "ours, sending on", sends_on=True))
    race.race(contenders, facts, size.rounds, size.say)
    rates = {each.name: each.rates for each in contenders}
    ours = rates["ours"]
    ratios = {name: measure.ratio(ours, theirs) for name, theirs in rates.items() if name != "ours"}
    figures = {
        "facts": facts,
        "per_second": {name: measure.summary(values) for name, values in rates.items()},
        "consumer_microseconds": {each.name: each.microseconds for each in contenders},
        "ours_to": ratios,
        "single": single.measured(stand, contenders[0], size.of(500, least=100)),
    }
    goals = [
        measure.at_least(f"hop: ours to {name}", ratios[name]["median"], bound)
        for name, bound in (("FastStream", 3), ("Celery", 3), ("limit", 0.6))
    ]
    measure.keep("hop", figures, goals)
    for contender in contenders:
        contender.close()
