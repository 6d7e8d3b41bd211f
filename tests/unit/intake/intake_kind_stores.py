"""The stores of the kinds of case in memory; the integration suite holds them to the real ones."""

from collections import Counter
from datetime import date

from services.chassis.errors import NotFound
from services.intake.alerts.store import AlertStore
from services.intake.counselling.store import ContactStore
from services.intake.detention.store import DetentionStore
from services.intake.figures.model import By, Group
from services.intake.figures.store import FigureStore
from services.intake.loans.store import LoanStore
from services.intake.resettlement.store import NOT_COMING, NominationStore
from services.intake.reunification.store import ReunificationStore
from services.intake.third_country.store import PermitFeeStore


class FakeAlertStore:
    def __init__(self):
        self.kept = {}

    def add(self, alert):
        self.kept[alert.case_ref, alert.about, alert.what] = alert

    def find(self, case_ref, about, what):
        return self.kept.get((case_ref, about, what))

    def of_case(self, case_ref):
        found = [one for one in self.kept.values() if one.case_ref == case_ref and not one.settled]
        return sorted(found, key=lambda one: (one.breaks_on, one.what))


class FakeDetentionStore:
    def __init__(self):
        self.kept = {}

    def add(self, detention):
        self.kept[detention.case_ref] = detention

    def find(self, case_ref):
        return self.kept.get(case_ref)


class FakeReunificationStore(FakeDetentionStore):
    """One for each case, as detentions are."""


class FakeNominationStore(FakeDetentionStore):
    """Counts by the states of the cases that the test's own case store holds."""

    cases = None

    def hold_quotas(self):
        pass

    def used(self, quota):
        return sum(
            one.persons
            for one in self.kept.values()
            if one.selected_on
            and quota.valid_from <= one.selected_on <= (quota.valid_to or date.max)
            and quota.sub_quota in {"total", one.sub_quota}
            and self.cases.get(one.case_ref).status not in NOT_COMING
        )


class FakeContactStore:
    def __init__(self):
        self.kept = {}

    def add(self, contact):
        self.kept[contact.contact_id] = contact

    def get(self, contact_id):
        if contact_id not in self.kept:
            raise NotFound("no-such-contact", f"There is no contact {contact_id}.")
        return self.kept[contact_id]

    def of_case(self, case_ref):
        return next((one for one in self.kept.values() if one.case_ref == case_ref), None)

    def named_and_ended(self, before, limit):
        found = [
            one
            for one in self.kept.values()
            if one.status == "ended" and one.entered_at < before and one.case_ref is None
            if one.sealed_person or one.referred_by
        ]
        return sorted(found, key=lambda one: one.entered_at)[:limit]

    def at(self, place, when):
        found = [
            one for one in self.kept.values() if (one.place, one.appointment_at) == (place, when)
        ]
        return found[0] if found else None

    def page(self, *, status, place, asked_on, after, limit):
        wanted = {"status": status, "place": place, "asked_on": asked_on}
        found = [
            one
            for _, one in sorted(self.kept.items())
            if all(getattr(one, name) == value for name, value in wanted.items() if value)
            and (after is None or one.contact_id > after)
        ]
        return found[:limit]


class FakeFigureStore:
    def __init__(self):
        self.kept = Counter()
        self.asked = 0

    def count(self, cell, by):
        self.kept[cell] += by

    def departures(self, year, by, before):
        found = Counter()
        for cell, count in self.kept.items():
            told = cell.month.year == year and cell.month < before and count > 0
            if told and (by is By.GROUP or cell.group is Group.EVERYBODY):
                found[str(getattr(cell, by))] += count
        return dict(sorted(found.items()))

    def contacts(self, year, before):
        return self.asked if year <= before.year else 0


class FakePermitFeeStore:
    def __init__(self):
        self.kept = {}

    def add(self, fee):
        self.kept[fee.fee_id] = fee

    def get(self, fee_id):
        if fee_id not in self.kept:
            raise NotFound("no-such-fee", f"There is no fee {fee_id}.")
        return self.kept[fee_id]

    def with_receipt(self, receipt_sha256):
        found = [one for one in self.kept.values() if one.receipt_sha256 == receipt_sha256]
        return found[0] if found else None

    def of_case(self, case_ref):
        return [one for one in self.kept.values() if one.case_ref == case_ref]


class FakeLoanStore:
    def __init__(self):
        self.kept = {}

    def add(self, loan):
        self.kept[loan.loan_id] = loan

    def get(self, loan_id):
        if loan_id not in self.kept:
            raise NotFound("no-such-loan", f"There is no loan {loan_id}.")
        return self.kept[loan_id]

    def of_case(self, case_ref):
        return [one for one in self.kept.values() if one.case_ref == case_ref]


def fake_kind_stores():
    """Empty stores, by the class that a use case asks for."""
    return {
        AlertStore: FakeAlertStore(),
        DetentionStore: FakeDetentionStore(),
        PermitFeeStore: FakePermitFeeStore(),
        LoanStore: FakeLoanStore(),
        ContactStore: FakeContactStore(),
        FigureStore: FakeFigureStore(),
        ReunificationStore: FakeReunificationStore(),
        NominationStore: FakeNominationStore(),
    }
