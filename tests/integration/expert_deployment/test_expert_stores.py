"""The stores of expert_deployment: the fakes and the real ones behave alike."""

from datetime import date
from types import SimpleNamespace

import psycopg2
import pytest
from sqlalchemy.orm import Session

from services.chassis.database import mapping_of, open_engine
from services.chassis.errors import NotFound
from services.chassis.settings import with_psycopg2
from services.expert_deployment import service
from services.expert_deployment.assignments.model import Assignment, Status
from services.expert_deployment.assignments.store import AssignmentStore
from services.expert_deployment.experts.model import Expert
from services.expert_deployment.experts.store import ExpertStore
from services.expert_deployment.matching.model import Candidate
from services.expert_deployment.matching.model import Status as CandidateStatus
from services.expert_deployment.matching.store import CandidateStore
from services.expert_deployment.vacancies.model import Mode, Vacancy
from services.expert_deployment.vacancies.model import Status as VacancyStatus
from services.expert_deployment.vacancies.store import VacancyStore
from tests.fakes import NOON
from tests.unit.expert_deployment.expert_stores import fake_stores

assert service
MAY, JUNE = date(2027, 5, 1), date(2027, 6, 1)


@pytest.fixture(scope="module")
def ground(database):
    return database("expert_deployment")


@pytest.fixture(scope="module")
def engine(ground):
    mapping_of("expert_deployment").configure()
    uri = with_psycopg2(ground.uri, "HOMEWARD_DB_EXPERT_DEPLOYMENT")
    engine = open_engine(uri, application_name="test", connections_max=4)
    yield engine
    engine.dispose()


class Real:
    """The real stores in one transaction; `again` forgets, as the next transaction would."""

    def __init__(self, session):
        self.session = session

    def store(self, kind):
        return kind(SimpleNamespace(session=self.session))

    def again(self):
        self.session.flush()
        self.session.expire_all()


class Fake:
    def __init__(self):
        self._stores = fake_stores()

    def store(self, kind):
        return self._stores[kind]

    def again(self):
        """A fake has nothing to forget."""


@pytest.fixture(params=["fake", "real"])
def shelf(request):
    if request.param == "fake":
        yield Fake()
        return
    with Session(request.getfixturevalue("engine"), expire_on_commit=False) as session:
        yield Real(session)
        session.rollback()


def a_vacancy(shelf, vacancy_id="v-1", **changes):
    usual = {
        "programme": "CD4D2",
        "country": "IQ",
        "sector": "justice",
        "mode": Mode.PHYSICAL,
        "host_institution": "Ministry",
        "department": "",
        "terms_of_reference": "Teach.",
        "starts_on": MAY,
        "ends_on": JUNE,
        "destination_airport": "BGW",
    }
    vacancy = Vacancy(id=vacancy_id, **(usual | changes))
    vacancy.drafted(NOON)
    shelf.store(VacancyStore).add(vacancy)
    shelf.again()
    return vacancy


def an_expert(shelf, expert_id="x-1", **changes):
    usual = {
        "diaspora_of": ["IQ"],
        "sectors": ["justice"],
        "residence_country": "NL",
        "residence_until": None,
        "right_of_return": True,
        "consent_signed_on": MAY,
        "consent_language": "en",
        "sealed": b"sealed",
        "registered_at": NOON,
    }
    expert = Expert(id=expert_id, **(usual | changes))
    shelf.store(ExpertStore).add(expert)
    shelf.again()
    return expert


def an_assignment(shelf, assignment_id="a-1", **changes):
    usual = {
        "vacancy_id": "v-1",
        "expert_id": "x-1",
        "programme": "CD4D2",
        "country": "IQ",
        "mode": Mode.PHYSICAL,
        "starts_on": MAY,
        "ends_on": JUNE,
    }
    assignment = Assignment(id=assignment_id, **(usual | changes))
    shelf.store(AssignmentStore).add(assignment)
    shelf.again()
    return assignment


def ids(things):
    return [thing.id for thing in things]


@pytest.mark.parametrize("kind", [VacancyStore, ExpertStore, CandidateStore, AssignmentStore])
def test_what_is_not_there_is_said_to_be_not_there(shelf, kind):
    with pytest.raises(NotFound):
        shelf.store(kind).get("nobody")


def test_what_was_kept_is_found_again_as_it_was(shelf):
    a_vacancy(shelf)
    an_expert(shelf)
    kept = an_assignment(shelf, heard={"m-1": 3}, on_file={"allowance": {"amount_minor": 1}})

    found = shelf.store(AssignmentStore).get("a-1")

    assert (found.heard, found.on_file) == ({"m-1": 3}, {"allowance": {"amount_minor": 1}})
    assert (found.starts_on, found.mode, found.status) == (MAY, Mode.PHYSICAL, kept.status)
    assert shelf.store(VacancyStore).get("v-1").due_at > NOON
    assert shelf.store(ExpertStore).get("x-1").sealed == b"sealed"


def test_pages_of_vacancies_go_on_behind_the_last(shelf):
    for number in range(4):
        a_vacancy(shelf, f"v-{number}", country="IQ" if number % 2 else "SO")

    store = shelf.store(VacancyStore)
    assert ids(store.page(limit=3, after=None)) == ["v-0", "v-1", "v-2"]
    assert ids(store.page(limit=3, after="v-2")) == ["v-3"]
    assert ids(store.page(limit=3, after="v-0", country="SO")) == ["v-2"]
    assert ids(store.page(limit=3, after=None, status=VacancyStatus.PUBLISHED)) == []


def test_experts_are_found_by_country_of_origin_and_by_sector(shelf):
    an_expert(shelf, "x-1", diaspora_of=["IQ", "SO"])
    an_expert(shelf, "x-2", diaspora_of=["SO"], sectors=["water"])

    store = shelf.store(ExpertStore)
    assert ids(store.page(limit=9, after=None, country="SO", sector=None)) == ["x-1", "x-2"]
    assert ids(store.page(limit=9, after=None, country="SO", sector="water")) == ["x-2"]
    assert ids(store.page(limit=9, after="x-1", country="IQ", sector=None)) == []


def test_only_candidates_who_still_wait_are_open(shelf):
    a_vacancy(shelf)
    an_expert(shelf)
    for number, status in enumerate(CandidateStatus):
        shelf.store(CandidateStore).add(Candidate(f"c-{number}", "v-1", "x-1", status=status))
    shelf.again()

    store = shelf.store(CandidateStore)
    assert {candidate.status for candidate in store.open_of("v-1")} == {
        CandidateStatus.APPLIED,
        CandidateStatus.APPROVED_BY_IOM,
        CandidateStatus.APPROVED_BY_HOST,
    }
    assert len(store.page(vacancy_id="v-1", limit=50, after=None)) == len(CandidateStatus)


def test_withdrawn_parts_do_not_count_and_unfinished_work_owes_reports(shelf):
    a_vacancy(shelf)
    an_expert(shelf)
    for number, status in enumerate(Status):
        an_assignment(shelf, f"a-{number:02d}", status=status, case_ref="NL-1", part=number)

    store = shelf.store(AssignmentStore)
    gone = {Status.WITHDRAWN, Status.WITHDRAWING}
    assert {part.status for part in store.parts("v-1", "x-1")} == set(Status) - gone
    assert {one.status for one in store.owing_reports("x-1")} == {
        Status.STARTED,
        Status.REPORTS_DUE,
    }
    assert len(store.of_case("NL-1")) == len(Status)
    assert store.of_case("NL-2") == []
    assert ids(store.page(limit=2, after=None, status=Status.ENDED)) == ["a-08"]


@pytest.mark.parametrize(
    ("table", "condition"),
    [
        ("vacancies", "status = 'published'"),
        ("vacancies", "country = 'IQ'"),
        ("vacancies", "sector = 'justice'"),
        ("candidates", "vacancy_id = 'v'"),
        ("assignments", "status = 'booked'"),
        ("assignments", "expert_id = 'x'"),
        ("assignments", "vacancy_id = 'v'"),
    ],
)
def test_each_filter_of_a_page_is_answered_by_an_index(ground, table, condition):
    connection = psycopg2.connect(ground.uri)
    try:
        with connection, connection.cursor() as cursor:
            for way in ("seqscan", "sort", "bitmapscan"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
            cursor.execute(
                f"EXPLAIN SELECT * FROM {table} WHERE {condition} AND id > '0'"  # noqa: S608
                " ORDER BY id LIMIT 50"
            )
            plan = "\n".join(row[0] for row in cursor.fetchall())
    finally:
        connection.close()

    assert condition.split(" ")[0] in plan.split("Index Cond", 1)[1]
    assert "Filter" not in plan
    assert "Sort" not in plan
