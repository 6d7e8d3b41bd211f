"""docs/need-to-know.md: which role sees which cases, and how each call is guarded."""

from __future__ import annotations

from gateway.roles import ROLES
from infra.documents import house
from infra.documents.facts import table
from services.chassis.staff.need_to_know import NeedToKnow

FILE = house.ROOT / "docs" / "need-to-know.md"
HEADING = """\
# Need to know

Written from `services/*/need_to_know.py` by `make docs`; a test holds it to the code (R-DP-03).

A role that is not named for a service sees, in that service, the cases that it is assigned to, and
no other: who asks for another is told what is told of a case that does not exist. Whether a role
may ask a question at all is a matter of scopes (`gateway/roles.py`), and how much of a person it is
shown is a matter of the subject. Why it is so, and what breaking the glass is:
[decision 19](decisions/0019-who-is-not-assigned-learns-nothing.md).

Every call is guarded by one of what it names, narrows its list to the caller's own cases, or says
below why it does neither. A service with a call of which nobody has thought does not start.
"""


def text() -> str:
    parts = [HEADING, "## Who sees what", "", _roles()]
    for service in house.services():
        need: NeedToKnow = house.service_class(service).need_to_know  # type: ignore[attr-defined]
        parts += ["", f"## {service}", "", _calls(service, need)]
    return "\n".join(parts) + "\n"


def _roles() -> str:
    needs = {name: house.service_class(name).need_to_know for name in house.services()}  # type: ignore[attr-defined]
    rows = []
    for role in sorted(ROLES):
        for service, need in needs.items():
            if any(scope.startswith(f"{service}:") for scope in ROLES[role]):
                why = need.by_function.get(role)
                rows.append([role, service, "every case" if why else "its own", why or ""])
    return table("role | service | sees | why", rows)


def _calls(service: str, need: NeedToKnow) -> str:
    rows = []
    for entry in house.entries():
        if (entry.service, entry.kind) == (service, "Rpc"):
            way = need.way(getattr(house.service_class(service), entry.method))
            shown = {"argument": "by what it names", "list": "the caller's own cases"}
            rows.append([f"`{entry.method}`", shown.get(way, need.exempt.get(entry.method, ""))])
    return table("call | guarded", sorted(rows))
