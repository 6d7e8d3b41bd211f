"""Intake's stores: the same suite holds the real ones and the fakes to the same behaviour."""

import threading
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session

from services.chassis.database import mapping_of, open_engine
from services.chassis.errors import NotFound
from services.chassis.ids import new_id
from services.chassis.settings import with_psycopg2
from services.intake import service
from services.intake.cases.model import Case, Person
from services.intake.cases.rules import case_reference
from services.intake.cases.store import CaseStore
from services.intake.clearance.model import Clearance, Clearing, Disclosure
from services.intake.clearance.store import ClearanceStore
from services.intake.consent.model import Consent, Scope, Signatory
from services.intake.consent.store import ConsentStore
from services.intake.eligibility.model import Decision, Verdict
from services.intake.eligibility.store import DecisionStore
from services.intake.journeys.model import Journey
from services.intake.kinds.model import Kind
from services.intake.safeguarding.model import SealedSafeguards
from services.intake.safeguarding.store import SafeguardStore
from services.intake.states.model import CaseStatus
from services.intake.timeline.model import Entry
from services.intake.timeline.store import TimelineStore
from tests.fakes import NOON
from tests.unit.intake.intake_stores import fake_stores

TODAY = NOON.date()
assert service


@pytest.fixture(scope="module")
def engine(database):
    uri = with_psycopg2(database("intake").uri, "HOMEWARD_DB_INTAKE")
    mapping_of("intake").configure()
    engine = open_engine(uri, application_name="test", connections_max=10)
    yield engine
    engine.dispose()


class Real:
    """The real stores; `again` forgets what is in memory, as the next transaction would."""

    def __init__(self, session):
        self.session = session
        self._stores = {}

    def store(self, kind):
        return self._stores.setdefault(kind, kind(SimpleNamespace(session=self.session)))

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


def a_case(number=1, status=CaseStatus.OPEN, year=2026, departed_on=None):
    ref = case_reference(year, number)
    person = Person(f"p-{ref}", ref, 0, b"sealed", departed_on)
    other = Person(f"q-{ref}", ref, 1, b"sealed too")
    return Case(
        case_ref=ref,
        kind=Kind.VOLUNTARY_RETURN,
        opened_on=TODAY,
        applicant_id=person.person_id,
        destination_country="IQ",
        destination_airport="BGW",
        origin_airport="AMS",
        not_before=date(2026, 6, 1),
        not_after=date(2026, 6, 30),
        sealed_facts=b"facts",
        entered_at=NOON,
        status=status,
        people=[person, other],
    )


def test_a_case_comes_back_as_it_was_put_in(shelf):
    store = shelf.store(CaseStore)
    case = a_case(11)
    booked = {
        "movement_id": "m-1",
        "person_ids": ["p-1"],
        "departs_at": "2026-06-10T08:00:00+02:00",
    }
    stuck = {"waits_for": "offers", "owner": "movement_officer", "due_at": "2026-06-01T00:00:00Z"}
    case.journey = (
        Journey()
        .movement_booked(booked, 3)
        .movement_stuck({"movement_id": "m-1"} | stuck, 4)
        .entitlement_reserved({"entitlement_id": "e-1"}, 1)
        .allowance_paid({"allowance_id": "a-1"}, 1)
    )
    journey = replace(case.journey)
    store.add(case)
    shelf.again()

    found = store.get(case.case_ref)

    assert found.journey == journey
    assert (found.status, found.kind) == (CaseStatus.OPEN, Kind.VOLUNTARY_RETURN)
    assert [person.sealed for person in found.people] == [b"sealed", b"sealed too"]
    assert found.due_at == NOON + timedelta(days=28)
    assert store.read(case.case_ref) is found


def test_a_change_is_not_lost_when_the_case_is_fetched_again(shelf):
    """Several facts about one case may share a transaction."""
    store = shelf.store(CaseStore)
    case = a_case(12)
    store.add(case)
    shelf.again()
    store.get(case.case_ref).touch()
    store.get(case.case_ref).people[0].departed_on = TODAY

    again = store.get(case.case_ref)

    assert (again.version, again.people[0].departed_on) == (2, TODAY)


def test_a_case_that_is_not_there_is_not_found(shelf):
    for find in (shelf.store(CaseStore).get, shelf.store(CaseStore).read):
        with pytest.raises(NotFound):
            find("NL-2026-999999-0")


def test_pages_are_in_the_order_of_references_and_filtered_by_status(shelf):
    store = shelf.store(CaseStore)
    for number, status in ((23, CaseStatus.APPLIED), (21, CaseStatus.APPLIED), (22, "open")):
        store.add(a_case(number, CaseStatus(status)))
    shelf.again()

    everything = store.page(status=None, after=None, limit=2)
    applied = store.page(status=CaseStatus.APPLIED, after=None, limit=10)
    rest = store.page(status=CaseStatus.APPLIED, after=applied[0].case_ref, limit=10)

    assert [one.case_ref[8:14] for one in everything] == ["000021", "000022"]
    assert [one.case_ref[8:14] for one in applied] == ["000021", "000023"]
    assert [one.case_ref[8:14] for one in rest] == ["000023"]


def test_numbers_begin_anew_each_year(shelf):
    store = shelf.store(CaseStore)

    assert [store.next_number(1999), store.next_number(1999), store.next_number(2000)] == [1, 2, 1]


def test_whoever_is_kept_under_a_token_is_found_from_other_cases_only(shelf):
    store = shelf.store(CaseStore)
    gone, still_here = a_case(31, departed_on=date(2024, 1, 1)), a_case(32)
    for case in (gone, still_here):
        store.add(case)
        for person in case.people:
            store.set_tokens(person.person_id, [("name", "t-1"), ("document", case.case_ref)])
    shelf.again()

    found = store.with_tokens(["t-1", "nothing"], still_here.case_ref)

    assert {(person.person_id, token) for person, token in found} == {
        (person_id, "t-1") for person_id in gone.person_ids
    }
    assert [one.person_id for one in store.persons([gone.applicant_id])] == [gone.applicant_id]


def test_new_tokens_take_the_place_of_the_former(shelf):
    store = shelf.store(CaseStore)
    case = a_case(33)
    store.add(case)
    for person in case.people:
        store.set_tokens(person.person_id, [("name", "t-old")])
        store.set_tokens(person.person_id, [("name", "t-new"), ("document", "t-doc")])

    assert store.with_tokens(["t-old"], "") == []
    assert {token for _, token in store.with_tokens(["t-new", "t-doc"], "")} == {"t-new", "t-doc"}


def kept_case(shelf, number):
    case = a_case(number)
    shelf.store(CaseStore).add(case)
    shelf.again()
    return case.case_ref


def test_consents_of_a_case_are_oldest_first(shelf):
    ref = kept_case(shelf, 41)
    for key, signed_on in (("c-2", TODAY), ("c-1", date(2026, 1, 1))):
        shelf.store(ConsentStore).add(
            Consent(
                consent_id=key,
                case_ref=ref,
                person_id="p-1",
                scope=Scope.DATA_EXCHANGE,
                by=Signatory.APPLICANT,
                signed_on=signed_on,
                language="ar",
            )
        )
    shelf.again()

    found = shelf.store(ConsentStore).of_case(ref)

    assert [one.consent_id for one in found] == ["c-1", "c-2"]
    assert found[0].scope is Scope.DATA_EXCHANGE


def test_decisions_are_counted_and_read_by_number(shelf):
    ref, store = kept_case(shelf, 42), shelf.store(DecisionStore)
    for number in (2, 1, 3):
        store.add(
            Decision(
                decision_id=f"d-{number}",
                case_ref=ref,
                number=number,
                stage="intake",
                verdict=Verdict.OPEN,
                decided_at=NOON,
                decided_by="c.jansen",
                reference_date=TODAY,
                codes=[],
                open_rules=["R-REAN-01"],
                versions={"rules": "rean-1"},
                sealed_reasons=b"",
            )
        )
    shelf.again()

    assert store.count(ref) == 3
    assert [one.number for one in store.page(ref, after=1, limit=1)] == [2]
    assert store.page(ref, after=3, limit=5) == []


def test_the_latest_clearance_counts(shelf):
    ref, store = kept_case(shelf, 43), shelf.store(ClearanceStore)
    assert store.latest(ref) is None
    for key, hours in (("k-2", 2), ("k-1", 1)):
        store.add(Clearance(key, ref, NOON + timedelta(hours=hours), Clearing.REFUSED))
    shelf.again()

    assert store.latest(ref).clearance_id == "k-2"


def test_disclosures_are_oldest_first(shelf):
    ref, store = kept_case(shelf, 44), shelf.store(ClearanceStore)
    for key, hours in (("x-2", 2), ("x-1", 1)):
        store.add_disclosure(
            Disclosure(
                disclosure_id=key,
                case_ref=ref,
                recipient="IND",
                what=["identity"],
                purpose="clearance",
                ground="consent",
                disclosed_at=NOON + timedelta(hours=hours),
                disclosed_by="c.jansen",
            )
        )
    shelf.again()

    found = store.disclosures_of_case(ref)

    assert [one.disclosure_id for one in found] == ["x-1", "x-2"]


def test_safeguards_are_found_by_person(shelf):
    ref, store = kept_case(shelf, 45), shelf.store(SafeguardStore)
    store.add(SealedSafeguards(f"p-{ref}", ref, b"sealed"))
    shelf.again()

    assert store.find(f"p-{ref}").sealed == b"sealed"
    assert store.find("nobody") is None


def test_the_timeline_is_paged_by_time_and_id(shelf):
    store, about = shelf.store(TimelineStore), new_id()
    for key, minute in ((f"b-{about}", 1), (f"c-{about}", 1), (f"a-{about}", 2)):
        store.add(Entry(key, about, NOON + timedelta(minutes=minute), "intake.x", "It was.", {}))
    shelf.again()

    first = store.of_case(about, after=None, limit=2)
    rest = store.of_case(about, after=first[-1].entry_id, limit=2)

    assert [one.entry_id[0] for one in (*first, *rest)] == ["b", "c", "a"]
    assert store.known(f"a-{about}")
    assert not store.known("never told")


def test_cases_that_are_opened_at_once_get_numbers_without_gaps(engine):
    taken, barrier = [], threading.Barrier(8)

    def open_one():
        barrier.wait()
        with Session(engine) as session, session.begin():
            taken.append(CaseStore(SimpleNamespace(session=session)).next_number(1990))

    threads = [threading.Thread(target=open_one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == list(range(1, 9))


def test_a_page_of_cases_is_read_from_the_index(engine):
    """Cost does not grow with the depth of the page."""
    question = "EXPLAIN SELECT * FROM cases WHERE status = 'open' AND case_ref > 'NL-2026'"
    with engine.connect() as connection:
        connection.exec_driver_sql("SET enable_seqscan = off")
        plan = connection.exec_driver_sql(f"{question} ORDER BY case_ref LIMIT 50").scalars()
        told = "\n".join(plan)

    assert "ix_cases_status_case_ref" in told
    assert "Sort" not in told
