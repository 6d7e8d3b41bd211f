"""What a programme allows a host to ask for (R-EXP-01, R-EXP-05), on the day it is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.chassis.calendar import add_months
from services.expert_deployment.vacancies.model import Reason, Vacancy

TERMS_CHARACTERS_MIN = 40
TERMS = "The terms of reference must say what the expert is to do."
ASKED, TRAVELS = "R-EXP-01", "R-EXP-04"
AIRPORT = "Who travels needs an airport of arrival."


@dataclass(frozen=True)
class Programme:
    """One programme's limits as they stand on a day, with the version of the rows."""

    name: str
    maximum_months: int
    residence_countries: frozenset[str]
    sectors_of: dict[str, frozenset[str]]
    rules_version: str


@dataclass(frozen=True)
class Period:
    """First and last day of work, both included."""

    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


def days_allowed(first_day: date, maximum_months: int) -> int:
    """How many days the programme's months are, counted from the first day of work."""
    return (add_months(first_day, maximum_months) - first_day).days


def within_maximum(periods: Iterable[Period], maximum_months: int) -> tuple[bool, str]:
    """Whether all parts together stay within the maximum (R-EXP-05), and the sum in words."""
    parts = sorted(periods, key=lambda period: period.starts_on)
    total = sum(part.days for part in parts)
    allowed = days_allowed(parts[0].starts_on, maximum_months)
    return total <= allowed, f"{total} days of at most {allowed}"


def may_be_published(vacancy: Vacancy, programme: Programme) -> tuple[Reason, ...]:
    """One reason per demand of R-EXP-01 and R-EXP-04, passed or not."""
    sectors = programme.sectors_of.get(vacancy.country, frozenset())
    period = Period(vacancy.starts_on, vacancy.ends_on)
    in_time, sum_of_days = within_maximum([period], programme.maximum_months)
    airport = vacancy.destination_airport
    airport_known = bool(airport) or not vacancy.mode.travels
    terms = len(vacancy.terms_of_reference.strip())
    programmes = ", ".join(sorted(programme.sectors_of)) or "no country"
    host, months = vacancy.host_institution, programme.maximum_months
    # Rule, whether it is met, the evidence, what it demands, and where that was told.
    demands = (
        (ASKED, host.strip(), host or "no host", "A host must ask.", "host_institution"),
        (ASKED, sectors, vacancy.country, f"{programme.name} runs in {programmes}.", "country"),
        (ASKED, vacancy.sector in sectors, vacancy.sector, _one_of(sectors), "sector"),
        (ASKED, terms >= TERMS_CHARACTERS_MIN, f"{terms} characters", TERMS, "terms_of_reference"),
        (ASKED, in_time, sum_of_days, f"{programme.name} pays for {months} months.", "ends_on"),
        (TRAVELS, airport_known, airport or "none", AIRPORT, "destination_airport"),
    )
    return tuple(
        Reason(rule, bool(met), evidence, says, f"/{where}", programme.rules_version)
        for rule, met, evidence, says, where in demands
    )


def _one_of(sectors: frozenset[str]) -> str:
    return f"The sector must be one of: {', '.join(sorted(sectors)) or 'none'}."
