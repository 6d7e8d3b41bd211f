"""No call of any service can forget who may make it (R-DP-03)."""

import inspect

import pytest

from gateway.resources import ROUTES
from gateway.roles import ROLES
from infra.documents import house
from services.chassis.errors import NotFound
from services.chassis.staff.grants import Grants
from services.chassis.staff.need_to_know import ONLY_BY_FUNCTION, Named, NeedToKnow, itself
from tests.fakes import FakeUnit

CALLS = [entry for entry in house.entries() if entry.kind == "Rpc"]
NEEDS = {service: house.service_class(service).need_to_know for service in house.services()}
UNASKED = [one for one in CALLS if NEEDS[one.service].exempt.get(one.method) == ONLY_BY_FUNCTION]


def of_call(entry):
    return f"{entry.service}.{entry.method}"


def name(route):
    return f"{route.method} {route.path}"


def function_of(entry):
    return getattr(house.service_class(entry.service), entry.method)


def by_case(service):
    """The roles that see only what they are assigned to."""
    return sorted(set(ROLES) - set(NEEDS[service].by_function))


def test_each_call_is_guarded_or_says_why_not():
    open_to_all = [of_call(one) for one in CALLS if not NEEDS[one.service].way(function_of(one))]

    assert open_to_all == [], "say in need_to_know.py who may call it"


def test_each_route_leads_to_a_call_that_is_guarded_or_says_why_not():
    for route in ROUTES:
        services = house.services() if route.service == "{service}" else [route.service]
        for service in services:
            function = getattr(house.service_class(service), route.procedure)
            assert NEEDS[service].way(function), name(route)


def test_what_asks_for_no_grant_can_be_asked_by_no_role_that_goes_by_case():
    for entry in UNASKED:
        holders = [role for role in by_case(entry.service) if entry.scope in ROLES[role]]
        assert holders == [], of_call(entry)


@pytest.mark.parametrize("service", house.services())
def test_nothing_is_said_of_a_call_that_does_not_exist(service):
    need, known = NEEDS[service], {one.method for one in CALLS if one.service == service}

    assert set(need.exempt) | need.lists | need.in_body <= known
    assert need.with_nobodys <= need.lists
    assert not set(need.exempt) & need.lists


@pytest.mark.parametrize("service", house.services())
def test_a_counsellor_goes_by_case_everywhere(service):
    assert "counsellor" in by_case(service)
    assert all(reason for reason in NEEDS[service].by_function.values())


def test_what_a_call_names_below_a_case_is_known():
    """`person_id` beside `ref` is looked up in that case; all else that names is guarded."""
    beside = {"person_id", "consent_id", "assignment_id", "line_id"}
    beside |= {"letter_id", "document_id", "copy_id"}
    for entry in CALLS:
        need, function = NEEDS[entry.service], function_of(entry)
        taken = inspect.signature(function).parameters
        named = {one for one in taken if one.endswith(("_id", "ref"))}
        if need.way(function) == "argument":
            guarded = named & set(need.arguments) or entry.method in need.in_body
            assert guarded, of_call(entry)
            assert named <= set(need.arguments) | beside, of_call(entry)


CASE, OTHERS = "NL-2026-004635-7", "NL-2026-004636-5"
THING = Named(itself, "no-such-case", "There is no case {}.")


class Desk:
    def show(self, unit, *, ref):
        return {"ref": ref, "by": unit.principal.subject}

    def link(self, unit, *, body):
        return {"linked": body["case_ref"], "by": unit.principal.subject}

    def forgotten(self, unit, *, body):
        raise NotImplementedError


DESK = Desk()
NEED = NeedToKnow(
    column="case_ref",
    by_function={"supervisor": "answers for every case"},
    arguments={"ref": THING, "case_ref": THING},
    lists=frozenset(),
    exempt={},
    in_body=frozenset({"link"}),
)


@pytest.fixture
def unit():
    unit = FakeUnit()
    unit.store(Grants).give("a-1", thing=CASE, subject=unit.principal.subject)
    return unit


def test_who_is_assigned_is_let_through(unit):
    assert NEED.call(unit, DESK.show, {"ref": CASE})["ref"] == CASE
    assert unit.grounds == []


def test_who_is_not_assigned_is_told_that_there_is_no_such_case(unit):
    with pytest.raises(NotFound) as refused:
        NEED.call(unit, DESK.show, {"ref": OTHERS})

    assert (refused.value.code, refused.value.sentence) == (
        "no-such-case",
        f"There is no case {OTHERS}.",
    )


def test_what_a_body_names_is_guarded_too(unit):
    assert NEED.call(unit, DESK.link, {"body": {"case_ref": CASE}})
    with pytest.raises(NotFound):
        NEED.call(unit, DESK.link, {"body": {"case_ref": OTHERS}})


def test_a_role_whose_work_is_no_single_case_sees_all(unit):
    unit.principal.roles = frozenset({"supervisor"})

    assert NEED.call(unit, DESK.show, {"ref": OTHERS})


def test_access_in_an_emergency_is_a_ground_that_the_audit_keeps(unit):
    later = unit.now().replace(hour=23)
    unit.store(Grants).give("e-1", thing=OTHERS, subject=unit.principal.subject, until=later)
    NEED.call(unit, DESK.show, {"ref": OTHERS})

    assert unit.grounds == ["emergency-access"]


def test_a_service_does_not_start_with_a_call_that_nobody_thought_of():
    with pytest.raises(LookupError, match="forgotten"):
        NEED.guarding({"show": ("", DESK.show), "forgotten": ("", DESK.forgotten)})
