"""A rule is changed by two people while intake runs: every process decides by it at once."""

import pytest

from services.chassis.errors import Conflict, Forbidden, Invalid
from tests import templates
from tests.integration.intake.conftest import FACTS, TODAY, a_person, days

KEEPER, SUPERVISOR = "rule_keeper", "supervisor"
TURNS = 12


@pytest.fixture(scope="module")
def second(place, stack, keys):
    """Another process of the same service."""
    settings = {
        "HOMEWARD_DB_INTAKE": place.database.uri,
        "HOMEWARD_AMQP_URI": place.broker.amqp_uri,
        "HOMEWARD_KEYS_DIR": str(keys),
    }
    process = templates.a_service(stack, "intake", settings)
    try:
        process.wait_until_ready()
        yield process
    finally:
        process.close()


def a_proposal(*, country, since=0, **changes):
    row = {
        "code": "EX-TOP35",
        "country": country,
        "confidence": "low",
        "valid_from": days(since),
        "source": "a circular",
    }
    usual = {
        "added": [row],
        "takes_effect_on": days(0),
        "reason": "The list grew.",
        "source": "a circular",
    }
    return usual | changes


def propose(place, table="rean_exclusions", **changes):
    body = a_proposal(**changes)
    return place.ask("propose_rule_change", role=KEEPER, table=table, body=body)


def approve(place, change):
    return place.ask("approve_rule_change", role=SUPERVISOR, change_id=change["change_id"], body={})


def change_of(place, change):
    return place.ask("rule_change", role=KEEPER, change_id=change["change_id"])


def versions(place, table="rean_exclusions", turns=TURNS):
    """What the processes say is in force, asked so often that each of them answers."""
    found = set()
    for _ in range(turns):
        tables = place.ask("rule_tables", role=KEEPER)["items"]
        found |= {one["version"] for one in tables if one["table"] == table}
    return found


def decided(place, nationality):
    """A decision on somebody who applied today."""
    document = {"kind": "passport", "number": f"D{nationality}", "issuing_country": nationality}
    person = {
        "nationalities": [nationality],
        "document": document | {"expires_on": days(2000)},
    }
    ref = place.applied(a_person(**person))["case_ref"]
    return ref, place.ask("decide_eligibility", ref=ref)


def test_a_change_reaches_every_process_without_a_restart_and_outlives_one(place, second, wait_for):
    """R-REAN-24: a decision keeps the version that it used, before and after."""
    before = versions(place)
    ref, early = decided(place, "GH")
    change = propose(place, country="GH")
    tried = place.ask(
        "try_rule_change", role=KEEPER, change_id=change["change_id"], body={"limit": 100}
    )

    approve(place, change)
    wait_for(lambda: change_of(place, change)["status"] == "in_force", 60)

    # R-DP-03: whoever keeps rules learns how many cases, and no reference; so does the change.
    assert sum(one["cases"] for one in tried["changes"]) >= 1
    (kept,) = change_of(place, change)["tried"]
    assert kept["looked_at"] >= 1
    assert ref not in f"{tried} {kept}"
    assert versions(place) == {change["draft_version"]}
    _, late = decided(place, "GH")
    assert (early["verdict"], late["verdict"]) == ("eligible", "declined")
    assert {early["versions"]["rean_exclusions"]} == before
    assert late["versions"]["rean_exclusions"] == change["draft_version"]

    place.process.stop()
    assert versions(place, turns=3) == {change["draft_version"]}
    place.process.restart()
    second.stop()
    assert versions(place, turns=3) == {change["draft_version"]}, "its file did not come back"
    second.restart()


def test_nobody_approves_what_he_or_she_proposed(place):
    change = place.ask(
        "propose_rule_change",
        role=SUPERVISOR,
        table="rean_exclusions",
        body=a_proposal(country="TG"),
    )

    with pytest.raises(Forbidden, match="does not decide"):
        approve(place, change)
    place.ask(
        "withdraw_rule_change",
        role=KEEPER,
        change_id=change["change_id"],
        body={"reason": "tried"},
    )
    with pytest.raises(Conflict, match="it has ended"):
        approve(place, change)


def test_a_draft_is_read_as_a_file_and_says_what_of_the_past_it_touches(place):
    with pytest.raises(Invalid) as refused:
        propose(place, country="Togo")
    assert refused.value.errors[0]["pointer"] == "/added/0/country"

    with pytest.raises(Invalid, match="touches the past"):
        propose(place, country="TG", since=-30)
    with pytest.raises(Invalid, match="Nothing of rean_exclusions is called QQ"):
        propose(place, country="TG", without=["QQ"])


def test_a_disputed_point_is_a_switch_that_two_people_turn(place, wait_for):
    """R-REAN-11: of two sources one excludes Dublin claimants altogether."""
    shown = place.ask("disputed_points", role=KEEPER, query={})["items"]
    (dublin,) = (one for one in shown if one["point"] == "dublin_claimants")
    assert (dublin["holds"], dublin["in_force"]) == ("b", True)
    assert dublin["label"].startswith("OPEN")

    row = {key: str(dublin[key]) for key in ("point", "label", "a", "b", "read_by", "source")}
    yesterday = days(-1)
    old = row | {"holds": "b", "decided_by": dublin["decided_by"]}
    old |= {"valid_from": str(dublin["valid_from"]), "valid_to": yesterday}
    new = row | {"holds": "a", "decided_by": "the supervisor", "valid_from": days(0)}
    change = propose(
        place,
        "disputed_points",
        country="-",
        added=[old, new],
        without=["dublin_claimants"],
    )
    approve(place, change)
    wait_for(lambda: change_of(place, change)["status"] == "in_force", 60)

    facts = {"dublin": {"claimant": True, "state": "DE"}}
    ref = place.applied(facts=FACTS | facts)["case_ref"]
    assert place.ask("decide_eligibility", ref=ref)["codes"] == ["DUBLIN_DESTINATION"]
    then = place.ask("disputed_points", role=KEEPER, query={"on": yesterday})["items"]
    sides = {(one["holds"], one["in_force"]) for one in then if one["point"] == dublin["point"]}
    assert sides == {("b", True), ("a", False)}


def test_changes_and_rows_are_read_page_by_page(place):
    everything = place.ask("rule_changes", role=KEEPER, query={})["items"]
    first = place.ask("rule_changes", role=KEEPER, query={"limit": 1})
    rest = place.ask("rule_changes", role=KEEPER, query={"after": first["next"]})["items"]
    assert [*first["items"], *rest] == everything

    asked = {"role": KEEPER, "table": "dublin_states"}
    rows = place.ask("rule_rows", **asked, query={"limit": 200})["items"]
    page = place.ask("rule_rows", **asked, query={"limit": 5})
    assert [one["number"] for one in page["items"]] == [1, 2, 3, 4, 5]
    following = place.ask("rule_rows", **asked, query={"limit": 200, "after": page["next"]})
    assert page["items"] + following["items"] == rows
    assert TODAY.isoformat() >= rows[0]["cells"]["valid_from"]
