"""An agent's refusal, the table of transit visas, and how a question is shown."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from marshmallow import fields, post_load, validate

from services.chassis.rules.rulebook import RuleRow, rule_table
from services.chassis.schema import Reader, View
from services.travel.bookings.schemas import REFERENCE
from services.travel.quotes.model import QuoteStatus

COUNTRY_OR_ALL = validate.Regexp(r"^([A-Z]{2}|\*)$")
REFUSALS = (
    "no_availability",
    "route_not_served",
    "special_service_unavailable",
    "unaccompanied_minor_not_accepted",
    "party_too_large",
    "too_late",
    "other",
)


class QuoteRefused(Reader):
    quote_reference = fields.String(required=True, validate=REFERENCE)
    reason = fields.String(required=True, validate=validate.OneOf(REFUSALS))


class QuoteRequestView(View):
    quote_reference = fields.String(attribute="id")
    agent = fields.String()
    round = fields.Integer()
    status = fields.Enum(QuoteStatus, by_value=True)
    asked_at = fields.AwareDateTime(format="iso")
    answer_by = fields.AwareDateTime(format="iso")
    answered_at = fields.AwareDateTime(format="iso", allow_none=True)
    reason = fields.String(allow_none=True)


class DatedRow(RuleRow):
    """A row of a rule table, read by attribute."""

    @post_load
    def make(self, row: dict[str, Any], **_: Any) -> SimpleNamespace:
        return SimpleNamespace(**row)


class TransitRow(DatedRow):
    """Nationals of `nationality` (`*` for all) may not change planes in `country`."""

    nationality = fields.String(required=True, validate=COUNTRY_OR_ALL)
    country = fields.String(required=True, validate=validate.Regexp(r"^[A-Z]{2}$"))


rule_table(
    "travel", "transit_visas", "transit_visas.csv", TransitRow, key=("nationality", "country")
)
