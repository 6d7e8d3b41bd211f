"""The checker finds what a case of any kind must not have come to; each lie is told once."""

import json
from dataclasses import dataclass, field

import pytest

from infra.chaos.checker import demands
from infra.chaos.checker.evidence import Evidence, Published
from infra.chaos.checker.states import OUTCOMES_OF, STATES_OF
from infra.local.place import SERVICES
from services.intake.kinds.model import MACHINES
from tests.chaos.planting import NOW, plant

CASE = "NL-2026-000001-0"
TABLES = {
    "intake": (
        "cases, alerts, loans, permit_fees, reunifications, nominations, detentions, contacts"
    ),
    "travel": "movements",
    "reintegration": "entitlements, allowances",
    "expert_deployment": "vacancies, experts, candidates, assignments",
}
CENTS = 100


@dataclass
class Books:
    """Four databases, and what the front door was asked."""

    databases: dict
    calls: list = field(default_factory=list)
    facts: list = field(default_factory=list)

    def plant(self, service, table, **named):
        plant(self.databases[service], table, **named)

    def asked(self, path, amount):
        body = {"amount_minor": amount}
        self.calls.append({"path": path, "body": body, "status": 200})

    def found(self, *wanted):
        """What the checker finds, by the name of the demand."""
        evidence = Evidence(
            databases={name: one.owner_uri for name, one in self.databases.items()},
            broker_url="",
            broker_auth=("", ""),
            vhost="",
            calls=self.calls,
            facts=self.facts,
            now=NOW,
        )
        table = demands.check(evidence, wanted)
        assert len(table) >= len(wanted)
        return {row["name"]: row["violations"] for row in table if row["violations"]}


@pytest.fixture(scope="module")
def databases(database):
    return {name: database(name) for name in SERVICES}


@pytest.fixture
def books(databases):
    for service, tables in TABLES.items():
        # Emptied from the last to the first, for the first is what the others belong to.
        for table in reversed(tables.split(", ")):
            databases[service].rows(f"DELETE FROM {table}")  # noqa: S608
    return Books(databases)


def a_case(books, kind="voluntary_return", status="accepted", **more):
    waits = {"waits_for": "the booking", "owner": "movement_officer", "due_at": NOW}
    ended = status in {"closed", "withdrawn", "declined"}
    usual = {"was_accepted": True, "reminded_for": None, **({} if ended else waits)}
    books.plant("intake", "cases", case_ref=CASE, kind=kind, status=status, **(usual | more))


def a_journey(books, status, number=1, case=CASE):
    waits = {"waits_for": "something", "owner": "agent", "due_at": NOW}
    of = {"case_ref": case} if case else {"assignment_id": "a-1"}
    books.plant("travel", "movements", id=f"m-{number}", status=status, **of, **waits)


def a_reservation(books, status="reserved"):
    named = {"id": "e-1", "case_ref": CASE, "status": status, "due_at": NOW}
    books.plant("reintegration", "entitlements", **named)


def test_the_checker_knows_every_kind_and_state_that_there_is():
    assert {
        str(kind): {*map(str, machine.states)} for kind, machine in MACHINES.items()
    } == STATES_OF
    assert set(OUTCOMES_OF) == set(STATES_OF)


@pytest.mark.parametrize(
    ("kind", "status", "journey"),
    [
        ("voluntary_return", "accepted", "rules_broken"),
        ("return_from_detention", "announced", "cancelled"),
        ("third_country_resettlement", "arrived", "departed"),
        ("family_reunification", "accounted", "booked"),
        ("resettlement", "handed_over", "no_show"),
        ("resettlement", "withdrawn", "booked"),
    ],
)
def test_services_that_tell_different_things_of_a_journey_are_found(books, kind, status, journey):
    a_case(books, kind, status)
    a_journey(books, journey)

    assert "services agree" in books.found("services agree")


@pytest.mark.parametrize(
    ("kind", "status", "journey"),
    [
        ("voluntary_return", "booked", "rules_broken"),
        ("return_from_detention", "announced", "booked"),
        ("family_reunification", "accounted", "arrived"),
        ("resettlement", "handed_over", "arrived"),
        ("resettlement", "withdrawing", "cancelling"),
    ],
)
def test_a_journey_that_fits_is_left_alone(books, kind, status, journey):
    a_case(books, kind, status)
    a_journey(books, journey)
    a_reservation(books)

    assert not books.found("services agree", "one journey", "one reservation", "states are known")


def test_a_state_that_its_kind_does_not_have_is_found(books):
    a_case(books, "family_reunification", "announced")

    assert books.found("states are known")


def test_an_end_that_its_kind_does_not_have_is_found(books):
    a_case(books, "resettlement", "closed", outcome="returned")

    assert books.found("states are known")


def test_two_living_journeys_are_found(books):
    a_case(books, "return_from_detention", "announced")
    a_journey(books, "booked", 1)
    a_journey(books, "quoting", 2)

    assert books.found("one journey")


@pytest.mark.parametrize("reservations", [(), ("released",)])
def test_a_resettled_family_without_its_reservation_is_found(books, reservations):
    a_case(books, "resettlement", "closed", outcome="resettled")
    for status in reservations:
        a_reservation(books, status)

    assert books.found("one reservation")


def test_cash_for_a_family_that_comes_to_the_netherlands_is_found(books):
    a_case(books, "family_reunification", "booked")
    books.plant("reintegration", "entitlements", id="e-1", case_ref=CASE, status="reserved")
    named = {"id": "w-1", "entitlement_id": "e-1", "case_ref": CASE, "status": "reserved"}
    books.plant("reintegration", "allowances", **named)

    assert books.found("cash for who leaves")


@pytest.mark.parametrize(
    "kind",
    [
        "return_from_detention",
        "third_country_resettlement",
        "family_reunification",
        "resettlement",
    ],
)
def test_an_acceptance_without_what_the_kind_requires_is_found(books, kind):
    a_case(books, kind)

    assert books.found("safeguards first")


def test_a_journey_on_a_note_that_nobody_signed_is_found(books):
    prepared = json.dumps(["see_permit"])
    a_case(books, "third_country_resettlement", prepared=prepared)
    assert not books.found("safeguards first")
    a_loan(books, "promised")

    assert books.found("safeguards first")


def a_loan(books, status, *paid, **more):
    repayments = json.dumps([{"amount_minor": amount} for amount in paid])
    named = {"loan_id": "l-1", "case_ref": CASE, "status": status, "arrived_on": NOW.date()}
    principal = {"principal_minor": 100 * CENTS, "repayments": repayments}
    books.plant("intake", "loans", **(named | principal | more))


def test_an_instalment_that_was_taken_in_twice_is_found(books):
    a_case(books, "third_country_resettlement", "arrived")
    books.asked("/v1/loans/l-1/repayments", 40 * CENTS)
    a_loan(books, "repaying", 40 * CENTS, 40 * CENTS)

    assert books.found("instalments once")


def test_a_loan_that_is_paid_back_and_not_said_so_is_found(books):
    a_case(books, "third_country_resettlement", "arrived")
    books.asked("/v1/loans/l-1/repayments", 100 * CENTS)
    a_loan(books, "repaying", 100 * CENTS)

    assert books.found("instalments once")


def a_family(books, status, *, received=(), refunds=(), costs=(), **more):
    a_case(books, "family_reunification", status, **more)
    lists = {
        "received": [{"amount_minor": amount} for amount in received],
        "refunds": [{"amount_minor": amount} for amount in refunds],
        "costs": [{"amount_minor": amount, "kind": "ticket"} for amount in costs],
    }
    named = {name: json.dumps(records) for name, records in lists.items()}
    books.plant("intake", "reunifications", case_ref=CASE, **named)
    books.facts = [
        Published(id=f"c-{number}", exchange="travel.events", digest="", case_ref=CASE,
                  routing_key="travel_cost_recorded.v1")
        for number, _ in enumerate(costs)
    ]  # fmt: skip


def test_a_deposit_that_was_answered_and_not_kept_is_found(books):
    a_family(books, "cleared")
    books.asked(f"/v1/cases/{CASE}/payments-received", 900 * CENTS)

    assert books.found("deposits once")


def test_a_family_that_leaves_with_money_unsettled_is_found(books):
    a_family(books, "closed", received=[900], refunds=[100], costs=[700], outcome="reunited")

    assert books.found("families pay the cost")


def test_a_cost_that_came_after_the_settlement_is_work_for_somebody(books):
    a_family(books, "closed", received=[900], refunds=[100], costs=[700], outcome="reunited")
    alert = {"case_ref": CASE, "what": "late_cost", "owner": "counsellor"}
    books.plant("intake", "alerts", about=CASE, settled=False, **alert)

    assert not books.found("families pay the cost")


def test_whoever_is_sent_after_what_is_settled_is_found(books):
    a_family(books, "closed", received=[900], refunds=[200], costs=[700], outcome="reunited")
    alert = {"case_ref": CASE, "what": "late_cost", "owner": "counsellor"}
    books.plant("intake", "alerts", about=CASE, settled=False, **alert)

    assert books.found("families pay the cost")


def test_a_cost_that_was_charged_twice_is_found(books):
    a_family(books, "arrived", received=[900], costs=[700])
    books.facts = books.facts * 2
    assert not books.found("families pay the cost")
    books.facts = []

    assert books.found("families pay the cost")


def test_a_fee_for_somebody_who_never_left_is_found(books):
    a_case(books, "third_country_resettlement", "cleared")
    named = {"fee_id": "f-1", "case_ref": CASE, "status": "refunded"}
    books.plant("intake", "permit_fees", **named)

    assert books.found("fees after departure")


@pytest.mark.parametrize("table", ["loans", "permit_fees"])
def test_what_waits_for_nobody_is_found(books, table):
    a_case(books)
    key = {"loans": "loan_id", "permit_fees": "fee_id"}[table]
    books.plant("intake", table, case_ref=CASE, status="promised", **{key: "x-1"})

    assert books.found("ended or waiting")


def test_a_contact_that_waits_for_nobody_is_found(books):
    books.plant("intake", "contacts", contact_id="k-1", status="asked")

    assert books.found("ended or waiting")


# Experts.


def an_assignment(books, status, mode="physical", vacancy="filled", number=1):
    if number == 1:
        books.plant("expert_deployment", "vacancies", id="v-1", mode=mode, status=vacancy)
        books.plant("expert_deployment", "experts", id="x-1")
    named = {"id": f"a-{number}", "vacancy_id": "v-1", "expert_id": "x-1", "status": status}
    books.plant("expert_deployment", "assignments", mode=mode, part=number, **named)


@pytest.mark.parametrize(
    ("status", "mode", "journey"),
    [
        ("started", "physical", "departed"),
        ("booked", "physical", "cancelled"),
        ("withdrawn", "physical", "booked"),
        ("started", "virtual", "arrived"),
    ],
)
def test_an_expert_whose_journey_says_otherwise_is_found(books, status, mode, journey):
    an_assignment(books, status, mode)
    a_journey(books, journey, case=None)

    assert books.found("experts agree")


def test_an_expert_whose_flights_are_sought_anew_is_left_alone(books):
    an_assignment(books, "booked")
    a_journey(books, "quoting", case=None)

    assert not books.found("experts agree", "one expert")


def test_two_experts_for_one_vacancy_are_found(books):
    an_assignment(books, "booked")
    an_assignment(books, "started", number=2)

    assert books.found("one expert")


def test_an_expert_at_work_for_a_vacancy_that_is_open_is_found(books):
    an_assignment(books, "booked", vacancy="published")

    assert books.found("one expert")
