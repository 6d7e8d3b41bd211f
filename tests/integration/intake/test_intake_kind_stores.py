"""The stores of the kinds of case: one suite for the fakes and for the database."""

from datetime import date, timedelta

import pytest

from services.chassis.errors import NotFound
from services.intake.alerts.model import Alert, What
from services.intake.alerts.store import AlertStore
from services.intake.cases.store import CaseStore
from services.intake.counselling.model import Channel, Contact, ContactStatus
from services.intake.counselling.store import ContactStore
from services.intake.detention.model import Asking, Authority, Detention
from services.intake.detention.store import DetentionStore
from services.intake.figures.model import By, Cell, Group
from services.intake.figures.store import FigureStore
from services.intake.loans.model import Loan, Terms
from services.intake.loans.store import LoanStore
from services.intake.resettlement.model import Entry, Nomination, Quota, SubQuota
from services.intake.resettlement.store import NominationStore
from services.intake.reunification.model import Reunification, Service
from services.intake.reunification.store import ReunificationStore
from services.intake.states.model import CaseStatus
from services.intake.third_country.model import FeeKind, PermitFee
from services.intake.third_country.store import PermitFeeStore
from tests.fakes import NOON
from tests.integration.intake import test_intake_stores as suite

TODAY = NOON.date()
OVER = date(2040, 1, 1)
engine, shelf = suite.engine, suite.shelf


def a_kept_case(shelf, number, status=CaseStatus.OPEN):
    case = suite.a_case(number, status)
    shelf.store(CaseStore).add(case)
    shelf.again()
    return case


def test_what_is_prepared_and_held_stays_with_the_case(shelf):
    case = a_kept_case(shelf, 501)
    case.prepare("announce", NOON)
    case.hold("deposit")
    shelf.again()

    found = shelf.store(CaseStore).get(case.case_ref)

    assert (found.prepared, found.held) == (["announce"], ["deposit"])


def test_alerts_of_a_case_are_found_until_they_are_settled(shelf):
    store, ref = shelf.store(AlertStore), "NL-1"
    days = {What.DETENTION: 9, What.DOCUMENT: 3, What.SAFEGUARD: 5}
    for what, number in days.items():
        day = TODAY + timedelta(days=number)
        store.add(Alert(case_ref=ref, about=ref, what=what, breaks_on=day, alert_on=day, owner="o"))
    store.find(ref, ref, What.SAFEGUARD).settled = True
    shelf.again()

    assert [one.what for one in store.of_case(ref)] == [What.DOCUMENT, What.DETENTION]
    assert store.find(ref, "somebody else", What.DOCUMENT) is None


def test_a_detention_comes_back_with_what_was_told(shelf):
    case = a_kept_case(shelf, 502)
    kept = Detention(
        case_ref=case.case_ref,
        asked_by=Asking.SLIP,
        asked_on=TODAY,
        order_date=TODAY,
        term_months=6,
        sealed_place=b"sealed",
    )
    kept.announce(Authority.DJI, NOON, NOON)
    shelf.store(DetentionStore).add(kept)
    shelf.again()

    assert shelf.store(DetentionStore).find(case.case_ref).told_of(NOON) == {"DJI"}
    assert shelf.store(DetentionStore).find("nothing") is None


def test_a_fee_is_found_by_its_receipt(shelf):
    case = a_kept_case(shelf, 503)
    fee = PermitFee(
        fee_id="f-503",
        case_ref=case.case_ref,
        kind=FeeKind.BIOMETRICS,
        amount_minor=1,
        currency="EUR",
        receipt_number="R",
        receipt_sha256="5" * 64,
        claimed_by="c",
        entered_at=NOON,
    )
    store = shelf.store(PermitFeeStore)
    store.add(fee)
    shelf.again()

    assert store.with_receipt("5" * 64).fee_id == "f-503"
    assert store.with_receipt("6" * 64) is None
    assert [one.fee_id for one in store.of_case(case.case_ref)] == ["f-503"]
    assert store.get("f-503").waits_for == "the decision on the fee"
    with pytest.raises(NotFound):
        store.get("f-0")


def test_a_loan_keeps_its_terms_and_what_was_paid(shelf):
    case, store = a_kept_case(shelf, 504), shelf.store(LoanStore)
    terms = Terms(
        country="US",
        instalments=36,
        term_months=42,
        grace_months=6,
        unpaid_instalments_max=4,
        interest_percent=0,
        version="v",
    )
    loan = Loan(
        loan_id="l-504",
        case_ref=case.case_ref,
        person_id="p",
        principal_minor=3600,
        currency="USD",
        terms=terms,
        entered_at=NOON,
    )
    store.add(loan)
    loan.sign(TODAY, NOON)
    loan.arrive(TODAY, NOON)
    loan.repay(paid_on=TODAY, amount_minor=100, reference="B", now=NOON)
    shelf.again()

    (found,) = store.of_case(case.case_ref)
    assert (found.terms, found.rest_minor, len(found.schedule())) == (terms, 3500, 36)
    with pytest.raises(NotFound):
        store.get("l-0")


def test_the_account_of_a_family_comes_back(shelf):
    case = a_kept_case(shelf, 505)
    kept = Reunification(
        case_ref=case.case_ref,
        service=Service.JOURNEY,
        ordered_on=TODAY,
        sealed_sponsor=b"sealed",
    )
    kept.make_estimate([{"kind": "ticket", "amount_minor": 500}])
    kept.receive(500, TODAY, "B")
    shelf.store(ReunificationStore).add(kept)
    shelf.again()

    found = shelf.store(ReunificationStore).find(case.case_ref)
    assert (found.paid, found.statement.balance_minor) == (True, 500)


def test_places_of_a_quota_are_counted_for_those_who_come(shelf):
    store = shelf.store(NominationStore)
    for number, status in enumerate((CaseStatus.SELECTED, CaseStatus.WITHDRAWN), start=506):
        case = a_kept_case(shelf, number, status)
        store.add(
            Nomination(
                case_ref=case.case_ref,
                entry=Entry.DOSSIER,
                sub_quota=SubQuota.EMERGENCY,
                nominated_on=TODAY,
                persons=3,
                interviewed_on=TODAY,
                selected_on=date(2031, 5, 5),
            )
        )
    shelf.again()
    store.hold_quotas()

    def used(sub_quota, year=2031):
        return store.used(
            Quota(
                sub_quota=sub_quota,
                places=9,
                valid_from=date(year, 1, 1),
                valid_to=date(year, 12, 31),
                source="",
            )
        )

    assert (used("total"), used("emergency"), used("general"), used("total", 2032)) == (3, 3, 0, 0)


def test_contacts_are_found_by_time_and_place(shelf):
    store, at = shelf.store(ContactStore), NOON + timedelta(days=2)
    for number, place in ((1, "delft"), (2, "delft"), (3, "gouda")):
        contact = Contact(
            contact_id=f"k-{number}",
            channel=Channel.WALK_IN,
            language="ar",
            asked_on=TODAY,
            place=place,
            entered_at=NOON,
        )
        store.add(contact)
    contact.appoint("gouda", at, NOON)
    store.get("k-1").case_ref = "NL-2026-009999-1"
    shelf.again()
    everything = {"status": None, "place": None, "asked_on": TODAY, "after": None, "limit": 9}

    in_delft = store.page(**(everything | {"place": "delft", "after": "k-1"}))
    appointed = store.page(**(everything | {"status": ContactStatus.APPOINTED}))

    assert [one.contact_id for one in in_delft] == ["k-2"]
    assert [one.contact_id for one in appointed] == ["k-3"]
    assert store.of_case("NL-2026-009999-1").contact_id == "k-1"
    assert store.of_case("NL-2026-009999-2") is None
    assert (store.at("gouda", at).contact_id, store.at("delft", at)) == ("k-3", None)
    with pytest.raises(NotFound):
        store.get("k-0")


def test_departures_are_summed_by_each_side(shelf):
    store, month = shelf.store(FigureStore), date(2032, 3, 1)
    for nationality, group, by in (
        ("IQ", Group.EVERYBODY, 2),
        ("IQ", Group.MEDICAL, 1),
        ("SY", Group.EVERYBODY, 1),
        ("SY", Group.EVERYBODY, -1),
    ):
        cell = Cell(month=month, kind="resettlement", nationality=nationality, group=group)
        store.count(cell, by)

    assert store.departures(2032, By.NATIONALITY, OVER) == {"IQ": 2}
    assert store.departures(2032, By.KIND, OVER) == {"resettlement": 2}
    assert store.departures(2032, By.GROUP, OVER) == {"everybody": 2, "medical": 1}
    assert store.departures(2033, By.MONTH, OVER) == {}
    assert store.departures(2032, By.MONTH, date(2032, 1, 1)) == {}
