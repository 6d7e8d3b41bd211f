"""Whatever a call names, however deep, is asked for before the call is carried out (R-DP-03)."""

import pytest

from services.chassis.errors import NotFound
from services.chassis.staff.grants import Grants
from services.chassis.staff.need_to_know import Named, NeedToKnow, itself
from tests.fakes import FakeUnit

MINE, OTHERS = "NL-2026-004635-7", "NL-2026-004636-5"
THING = Named(itself, "no-such-case", "There is no case {}.")
DEPTHS = {
    "in an object": {"party": {"case_ref": OTHERS}},
    "in a list": {"parties": [{"case_ref": MINE}, {"case_ref": OTHERS}]},
    "in lists of lists": {"rows": [[{"more": {"case_ref": OTHERS}}]]},
    "as several at once": {"case_ref": [MINE, OTHERS]},
    "as several, deep": {"link": {"case_ref": [OTHERS]}},
}


def link(_unit, **told):
    return told


NEED = NeedToKnow(
    column="case_ref",
    by_function={},
    arguments={"ref": THING, "case_ref": THING},
    lists=frozenset(),
    exempt={},
    in_body=frozenset({"link"}),
)


@pytest.fixture
def unit():
    unit = FakeUnit()
    unit.store(Grants).give("a-1", thing=MINE, subject=unit.principal.subject)
    return unit


@pytest.mark.parametrize("place", ["body", "query"])
@pytest.mark.parametrize("depth", sorted(DEPTHS))
def test_what_is_named_deep_inside_is_guarded_like_what_stands_on_top(unit, place, depth):
    with pytest.raises(NotFound, match=OTHERS):
        NEED.call(unit, link, {"ref": MINE, place: DEPTHS[depth]})


def test_what_is_ones_own_may_be_named_anywhere(unit):
    told = {"ref": MINE, "body": {"party": [{"case_ref": MINE}], "case_ref": [MINE, None, 7]}}

    assert NEED.call(unit, link, told) == told


def test_what_is_hidden_on_top_is_refused_after_what_the_body_names(unit):
    with pytest.raises(NotFound, match="NL-2026-000001-1"):
        NEED.call(unit, link, {"ref": OTHERS, "body": {"a": {"case_ref": "NL-2026-000001-1"}}})
