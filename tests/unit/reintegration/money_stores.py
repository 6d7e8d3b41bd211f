"""Stores that keep things in memory, so that a use case can be read without a database."""

from types import SimpleNamespace

from services.chassis.errors import NotFound
from services.chassis.spelling import number_key
from services.reintegration.allowances.store import AllowanceStore
from services.reintegration.entitlements.store import EntitlementStore
from services.reintegration.grounds.store import GroundsStore
from services.reintegration.ledger.store import LedgerStore
from services.reintegration.monitoring.store import FollowUpStore, ReportStore
from services.reintegration.payments.store import PaymentStore
from services.reintegration.plans.store import PlanStore
from services.reintegration.returns.model import ReturnCase
from services.reintegration.returns.store import ReturnStore
from services.reintegration.vendors.store import VendorStore
from tests.fakes import FakeUnit
from tests.unit.reintegration.money_builders import CASE, NOW, TABLES


class Kept:
    """Things by id, and by case."""

    def __init__(self):
        self.things = []

    def add(self, thing):
        self.things.append(thing)

    def get(self, thing_id):
        for thing in self.things:
            if thing.id == thing_id:
                return thing
        raise NotFound("no-such-thing", f"There is no {thing_id}.")

    read = get

    def of_case(self, case_ref):
        return [thing for thing in self.things if thing.case_ref == case_ref]


class Entitlements(Kept):
    def find_of_case(self, case_ref):
        return next(reversed(super().of_case(case_ref)), None)

    def of_case(self, case_ref):
        found = self.find_of_case(case_ref)
        if found is None:
            raise NotFound("no-such-entitlement", "There is none.")
        return found


class Allowances(Kept):
    def entitlement_of(self, allowance_id):
        return self.get(allowance_id).entitlement_id

    def of_person(self, case_ref, person_id):
        return [one for one in self.of_case(case_ref) if one.person_id == person_id]


class Plans(Kept):
    def with_line(self, line_id):
        for plan in self.things:
            if any(line.line_id == line_id for line in plan.lines):
                return plan
        raise NotFound("no-such-plan", "There is none.")


class Payments(Kept):
    def with_proof(self, proof, vendor_id, plan_id):
        for one in self.things:
            same_giver = one.vendor_id == vendor_id and (vendor_id or one.plan_id == plan_id)
            same_number = same_giver and (one.proof.kind, one.proof.key) == (proof.kind, proof.key)
            if one.status != "rejected" and (one.proof.sha256 == proof.sha256 or same_number):
                return one
        return None

    def open_of_case(self, case_ref):
        return [one for one in self.of_case(case_ref) if one.is_open]


class Vendors(Kept):
    def find(self, country, registration_number):
        for one in self.things:
            key = number_key(registration_number)
            if (one.country, one.registration_key) == (country, key):
                return one
        return None


class Cases(Kept):
    def hold(self, case_ref):
        found = self.of_case(case_ref)
        if not found:
            self.add(ReturnCase(case_ref))
        return self.of_case(case_ref)[0]


class GroundsOf:
    def __init__(self):
        self.kept = {}

    def add(self, grounds):
        self.kept[grounds.person_id] = grounds

    def find(self, person_id):
        return self.kept.get(person_id)


class Ledger(Kept):
    def add(self, transaction):
        if any(one.posting_key == transaction.posting_key for one in self.things):
            return False
        super().add(transaction)
        return True

    def reversed_by(self, transaction_id):
        return next(one.id for one in self.things if one.reverses == transaction_id)

    def credit_of_case(self, account, case_ref, currency):
        return sum(
            entry.credit_minor - entry.debit_minor
            for one in self.of_case(case_ref)
            for entry in one.entries
            if (entry.account, entry.currency) == (account, currency)
        )

    def balances(self, case_ref=CASE):
        """Debits less credits per account, without those that are even."""
        sums = {}
        for one in self.of_case(case_ref):
            for entry in one.entries:
                moved = entry.debit_minor - entry.credit_minor
                sums[str(entry.account)] = sums.get(str(entry.account), 0) + moved
        return {account: balance for account, balance in sums.items() if balance}


def a_unit(**changes):
    stores = {
        EntitlementStore: Entitlements(),
        AllowanceStore: Allowances(),
        PlanStore: Plans(),
        PaymentStore: Payments(),
        VendorStore: Vendors(),
        ReturnStore: Cases(),
        GroundsStore: GroundsOf(),
        LedgerStore: Ledger(),
        FollowUpStore: Kept(),
        ReportStore: Kept(),
    }
    return FakeUnit(**({"stores": stores, "rules": TABLES, "now": NOW} | changes))


def acts_as(unit, subject):
    unit.principal = SimpleNamespace(subject=subject, roles=frozenset(), scopes=frozenset())
    return unit


def hears(unit, sequence):
    unit.message = SimpleNamespace(sequence=sequence)
    return unit
