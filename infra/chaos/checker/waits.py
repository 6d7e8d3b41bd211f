"""Nothing stands still unowned: what has not ended waits for something, somebody, by a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from infra.chaos.checker.demands import demand
from infra.chaos.checker.evidence import Evidence

GRACE = timedelta(minutes=5)
# Table, key, terminal states: everything in these tables ends or waits for somebody.
WAITING: dict[str, tuple[tuple[str, str, str], ...]] = {
    "intake": (
        ("cases", "case_ref", "'declined','withdrawn','closed'"),
        ("loans", "loan_id", "'repaid','cancelled'"),
        ("permit_fees", "fee_id", "'refused','refunded'"),
        ("contacts", "contact_id", "'case_opened','ended'"),
        ("erasures", "erasure_id", "'done'"),
    ),
    "travel": (
        ("movements", "id", "'arrived','replaced','cancelled'"),
        ("bookings", "id", "'failed','cancelled','used'"),
    ),
    "expert_deployment": (
        ("vacancies", "id", "'closed'"),
        ("candidates", "id", "'unsuitable','selected','rejected','withdrawn','passed_over'"),
        ("assignments", "id", "'ended','withdrawn'"),
    ),
}
DUE: tuple[tuple[str, str], ...] = (
    ("entitlements", "'completed','released'"),
    ("allowances", "'settled','returned','released'"),
    ("plans", "'settled','lapsed','cancelled'"),
    ("vendors", "'verified','refused'"),
    ("payments", "'settled','rejected'"),
    ("follow_ups", "'recorded','not_needed'"),
)
# Who is told of a passed deadline shows in a column of its own.
TOLD = (
    ("intake", "cases", "case_ref", "overdue", "'declined','withdrawn','closed'"),
    ("intake", "permit_fees", "fee_id", "overdue", "'refused','refunded'"),
    ("travel", "movements", "id", "stuck_told", "''"),
)


@demand("cases", "ended or waiting", "What has not ended waits for something, somebody, by a day")
def ended_or_waiting(evidence: Evidence) -> Iterator[str]:
    for service, tables in WAITING.items():
        for table, key, final in tables:
            query = (
                f"SELECT {key}, status, waits_for, owner, due_at FROM {table}"  # noqa: S608
                f" WHERE status NOT IN ({final})"
                " AND (waits_for IS NULL OR owner IS NULL OR due_at IS NULL)"
            )
            for found, status, waits_for, owner, due_at in evidence.rows(service, query):
                yield f"{service} {table} {found} is {status}: {waits_for}, {owner}, {due_at}"
    for table, final in DUE:
        query = f"SELECT id, status FROM {table} WHERE status NOT IN ({final}) AND due_at IS NULL"  # noqa: S608
        for found, status in evidence.rows("reintegration", query):
            yield f"reintegration {table} {found} is {status} and has no deadline"


@demand("cases", "overdue is told", "A deadline that has passed was told to somebody")
def overdue_is_told(evidence: Evidence) -> Iterator[str]:
    for service, table, key, told, final in TOLD:
        query = (
            f"SELECT {key}, status, due_at FROM {table}"  # noqa: S608 - our own words
            f" WHERE due_at < %s AND NOT {told} AND status NOT IN ({final})"
        )
        for found, status, due_at in evidence.rows(service, query, evidence.now - GRACE):
            yield f"{table} {found} is {status}, was due at {due_at}, and nobody was told"
