"""A principal may do what its scopes say, and arrives as it was sent."""

import json

import pytest

from services.chassis.callers import identity
from services.chassis.callers.identity import Principal
from services.chassis.errors import Forbidden

COUNSELLOR = Principal("anna", frozenset({"counsellor"}), frozenset({"intake:cases:write"}))


def test_a_scope_that_was_granted_is_enough():
    COUNSELLOR.require("intake:cases:write")

    assert COUNSELLOR.may("intake:cases:write")


@pytest.mark.parametrize("scope", ["intake:cases:read", "intake:cases", "", "*"])
def test_any_other_scope_is_refused(scope):
    with pytest.raises(Forbidden, match=r"needs the scope .*; you act as counsellor") as refused:
        COUNSELLOR.require(scope)

    assert refused.value.code == "not-allowed"


def test_the_system_may_do_everything():
    identity.system("travel").require("reintegration:payments:approve")

    assert identity.system("travel").subject == "service:travel"


def test_a_principal_survives_the_journey():
    assert identity.from_headers(json.loads(json.dumps(COUNSELLOR.as_headers()))) == COUNSELLOR


@pytest.mark.parametrize(
    "headers", [None, {}, {"subject": "", "roles": [], "scopes": []}, {"subject": "anna"}]
)
def test_a_call_on_nobodys_behalf_is_refused(headers):
    with pytest.raises(Forbidden) as refused:
        identity.from_headers(headers)

    assert refused.value.code == "no-principal"


@pytest.mark.parametrize("spelling", ["F.MAKER", " f.maker ", "\u00dcnal", "u\u0308NAL"])
def test_one_person_under_two_spellings_is_one_person(spelling):
    assert identity.is_one_of(spelling, [None, "f.maker", "\u00fcnal"])
    assert not identity.is_one_of(spelling, [None, "f.checker"])
