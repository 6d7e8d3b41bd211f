"""When cash can have been handed over, and when a case that had no budget is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.chassis.moments import check_day, check_moment, day_here
from services.reintegration.allowances.model import Allowance
from services.reintegration.entitlements.model import Entitlement, Status

# A declaration is of the last seven days before a flight, and opens the cash.
PAID_WITHIN = timedelta(days=7)


def check_paid_at(at: datetime, now: datetime) -> None:
    """R-REAN-17: the cash is handed over at the airport, and entered when it has been."""
    check_moment(at, now, "The handing over of cash")
    first, today = day_here(now) - PAID_WITHIN, day_here(now)
    check_day(day_here(at), first=first, today=today, what="The handing over of cash")


def is_done_without_report(entitlement: Entitlement, allowances: Sequence[Allowance]) -> bool:
    """Whether there is no budget to report on, everybody is home, and no cash is open."""
    return (
        entitlement.status is Status.IN_REINTEGRATION
        and not entitlement.has_budget
        and not any(allowance.is_open for allowance in allowances)
    )
