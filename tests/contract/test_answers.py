"""Every call that a service answers asks for a scope, and some role of the gateway grants it."""

import pytest

from gateway.roles import ROLES
from infra.documents import house

CALLS = [entry for entry in house.entries() if entry.kind == "Rpc"]
GRANTED = frozenset().union(*ROLES.values())


def of_call(entry):
    return f"{entry.service}.{entry.method}"


@pytest.mark.parametrize("entry", CALLS, ids=of_call)
def test_the_scope_of_each_call_is_granted_to_some_role(entry):
    assert entry.scope in GRANTED


@pytest.mark.parametrize("entry", CALLS, ids=of_call)
def test_each_scope_is_of_the_service_that_answers(entry):
    service, subject, action = entry.scope.split(":")

    assert service == entry.service
    assert subject
    assert action in {"read", "write", "approve", "release"}
