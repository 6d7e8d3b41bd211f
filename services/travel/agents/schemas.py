"""What is said to travel about agents, and what it shows of them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from marshmallow import Schema, fields, validate

from services.chassis.schema import Command, View
from services.travel.agents.model import Agent
from services.travel.agents.rules import Scorecard

AGENT_NAME = validate.Regexp(r"^[a-z][a-z0-9-]{1,30}$")
CURVES = ("P-256", "P-384", "P-521")


class PublicKey(Schema):
    """A public JWK (RFC 7517) that ECDH-ES can use; private members are refused."""

    kid = fields.String(required=True, validate=validate.Length(1, 100))
    kty = fields.String(required=True, validate=validate.Equal("EC"))
    crv = fields.String(required=True, validate=validate.OneOf(CURVES))
    x = fields.String(required=True)
    y = fields.String(required=True)
    use = fields.String(validate=validate.Equal("enc"))
    alg = fields.String(validate=validate.Equal("ECDH-ES+A256KW"))
    key_ops = fields.List(fields.String())


class AgentRegistration(Command):
    name = fields.String(required=True, validate=AGENT_NAME)
    jwk = fields.Nested(PublicKey, required=True)


class AgentName(Command):
    name = fields.String(required=True, validate=AGENT_NAME)


class AgentView(View):
    name = fields.String()
    active = fields.Boolean()
    kids = fields.List(fields.String())
    registered_at = fields.AwareDateTime(format="iso")
    version = fields.Integer()
    asked = fields.Integer()
    answered = fields.Integer()
    silent = fields.Integer()
    answer_seconds_mean = fields.Integer(allow_none=True)
    offers_won = fields.Integer()
    price_percent_of_best_mean = fields.Integer(allow_none=True)
    bookings = fields.Integer()
    bookings_failed = fields.Integer()
    schedule_changes_per_hundred_bookings = fields.Integer(allow_none=True)
    rejected_messages = fields.Integer()


def show_agent(agent: Agent, score: Scorecard | None = None) -> dict[str, Any]:
    """Show an agent, and its scorecard when one was asked for."""
    kids = [key["kid"] for key in agent.keys]
    return dict(AgentView().dump(vars(agent) | {"kids": kids} | (asdict(score) if score else {})))
