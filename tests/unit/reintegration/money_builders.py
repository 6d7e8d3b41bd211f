"""Things of reintegration as tests need them; a test names only what matters to it."""

from datetime import UTC, date, datetime

from services.chassis.rules.disputes import sides_on
from services.chassis.rules.rulebook import from_file
from services.reintegration.entitlements import schemas as _tables  # noqa: F401 - declares them
from services.reintegration.entitlements.rules import Rulebook
from services.reintegration.ledger import schemas as _funds  # noqa: F401 - declares them
from services.reintegration.payments.model import Payment, Proof, ProofKind
from services.reintegration.persons.model import Person, PersonType
from services.reintegration.plans.model import Category, Line, Plan

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CASE = "NL-2026-004635-7"
TABLES = {
    name: from_file("reintegration", name)
    for name in (
        "tariffs",
        "reintegration_countries",
        "allowance_exclusions",
        "funding_sources",
        "disputed_points",
    )
}


def the_rulebook(day=date(2026, 10, 1)):
    """The real tables, as the service reads them."""
    return Rulebook(
        tariffs=TABLES["tariffs"].rows,
        countries=TABLES["reintegration_countries"].rows,
        without_allowance=frozenset(row.country for row in TABLES["allowance_exclusions"].on(day)),
        new_amounts=sides_on(TABLES["disputed_points"], day).get("reintegration_amounts") == "b",
        tariffs_version="T1",
        countries_version="T3",
        allowances_version="A",
    )


def a_person(**changes):
    usual = {"person_id": "p-1", "person_type": PersonType.ADULT, "nationalities": ("IQ",)}
    return Person(**(usual | changes))


def a_child(**changes):
    return a_person(**({"person_type": PersonType.ACCOMPANIED_MINOR} | changes))


def a_line(amount_minor=150_000, category=Category.BUSINESS, line_id="l-1", **changes):
    return Line(line_id, category, "Tools", amount_minor, **changes)


def cash(amount_minor):
    return Line("l-cash", Category.CASH, "Cash", amount_minor)


def a_plan(**changes):
    usual = {
        "id": "plan-1",
        "entitlement_id": "e-1",
        "case_ref": CASE,
        "person_id": "p-1",
        "scheme": "AVRR_NL",
        "currency": "EUR",
        "budget_minor": 180_000,
        "cash_max_minor": 30_000,
    }
    return Plan(**(usual | changes))


def a_proof(**changes):
    usual = {"kind": ProofKind.INVOICE, "number": "INV-1", "sha256": "a" * 64}
    return Proof(**(usual | changes))


def a_payment(**changes):
    usual = {
        "id": "pay-1",
        "case_ref": CASE,
        "plan_id": "plan-1",
        "plan_line_id": "l-1",
        "scheme": "AVRR_NL",
        "vendor_id": "v-1",
        "amount_minor": 100_000,
        "currency": "EUR",
        "proof_kind": ProofKind.INVOICE,
        "proof_number": "INV-1",
        "proof_sha256": "a" * 64,
        "created_by": "maker",
    }
    return Payment(**(usual | changes))
