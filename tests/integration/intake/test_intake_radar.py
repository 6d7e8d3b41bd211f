"""The radar in the running service: everything that is due, in order, on pages that fit."""

import pytest

from services.chassis.errors import Invalid
from tests.integration.intake.conftest import a_person, days


def on_the_radar(place, **query):
    """Every page together."""
    found, after = [], None
    while True:
        page = place.ask("radar", query=query | ({"after": after} if after else {}))
        found += page["items"]
        after = page["next"]
        if after is None:
            return found


def ending_soon(place):
    document = {"kind": "passport", "number": "S1", "issuing_country": "IQ"}
    person = a_person(document=document | {"expires_on": days(70)})
    return place.opened(person)["case_ref"]


def test_what_breaks_and_what_is_due_is_shown_in_the_order_of_time(place):
    """R-REAN-04, R-DET-02: documents, detention, and every case's own deadline."""
    soon = {ending_soon(place) for _ in range(3)}
    held = place.opened(kind="return_from_detention")["case_ref"]
    body = {"asked_by": "slip", "asked_on": days(-1), "place": "Zeist", "term_months": 6}
    place.ask("record_detention", ref=held, body=body | {"order_date": days(-150)})

    found = on_the_radar(place, days=40, limit=2)

    keys = [(one["at"], one["source"], one["case_ref"], one["what"]) for one in found]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))
    assert {one["case_ref"] for one in found if one["what"] == "document"} >= soon
    (detention,) = [one for one in found if one["what"] == "detention"]
    assert (detention["case_ref"], detention["rule_id"]) == (held, "R-DET-02")
    assert soon <= {one["case_ref"] for one in found if one["source"] == "case"}


def test_everybody_sees_what_is_his_or_hers_to_do(place):
    place.opened(a_person(birth_date=days(-3000)), kind="return_from_detention")

    found = on_the_radar(place, days=400, owner="supervisor")

    assert {one["owner"] for one in found} == {"supervisor"}
    assert "minor_in_detention" in {one["what"] for one in found}


def test_what_has_ended_is_on_no_radar(place):
    ref = ending_soon(place)
    place.ask("withdraw_case", ref=ref, body={"reason_code": "family"})

    assert ref not in {one["case_ref"] for one in on_the_radar(place, days=400)}


def test_a_cursor_of_another_list_is_refused(place):
    with pytest.raises(Invalid):
        place.ask("radar", query={"after": "NL-2026-000001-9"})
