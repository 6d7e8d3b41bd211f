"""How contacts are told and shown, and where and in which languages counsellors are."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validates_schema
from marshmallow.validate import Length, OneOf, Range

from services.chassis.rules.rulebook import rule_table
from services.chassis.rules.rulefile import RuleRow
from services.chassis.schema import Command, Page, View
from services.intake.consent.schemas import LANGUAGE
from services.intake.counselling.model import (
    Channel,
    ContactStatus,
    Ending,
    Hours,
    Interpreting,
    Topic,
)
from services.intake.facts.schemas import COUNTRY, NAME, day

PLACE = Length(2, 60)
STANDING = OneOf(["stated", "open"])


class ConsultingHoursRow(RuleRow):
    place = fields.String(required=True, validate=PLACE)
    city = fields.String(required=True, validate=PLACE)
    kind = fields.String(
        required=True,
        validate=OneOf(["office", "reception_centre", "detention_centre", "municipality"]),
    )
    weekday = fields.Integer(required=True, validate=Range(1, 7))
    opens = fields.Time(required=True, format="%H:%M")
    closes = fields.Time(required=True, format="%H:%M")
    standing = fields.String(required=True, validate=STANDING)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Hours:
        return Hours(**{name: value for name, value in read.items() if name != "standing"})


class HouseLanguageRow(RuleRow):
    language = fields.String(required=True, validate=LANGUAGE)
    standing = fields.String(required=True, validate=STANDING)


rule_table(
    "intake",
    "consulting_hours",
    "consulting_hours.csv",
    ConsultingHoursRow,
    key=("place", "weekday"),
)
rule_table("intake", "house_languages", "house_languages.csv", HouseLanguageRow, key=("language",))


class AskingPersonBody(Command):
    """As much as the person wants to say."""

    given_names = fields.String(load_default=None, allow_none=True, validate=NAME)
    family_name = fields.String(load_default=None, allow_none=True, validate=NAME)
    telephone = fields.String(load_default=None, allow_none=True, validate=Length(3, 40))
    nationality = fields.String(load_default=None, allow_none=True, validate=COUNTRY)


class ContactBody(Command):
    """R-DP-01: who it is, is kept only if the person agrees to that."""

    channel = fields.Enum(Channel, by_value=True, required=True)
    language = fields.String(required=True, validate=LANGUAGE)
    asked_on = day()
    place = fields.String(load_default=None, allow_none=True, validate=PLACE)
    referred_by = fields.String(load_default=None, allow_none=True, validate=Length(1, 120))
    agrees_to_be_recorded = fields.Boolean(load_default=False)
    person = fields.Nested(AskingPersonBody, load_default=None, allow_none=True)

    @validates_schema
    def only_with_consent(self, body: dict[str, Any], **_: Any) -> None:
        """R-DP-01."""
        if body.get("person") and not body.get("agrees_to_be_recorded"):
            raise ValidationError("R-DP-01: the person did not agree to be recorded.", "person")
        if body.get("referred_by") and body["channel"] is not Channel.REFERRAL:
            raise ValidationError("Only a referral comes from somebody.", "referred_by")


class AppointmentBody(Command):
    place = fields.String(required=True, validate=PLACE)
    at = fields.AwareDateTime(required=True)


class TalkBody(Command):
    topics = fields.List(fields.Enum(Topic, by_value=True), required=True, validate=Length(1, 20))
    language = fields.String(required=True, validate=LANGUAGE)
    interpreting = fields.Enum(Interpreting, by_value=True, load_default=Interpreting.NONE)


class EndingBody(Command):
    outcome = fields.Enum(Ending, by_value=True, required=True)


class CaseOfContactBody(Command):
    case_ref = fields.String(required=True, validate=Length(1, 40))


class ContactsFilter(Command):
    status = fields.Enum(ContactStatus, by_value=True, load_default=None, allow_none=True)
    place = fields.String(load_default=None, allow_none=True, validate=PLACE)
    asked_on = fields.Date(load_default=None, allow_none=True)


class ContactsQuery(ContactsFilter, Page):
    pass


class TalkView(View):
    topics = fields.List(fields.String())
    language = fields.String()
    interpreting = fields.String()
    by = fields.String()
    at = fields.String()


class ContactView(View):
    """A list and a receipt name nobody; only reading one contact does."""

    contact_id = fields.String()
    status = fields.String()
    version = fields.Integer()
    channel = fields.String()
    language = fields.String()
    asked_on = fields.Date()
    place = fields.String(allow_none=True)
    appointment_at = fields.AwareDateTime(allow_none=True)
    missed = fields.Integer()
    talks = fields.List(fields.Nested(TalkView))
    outcome = fields.String(allow_none=True)
    case_ref = fields.String(allow_none=True)
    waits_for = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean()


class WholeContactView(ContactView):
    referred_by = fields.String(allow_none=True)
    person = fields.Dict(allow_none=True)


class PlacesFilter(Command):
    city = fields.String(load_default=None, allow_none=True, validate=PLACE)


class HoursView(View):
    place = fields.String()
    city = fields.String()
    kind = fields.String()
    weekday = fields.Integer()
    opens = fields.Time(format="%H:%M")
    closes = fields.Time(format="%H:%M")
