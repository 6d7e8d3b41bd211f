"""What every service answers about its audit, and the daily anchor outside of its database."""

from __future__ import annotations

from typing import Any

from marshmallow import fields
from marshmallow.validate import Range

from services.chassis.audit import anchors
from services.chassis.bus import reminder, rpc
from services.chassis.schema import Command, View
from services.chassis.unit import Unit

# That somebody keeps or opened such a thing says of whom there is one. So these deeds are shown to
# those who may see the thing, and to whoever answers a person for all that is kept.
APART = ("medical", "restricted", "trafficking")
ANSWERS = ":rights:write"


class AuditQuery(Command):
    limit = fields.Integer(load_default=50, validate=Range(1, 200))
    after = fields.Integer(load_default=0, validate=Range(min=0))


class DeedView(View):
    """Who did what, about which ids, and on which ground it was allowed."""

    position = fields.Integer()
    at = fields.AwareDateTime()
    who = fields.String()
    act = fields.String()
    what = fields.String()
    about = fields.List(fields.String())
    why = fields.String()


class AuditTrail:
    """Every service answers this; the scope is its own, such as `intake:audit:read`."""

    @rpc("{service}:audit:read")
    def audit_of(self, unit: Unit, *, subject_id: str, query: dict[str, Any]) -> dict[str, Any]:
        """Return who looked at or changed something, oldest first."""
        page = AuditQuery().load(query)
        limit = page["limit"]
        rows = unit.audit.about(
            subject_id, after=page["after"], limit=limit + 1, apart=kept_from(unit)
        )
        return {
            "items": DeedView(many=True).dump(rows[:limit]),
            "next": str(rows[limit - 1].position) if len(rows) > limit else None,
        }

    @reminder(anchors.DUE)
    def on_audit_anchor_due(self, unit: Unit) -> None:
        """A day has passed: write the head of the audit down outside of the database."""
        unit.anchor_audit()
        unit.remind(anchors.next_midnight(unit.now()), anchors.DUE)


def kept_from(unit: Unit) -> list[str]:
    """Return how the scopes begin of which the caller does not learn that they were used."""
    if any(scope.endswith(ANSWERS) for scope in unit.principal.scopes):
        return []
    subjects = (f"{unit.service}:{subject}:" for subject in APART)
    return [subject for subject in subjects if not unit.principal.may(f"{subject}read")]
