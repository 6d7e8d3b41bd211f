"""Stand-ins for the stores of expert_deployment, and the rule rows that its tests use."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from services.chassis.errors import NotFound
from services.expert_deployment.assignments.model import Status as AssignmentStatus
from services.expert_deployment.assignments.store import OWES_REPORTS, AssignmentStore
from services.expert_deployment.erasures.store import ExpertErasureStore
from services.expert_deployment.experts.store import ExpertStore
from services.expert_deployment.matching.model import OPEN
from services.expert_deployment.matching.store import CandidateStore
from services.expert_deployment.vacancies.model import Mode
from services.expert_deployment.vacancies.store import VacancyStore
from tests.fakes import FakeUnit

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
JUNE = {"valid_from": date(2019, 7, 1)}
RULES = {
    "expert_programmes": [
        JUNE | {"programme": "CD4D2", "maximum_months": 3, "residence_countries": ["NL", "GB"]}
    ],
    "expert_sectors": [
        JUNE | {"programme": "CD4D2", "country": "IQ", "sector": "justice"},
        JUNE | {"programme": "CD4D2", "country": "SO", "sector": "water"},
    ],
    "expert_support": [
        JUNE
        | {
            "programme": "ANY",
            "mode": Mode.PHYSICAL,
            "item": item,
            "maximum_minor": 450_000 if item == "allowance" else None,
            "currency": "EUR" if item == "allowance" else None,
            "valid_days": 90 if item == "security_briefing" else None,
        }
        for item in ("allowance", "insurance", "security_briefing")
    ],
}


class Remembered:
    """Keeps what is added, by id."""

    def __init__(self):
        self.added = []

    def add(self, thing):
        self.added.append(thing)

    def get(self, thing_id):
        for thing in self.added:
            if thing.id == thing_id:
                return thing
        raise NotFound("no-such-thing", f"There is no {thing_id}.")

    def page(self, *, limit, after=None, **named):
        found = sorted(self.added, key=lambda thing: thing.id)
        return [thing for thing in found if thing.id > (after or "") and _fits(thing, named)][
            :limit
        ]


def _fits(thing, named):
    return all(getattr(thing, name) == value for name, value in named.items())


class RememberedExperts(Remembered):
    def page(self, *, limit, after, country, sector):
        return [
            expert
            for expert in super().page(limit=len(self.added), after=after)
            if country in {None, *expert.diaspora_of} and sector in {None, *expert.sectors}
        ][:limit]


class RememberedCandidates(Remembered):
    def open_of_expert(self, expert_id):
        return [c for c in self.added if c.expert_id == expert_id and c.status in OPEN]

    def open_of(self, vacancy_id):
        return [c for c in self.added if c.vacancy_id == vacancy_id and c.status in OPEN]


class RememberedErasures(Remembered):
    def of_expert(self, expert_id):
        return next((one for one in self.added if one.expert_id == expert_id), None)

    def page(self, *, status, after, limit):
        named = {} if status is None else {"status": status}
        return super().page(limit=limit, after=after, **named)


class RememberedAssignments(Remembered):
    def parts(self, vacancy_id, expert_id):
        gone = {AssignmentStatus.WITHDRAWING, AssignmentStatus.WITHDRAWN}
        return [
            part
            for part in self.added
            if (part.vacancy_id, part.expert_id) == (vacancy_id, expert_id)
            and part.status not in gone
        ]

    def of_expert(self, expert_id):
        return [one for one in self.added if one.expert_id == expert_id]

    def of_case(self, case_ref):
        return [assignment for assignment in self.added if assignment.case_ref == case_ref]

    def owing_reports(self, expert_id):
        return [a for a in self.added if a.expert_id == expert_id and a.status in OWES_REPORTS]


def fake_stores():
    return {
        VacancyStore: Remembered(),
        ExpertStore: RememberedExperts(),
        CandidateStore: RememberedCandidates(),
        AssignmentStore: RememberedAssignments(),
        ExpertErasureStore: RememberedErasures(),
    }


def a_unit(**more):
    return FakeUnit(
        stores=fake_stores(),
        rules=RULES,
        now=NOON,
        roles=("deployment_officer",),
        **more,
    )


def told(sequence):
    """The envelope of a fact with this sequence."""
    return SimpleNamespace(sequence=sequence)
