"""Who may see what in reintegration: what a person is entitled to is the case's (R-DP-03)."""

from __future__ import annotations

from sqlalchemy import Table

from services.chassis.staff.need_to_know import (
    OF_THE_CHASSIS,
    ONLY_BY_FUNCTION,
    Named,
    NeedToKnow,
    column,
    itself,
)
from services.reintegration.allowances.store import allowances
from services.reintegration.entitlements.store import entitlements
from services.reintegration.monitoring.store import follow_ups
from services.reintegration.payments.store import payments
from services.reintegration.plans.store import plans

FINANCE = "pays for every case; sees amounts and ids"


def _of_case(table: Table, noun: str) -> Named:
    return Named(column(table, "id", "case_ref"), f"no-such-{noun}", f"There is no {noun} {{}}.")


CASE = Named(itself, "no-such-case", "There is no case {}.")

NEED_TO_KNOW = NeedToKnow(
    column="case_ref",
    by_function={
        "finance_maker": FINANCE,
        "finance_checker": FINANCE,
        "finance_releaser": FINANCE,
        "movement_officer": "hands out cash at the airport to whoever departs",
        "supervisor": "answers for every case",
        "auditor": "checks any case, and changes none",
        "privacy_officer": "shows and erases what is kept of whoever asks for it",
    },
    arguments={
        "ref": CASE,
        "case_ref": CASE,
        "entitlement_id": _of_case(entitlements, "entitlement"),
        "plan_id": _of_case(plans, "plan"),
        "allowance_id": _of_case(allowances, "allowance"),
        "payment_id": _of_case(payments, "payment"),
        "follow_up_id": _of_case(follow_ups, "follow-up"),
    },
    in_body=frozenset({"draft_plan"}),
    lists=frozenset({"entitlements", "plans", "allowances", "follow_ups", "payments"}),
    exempt={
        "draft_payment": ONLY_BY_FUNCTION,
        "register_vendor": ONLY_BY_FUNCTION,
        "verify_vendor": ONLY_BY_FUNCTION,
        "vendor": ONLY_BY_FUNCTION,
        "vendors": ONLY_BY_FUNCTION,
        "trial_balance": ONLY_BY_FUNCTION,
        "ledger_transactions": ONLY_BY_FUNCTION,
        "case_balances": ONLY_BY_FUNCTION,
        "reverse_transaction": ONLY_BY_FUNCTION,
        "export_person": ONLY_BY_FUNCTION,
        **OF_THE_CHASSIS,
    },
)
