"""The rows of the rule files, and which file holds which list."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load
from marshmallow.validate import OneOf, Range

from services.chassis.rules import disputes
from services.chassis.rules.disputes import DisputedPointRow
from services.chassis.rules.rulebook import rule_table
from services.chassis.rules.rulefile import RuleRow
from services.intake.exclusions.model import Exclusion, ListedCountry, SecurityHold
from services.intake.facts.schemas import COUNTRY

CONFIDENCE = OneOf(["high", "medium", "low"])


class ExclusionRow(RuleRow):
    code = fields.String(
        required=True,
        validate=OneOf(["EX-EU", "EX-EEA-EFTA", "EX-MICRO", "EX-TOP35", "EX-UA", "EX-WBALKAN"]),
    )
    country = fields.String(required=True, validate=COUNTRY)
    confidence = fields.String(required=True, validate=CONFIDENCE)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Exclusion:
        return Exclusion(**read)


class SecurityHoldRow(RuleRow):
    country = fields.String(required=True, validate=COUNTRY)
    reason = fields.String(required=True)
    confidence = fields.String(required=True, validate=CONFIDENCE)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> SecurityHold:
        return SecurityHold(**read)


class ListedCountryRow(RuleRow):
    country = fields.String(required=True, validate=COUNTRY)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> ListedCountry:
        return ListedCountry(**read)


class SettingRow(RuleRow):
    """A clock, a limit, or a switch (0 or 1). `standing`: a source states it, or leaves it open."""

    name = fields.String(required=True)
    value = fields.Integer(required=True, validate=Range(min=0))
    unit = fields.String(
        required=True, validate=OneOf(["hours", "days", "months", "years", "switch"])
    )
    standing = fields.String(required=True, validate=OneOf(["stated", "open"]))


TABLES: dict[str, tuple[type[RuleRow], tuple[str, ...]]] = {
    "rean_exclusions": (ExclusionRow, ("code", "country")),
    "security_holds": (SecurityHoldRow, ("country",)),
    "dublin_states": (ListedCountryRow, ("country",)),
    "vot_exceptions": (ListedCountryRow, ("country",)),
    "rean_settings": (SettingRow, ("name",)),
    disputes.TABLE: (DisputedPointRow, ("point",)),
}
for name, (row, key) in TABLES.items():
    rule_table("intake", name, f"{name}.csv", row, key=key)
