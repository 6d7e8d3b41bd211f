"""Rules over HTTP: what is in force, what sources dispute, and what two people change."""

from __future__ import annotations

from marshmallow import fields, validate

from gateway.roles import SERVICES
from gateway.routes import Route
from services.chassis.rules import schemas as rules
from services.intake.what_if import schemas as what_if

READ, WRITE, APPROVE = (f"{{service}}:rules:{act}" for act in ("read", "write", "approve"))
TABLES, CHANGES = "/v1/rules/{service}", "/v1/rule-changes/{service}"
CHANGE = f"{CHANGES}/{{change_id}}"
DRAFT = {
    "added": [
        {
            "name": "booking_target",
            "value": "28",
            "unit": "days",
            "valid_from": "2006-05-01",
            "valid_to": "2027-02-28",
            "standing": "stated",
            "source": "four weeks after the signed application",
        },
        {
            "name": "booking_target",
            "value": "21",
            "unit": "days",
            "valid_from": "2027-03-01",
            "standing": "stated",
            "source": "circular 2027-4 of the office",
        },
    ],
    "without": ["booking_target"],
    "takes_effect_on": "2027-03-01",
    "reason": "Three weeks are enough since tickets are bought here.",
    "source": "circular 2027-4 of the office",
}


class DisputesFilter(rules.SwitchesFilter):
    """Which service's switches, and on which day."""

    service = fields.String(required=True, validate=validate.OneOf(SERVICES))


ROUTES: list[Route] = [
    Route(
        "GET",
        TABLES,
        rpc="{service}.rule_tables",
        scope=READ,
        answer=rules.RuleTablesView,
        summary="The tables that a service decides by, each with its version in force",
    ),
    Route(
        "GET",
        f"{TABLES}/{{table}}",
        rpc="{service}.rule_rows",
        scope=READ,
        query=rules.RowsFilter,
        paged=True,
        answer=rules.RuleRowView,
        summary="What a table says, in the version in force or one that an old decision used",
    ),
    Route(
        "GET",
        "/v1/disputed-points",
        rpc="{service}.disputed_points",
        scope=READ,
        query=DisputesFilter,
        answer=rules.DisputedPointsView,
        summary="What sources dispute, what each says, by which we decide, and since when",
    ),
    Route(
        "POST",
        f"{TABLES}/{{table}}/changes",
        rpc="{service}.propose_rule_change",
        scope=WRITE,
        body=rules.Proposal,
        answer=rules.RuleChangeView,
        status=201,
        location=CHANGE,
        summary="Propose a change of a table, for another person to decide on",
        example=DRAFT,
    ),
    Route(
        "GET",
        CHANGES,
        rpc="{service}.rule_changes",
        scope=READ,
        query=rules.ChangesFilter,
        paged=True,
        answer=rules.RuleChangeView,
        summary="Changes of rules, oldest first, with who proposed and who decided",
    ),
    Route(
        "GET",
        CHANGE,
        rpc="{service}.rule_change",
        scope=READ,
        answer=rules.RuleChangeView,
        summary="One change with its draft and what it would have meant",
    ),
    Route(
        "POST",
        f"{CHANGE}/approval",
        rpc="{service}.approve_rule_change",
        scope=APPROVE,
        body=rules.Approval,
        answer=rules.RuleChangeView,
        summary="Agree to what somebody else proposed; it takes effect on its day",
        example={"reason": "Tried on last year's cases: nobody is decided otherwise."},
    ),
    Route(
        "POST",
        f"{CHANGE}/rejection",
        rpc="{service}.reject_rule_change",
        scope=APPROVE,
        body=rules.Refusing,
        answer=rules.RuleChangeView,
        summary="Refuse what somebody else proposed",
        example={"reason": "The circular is a draft itself."},
    ),
    Route(
        "POST",
        f"{CHANGE}/withdrawal",
        rpc="{service}.withdraw_rule_change",
        scope=WRITE,
        body=rules.Refusing,
        answer=rules.RuleChangeView,
        summary="Stop a change before its day",
        example={"reason": "The circular was taken back."},
    ),
    Route(
        "POST",
        "/v1/rule-changes/intake/{change_id}/trial",
        rpc="intake.try_rule_change",
        scope="intake:rules:write",
        body=what_if.TrialBody,
        answer=what_if.TriedView,
        summary="Who of last year would be decided otherwise; what was found stays with the change",
        example={"limit": 100},
        deadline_seconds=15.0,
    ),
]
