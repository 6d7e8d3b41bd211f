"""Every call that a service answers asks for a scope, and some role of the gateway grants it."""

from gateway.roles import ROLES
from infra.documents import house

CALLS = [entry for entry in house.entries() if entry.kind == "Rpc"]
GRANTED = frozenset().union(*ROLES.values())


def of_call(entry):
    return f"{entry.service}.{entry.method}"


def test_the_scope_of_each_call_is_granted_to_some_role():
    assert [of_call(entry) for entry in CALLS if entry.scope not in GRANTED] == []


def test_each_scope_is_of_the_service_that_answers():
    for entry in CALLS:
        service, subject, action = entry.scope.split(":")
        assert service == entry.service, of_call(entry)
        assert subject, of_call(entry)
        assert action in {"read", "write", "approve", "release"}, of_call(entry)
