"""Stand-ins for the stores of expert_deployment, and the rule rows that its tests use."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from services.expert_deployment.assignments.model import Status as AssignmentStatus
from services.expert_deployment.assignments.store import OWES_REPORTS, AssignmentStore
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
        return next(thing for thing in self.added if thing.id == thing_id)


class RememberedCandidates(Remembered):
    def open_of(self, vacancy_id):
        return [c for c in self.added if c.vacancy_id == vacancy_id and c.status in OPEN]


class RememberedAssignments(Remembered):
    def parts(self, vacancy_id, expert_id):
        gone = {AssignmentStatus.WITHDRAWING, AssignmentStatus.WITHDRAWN}
        return [
            part
            for part in self.added
            if (part.vacancy_id, part.expert_id) == (vacancy_id, expert_id)
            and part.status not in gone
        ]

    def owing_reports(self, expert_id):
        return [a for a in self.added if a.expert_id == expert_id and a.status in OWES_REPORTS]


def a_unit(**more):
    return FakeUnit(
        stores={
            VacancyStore: Remembered(),
            ExpertStore: Remembered(),
            CandidateStore: RememberedCandidates(),
            AssignmentStore: RememberedAssignments(),
        },
        rules=RULES,
        now=NOON,
        roles=("deployment_officer",),
        **more,
    )


def told(sequence):
    """The envelope of a fact with this sequence."""
    return SimpleNamespace(sequence=sequence)
