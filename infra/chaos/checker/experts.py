"""What came of each expert: one assignment per filled vacancy, one journey for who travels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from infra.chaos.checker.demands import demand
from infra.chaos.checker.evidence import Evidence
from infra.chaos.checker.states import JOURNEY_OF_EXPERT, movements

OVER = {"cancelled", "replaced", "no_show"}


@demand("cases", "experts agree", "Travel tells the same of each expert's journey")
def experts_agree(evidence: Evidence) -> Iterator[str]:
    journeys = movements(evidence, "assignment_id")
    query = "SELECT id, mode, status FROM assignments"
    for found, mode, status in evidence.rows("expert_deployment", query):
        mine = journeys[found] or ["none"]
        allowed = {"none"} if mode == "virtual" else JOURNEY_OF_EXPERT.get(status, set())
        if mine[-1] not in allowed:
            yield f"{mode} assignment {found} is {status}, its journeys are {', '.join(mine)}"
    for found, mine in journeys.items():
        live = [one for one in mine if one not in OVER]
        if len(live) > 1:
            yield f"assignment {found} has {len(live)} living journeys"


@demand("cases", "one expert", "Each filled vacancy has one expert at work, an open one nobody")
def one_expert(evidence: Evidence) -> Iterator[str]:
    at_work: defaultdict[str, list[str]] = defaultdict(list)
    query = "SELECT vacancy_id, status FROM assignments WHERE status <> 'withdrawn'"
    for vacancy, status in evidence.rows("expert_deployment", query):
        at_work[vacancy].append(status)
    query = "SELECT id, status FROM vacancies"
    for vacancy, status in evidence.rows("expert_deployment", query):
        mine = [one for one in at_work[vacancy] if one != "withdrawing"]
        if status == "filled" and len(mine) != 1:
            yield f"vacancy {vacancy} is filled, its assignments are {', '.join(mine) or 'none'}"
        if status in {"draft", "published"} and mine:
            yield f"vacancy {vacancy} is {status}, and {', '.join(mine)} is an assignment of it"
    query = (
        "SELECT vacancy_id, expert_id, part, count(*) FROM assignments"
        " GROUP BY 1, 2, 3 HAVING count(*) > 1"
    )
    for vacancy, expert, part, count in evidence.rows("expert_deployment", query):
        yield f"vacancy {vacancy}: part {part} of expert {expert} was opened {count} times"
