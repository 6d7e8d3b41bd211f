"""Who falls under the help for victims, and until when a victim may reflect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.chassis.calendar import add_months
from services.intake.exclusions.model import Lists


@dataclass(frozen=True, kw_only=True)
class ScopeFinding:
    """Whether somebody falls under the help for victims, in a sentence, by which lists."""

    in_scope: bool
    sentence: str
    rule_version: str


def scope_of(nationalities: Sequence[str], lists: Lists) -> ScopeFinding:
    """R-VOT-01: nationals of countries that are not excluded, and of the 13 that joined the EU.

    As in R-REAN-07 one excluded nationality is enough, unless that country has the exception.
    """
    foreign = [country for country in nationalities if country != "NL"]
    out = sorted(
        country
        for country in foreign
        if lists.excluding(country) and country not in lists.vot_exceptions
    )
    listed = f"The help for victims does not reach nationals of {', '.join(out)}."
    return ScopeFinding(
        in_scope=not out,
        sentence=listed if out else "The help for victims reaches this nationality.",
        rule_version=f"{lists.versions['rean_exclusions']}+{lists.versions['vot_exceptions']}",
    )


@dataclass(frozen=True, kw_only=True)
class PriceFinding:
    """Why the money is what it is, for those who may know: elsewhere the amount stands alone."""

    rule_id: str
    sentence: str


PRICES = {
    "eu13": "Help in kind of its own amount, and the full allowance, as of the thirteen states.",
    "other": "The budget of the tariff, whether or not the country is listed; the full allowance.",
    None: "Priced as anybody else: the help for victims does not reach this nationality.",
}


def why_priced_so(terms: str | None) -> PriceFinding:
    """R-VOT-02: a victim's allowance is full, and the budget another in the thirteen states."""
    return PriceFinding(rule_id="R-VOT-02", sentence=PRICES[terms])


def reflection_ends_on(granted_on: date, length: int, unit: str) -> date:
    """R-VOT-05: the last day of a time to reflect that is given in months or in days."""
    if unit == "months":
        return add_months(granted_on, length)
    return granted_on + timedelta(days=length)
