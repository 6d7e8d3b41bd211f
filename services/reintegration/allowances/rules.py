"""When a case that had no budget is done."""

from __future__ import annotations

from collections.abc import Sequence

from services.reintegration.allowances.model import Allowance
from services.reintegration.entitlements.model import Entitlement, Status


def is_done_without_report(entitlement: Entitlement, allowances: Sequence[Allowance]) -> bool:
    """Whether there is no budget to report on, everybody is home, and no cash is open."""
    return (
        entitlement.status is Status.IN_REINTEGRATION
        and not entitlement.has_budget
        and not any(allowance.is_open for allowance in allowances)
    )
