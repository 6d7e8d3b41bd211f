"""Which role grants which scopes. What is not in this table is denied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

SERVICES = ("intake", "travel", "reintegration", "expert_deployment")

SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "intake": (
        "cases",
        "assignments",
        "emergency_access",
        "eligibility",
        "clearance",
        "safeguarding",
        "counselling",
        "figures",
        "letters",
        "documents",
    ),
    "travel": ("movements", "escorts", "agents"),
    "reintegration": (
        "entitlements",
        "allowances",
        "plans",
        "vendors",
        "payments",
        "ledger",
        "monitoring",
    ),
    "expert_deployment": ("vacancies", "experts", "assignments"),
}


def scopes(service: str, subjects: Iterable[str], *actions: str) -> frozenset[str]:
    """Return `<service>:<subject>:<action>` for each pair."""
    return frozenset(f"{service}:{subject}:{action}" for subject in subjects for action in actions)


def everywhere(service: str, *actions: str) -> frozenset[str]:
    return scopes(service, SUBJECTS[service], *actions)


READ_ALL = frozenset().union(*(everywhere(service, "read") for service in SERVICES))
PARKED_READ = frozenset(f"{service}:parked:read" for service in SERVICES)
PARKED = PARKED_READ | {f"{service}:parked:write" for service in SERVICES}
AUDIT_READ = frozenset(f"{service}:audit:read" for service in SERVICES)
RULES_READ = frozenset(f"{service}:rules:read" for service in SERVICES)
RULES_WRITE = frozenset(f"{service}:rules:write" for service in SERVICES)
RULES_APPROVE = frozenset(f"{service}:rules:approve" for service in SERVICES)
RIGHTS_READ = frozenset(f"{service}:rights:read" for service in SERVICES)
# What most who work on a case need not know is in no list of subjects: each is granted by itself.
TRAFFICKING = scopes("intake", ["trafficking"], "read", "write")
HIDDEN_JOURNEYS = scopes("travel", ["restricted"], "read")
MEDICAL_FILES = scopes("intake", ["medical"], "read", "write")
FINANCE_READS = everywhere("reintegration", "read")

ROLES: Mapping[str, frozenset[str]] = {
    "counsellor": everywhere("intake", "read", "write")
    | scopes("travel", ["movements"], "read")
    | scopes("reintegration", ["entitlements", "plans", "monitoring"], "read", "write")
    | scopes("reintegration", ["allowances"], "read"),
    "medical": scopes("intake", ["cases"], "read")
    | scopes("intake", ["safeguarding"], "read", "write")
    | MEDICAL_FILES
    | scopes("travel", ["escorts"], "read"),
    # Counsels victims of trafficking (R-VOT-03), beside whatever other role a person has.
    "trafficking_specialist": scopes("intake", ["cases", "safeguarding"], "read")
    | TRAFFICKING
    | scopes("travel", ["movements"], "read")
    | HIDDEN_JOURNEYS,
    # Answers for what is kept apart when a specialist lets its day pass.
    "protection_lead": scopes("intake", ["cases", "safeguarding"], "read")
    | TRAFFICKING
    | scopes("intake", ["medical"], "read")
    | scopes("travel", ["movements"], "read")
    | HIDDEN_JOURNEYS,
    "movement_officer": everywhere("travel", "read", "write")
    | HIDDEN_JOURNEYS
    | scopes("intake", ["cases"], "read")
    # Documents change hands at the airport, too.
    | scopes("intake", ["documents"], "read", "write")
    # The allowance is paid in cash at the airport, by whoever stands there.
    | scopes("reintegration", ["allowances"], "read", "write"),
    # Maker, checker and releaser are three people (T-REAN payments): no role holds two of these.
    "finance_maker": FINANCE_READS
    | scopes("reintegration", ["vendors", "payments", "ledger"], "write"),
    "finance_checker": FINANCE_READS
    | scopes("reintegration", ["vendors", "payments", "ledger"], "approve"),
    "finance_releaser": FINANCE_READS | scopes("reintegration", ["payments"], "release"),
    "deployment_officer": everywhere("expert_deployment", "read", "write"),
    "supervisor": READ_ALL
    | everywhere("intake", "approve")
    | scopes("intake", ["assignments"], "write")
    | PARKED
    | AUDIT_READ
    # Who proposed a change of a rule never decides on it; the service holds that.
    | RULES_READ
    | RULES_WRITE
    | RULES_APPROVE
    # What a privacy officer lets pass goes higher: the supervisor sees what is overdue.
    | scopes("intake", ["rights"], "read")
    | scopes("expert_deployment", ["rights"], "read"),
    # Keeps the tables of rules: drafts, tries, proposes. Approves nothing.
    "rule_keeper": RULES_READ | RULES_WRITE,
    # Shows a person everything, corrects and forgets; sees no case beside that.
    "privacy_officer": AUDIT_READ
    | RIGHTS_READ
    | scopes("intake", ["rights"], "write")
    | scopes("expert_deployment", ["rights"], "write"),
    "auditor": READ_ALL | PARKED_READ | AUDIT_READ | RULES_READ,
    # Operators also register travel agents: the broker's user and our register are one act.
    "ops": PARKED | scopes("travel", ["agents"], "read", "write"),
}


def scopes_of(roles: Iterable[str]) -> frozenset[str]:
    """Return what the roles grant together; a role we do not know grants nothing."""
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))
