"""What is said and shown of vendors."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.schema import Command, Page, View
from services.reintegration.vendors.model import Outcome, Status

COUNTRY = validate.Regexp(r"^[A-Z]{2}$", error="Two capitals of ISO 3166, such as IQ.")


class VendorRegistration(Command):
    name = fields.String(required=True, validate=validate.Length(min=2, max=200))
    country = fields.String(required=True, validate=COUNTRY)
    registration_number = fields.String(required=True, validate=validate.Length(min=1, max=60))


class VendorVerification(Command):
    """What was found about it, and on what evidence."""

    outcome = fields.Enum(Outcome, by_value=True, required=True)
    evidence = fields.String(required=True, validate=validate.Length(min=5, max=500))


class VendorFilter(Page):
    country = fields.String(validate=COUNTRY)
    status = fields.Enum(Status, by_value=True)


class VendorView(View):
    vendor_id = fields.String(attribute="id")
    name = fields.String()
    country = fields.String()
    registration_number = fields.String()
    status = fields.Enum(Status, by_value=True)
    registered_by = fields.String()
    verified_by = fields.String()
    evidence = fields.String()
    waits_for = fields.String()
    owner = fields.String()
    due_at = fields.AwareDateTime()
    version = fields.Integer()
