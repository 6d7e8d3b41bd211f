"""What the medical file says of a journey: whether a birth is too near, whether care is known."""

from __future__ import annotations

from datetime import date, timedelta

from services.intake.confidential.model import MedicalFile, Ruling


def held_back(
    file: MedicalFile | None, leaves_by: date, *, days_before: int, days_after: int
) -> bool:
    """R-MED-02: nobody flies so near to a birth unless the medical staff reviewed it.

    `leaves_by` is the day of the flight, or while nothing is booked the last day it may be on.
    """
    pregnancy = file.pregnancy if file else None
    if pregnancy is None:
        return False
    near = pregnancy.due_on - timedelta(days=days_before) <= leaves_by
    over = pregnancy.due_on + timedelta(days=days_after) < leaves_by
    allowed = pregnancy.review is not None and pregnancy.review.outcome is Ruling.MAY_TRAVEL
    refused = pregnancy.review is not None and pregnancy.review.outcome is Ruling.HOLD
    return refused or (near and not over and not allowed)


def care_is_researched(file: MedicalFile | None, country: str) -> bool:
    """R-MED-05: availability and cost of care are known of the country where somebody goes."""
    return file is not None and file.research is not None and file.research.country == country
