"""A case's journey, from the question to the agents to the arrival, over the real broker."""

import pytest
from travel_house import FIRST_DAY, a_child_alone, a_person
from travel_words import an_offer, tickets

from services.chassis.errors import Conflict


def booked(house, agents, case_ref, price_minor=41_000):
    """Play both agents until the cheap one has issued the tickets; returns order and offer."""
    cheap, dear = agents
    offer = an_offer(cheap.hear("quote_requested.v1"), price_minor)
    cheap.say("quote_offered.v1", offer)
    dear.say("quote_offered.v1", an_offer(dear.hear("quote_requested.v1"), price_minor + 9000))
    order = cheap.hear("booking_requested.v1")
    cheap.say("booking_confirmed.v1", tickets(order, offer))
    house.movement(case_ref, "booked")
    return order, offer


def waits_for(house, case_ref, owner):
    house.wait(lambda: house.movement(case_ref, "booked")["owner"] == owner)
    return house.movement(case_ref)


def test_an_adult_is_quoted_by_two_booked_with_the_cheaper_and_arrives(house, agents):
    person = a_person()
    case_ref = house.accept(person)

    order, _ = booked(house, agents, case_ref)

    cheap, _ = agents
    [passenger] = cheap.passengers(order)
    assert passenger["family_name"] == "Vanderspecimen"
    [fact] = house.told("movement_booked", case_ref)
    assert (fact["agent"], fact["person_ids"]) == (cheap.name, [person["fact"]["person_id"]])
    [cost] = house.told("travel_cost_recorded", case_ref)
    assert (cost["kind"], cost["amount_minor"]) == ("ticket", 41_000)

    movement = waits_for(house, case_ref, "movement_officer")
    here = {"movement_id": movement["movement_id"]}
    who = {"person_id": person["fact"]["person_id"]}
    house.goes_to(f"{FIRST_DAY}T19:05:00+03:00")
    signed = {"signed_at": f"{FIRST_DAY}T08:00:00+01:00"}
    house.ask("declare_departure", **here, body=who | signed)
    left = {"outcome": "departed", "evidence": "border_notice", "at": f"{FIRST_DAY}T10:00:00+01:00"}
    house.ask("record_boarding", **here, body=who | left)
    arrived = house.ask("record_arrival", **here, body=who | {"at": f"{FIRST_DAY}T19:00:00+03:00"})
    assert (arrived["status"], arrived["waits_for"]) == ("arrived", None)
    assert house.told("person_arrived", case_ref)[0]["person_id"] == who["person_id"]
    assert house.database.value("SELECT count(*) FROM held_messages") == 0


def test_a_family_is_one_party_and_one_booking(house, agents):
    father, mother = a_person(sex="M"), a_person()
    son = a_person("accompanied_minor", passenger_type="child", birth_date="2019-05-05")
    baby = a_person("accompanied_minor", passenger_type="infant", birth_date="2026-01-05")

    case_ref = house.accept(father, mother, son, baby)
    order, _ = booked(house, agents, case_ref)

    assert len(agents[0].passengers(order)) == 4
    assert len(house.ask("movements_of_case", ref=case_ref)["items"]) == 1
    asked = agents[0].hear("quote_requested.v1")["data"]
    assert [one["type"] for one in asked["passengers"]] == ["adult", "adult", "child", "infant"]


def test_a_child_alone_waits_for_a_named_escort_and_goes_to_the_registered_adult(house, agents):
    child = a_child_alone()
    case_ref = house.accept(child)
    cheap, dear = agents
    offer = an_offer(cheap.hear("quote_requested.v1"))
    cheap.say("quote_offered.v1", offer)
    dear.say("quote_offered.v1", an_offer(dear.hear("quote_requested.v1"), 99_000))
    movement = house.movement(case_ref, "chosen")
    assert movement["waits_for"] == "the name of the escort"
    here = {"movement_id": movement["movement_id"]}
    document = child["sealed"]["document"]
    names = ("given_names", "family_name", "birth_date", "sex", "nationality")
    details = {name: child["sealed"][name] for name in names} | {"document": document}
    naming = {"kind": "social", "staff_id": "staff-007", "details": details}

    house.ask("name_escort", **here, body=naming)

    order = cheap.hear("booking_requested.v1")
    assert [one["passenger_reference"] for one in cheap.passengers(order)] == ["P1", "E1"]
    cheap.say("booking_confirmed.v1", tickets(order, offer))
    waits_for(house, case_ref, "movement_officer")
    who = {"person_id": child["fact"]["person_id"]}
    house.goes_to(f"{FIRST_DAY}T19:05:00+03:00")
    house.ask("declare_departure", **here, body=who | {"signed_at": f"{FIRST_DAY}T08:00:00+01:00"})
    left = {"outcome": "departed", "at": f"{FIRST_DAY}T10:00:00+01:00"}
    house.ask("record_boarding", **here, body=who | left)
    kept = {"at": f"{FIRST_DAY}T19:00:00+03:00", "because": "nobody_came"}
    assert house.ask("record_failed_hand_over", **here, body=who | kept)["owner"] == "counsellor"
    shown = {"name": "Aunt Example", "identity_number": "ab12345"}
    handed = {"handed_over_to": shown | {"signed_at": f"{FIRST_DAY}T20:15:00+03:00"}}
    at = {"at": f"{FIRST_DAY}T19:00:00+03:00"}
    assert house.ask("record_arrival", **here, body=who | at | handed)["status"] == "arrived"


def test_nobody_leaves_before_the_letter_is_issued_and_a_border_notice_is_kept_all_the_same(
    house, agents
):
    """R-AVRR-09: the newest word of intake holds, whatever came first."""
    person = a_person()
    case_ref = house.accept(person, letter=False)
    booked(house, agents, case_ref)
    movement = waits_for(house, case_ref, "counsellor")
    assert movement["due_at"] == movement["departs_at"]
    here = {"movement_id": movement["movement_id"]}
    who = {"person_id": person["fact"]["person_id"]}
    signed = who | {"signed_at": f"{FIRST_DAY}T08:00:00+01:00"}
    with pytest.raises(Conflict) as refused:
        house.ask("declare_departure", **here, body=signed)
    assert refused.value.code == "letter-needed"

    house.letter(case_ref, 5)
    waits_for(house, case_ref, "movement_officer")
    house.letter(case_ref, 4, missing=True)
    house.goes_to(f"{FIRST_DAY}T10:05:00+01:00")
    house.ask("declare_departure", **here, body=signed)

    house.letter(case_ref, 7, missing=True)
    waits_for(house, case_ref, "counsellor")
    left = who | {"outcome": "departed", "at": f"{FIRST_DAY}T10:00:00+01:00"}
    with pytest.raises(Conflict) as refused:
        house.ask("record_boarding", **here, body=left | {"evidence": "staff"})
    assert refused.value.code == "letter-needed"
    gone = house.ask("record_boarding", **here, body=left | {"evidence": "border_notice"})

    assert (gone["status"], gone["passengers"][0]["left_without"]) == ("departed", ["letter"])
    assert house.told("person_departed", case_ref)[0]["without"] == ["letter"]


def test_journeys_are_listed_by_case_and_state(house, agents):
    case_ref = house.accept(a_person())
    house.movement(case_ref, "quoting")

    page = house.ask("movements", query={"limit": 1, "case_ref": case_ref, "status": "quoting"})
    none = house.ask("movements", query={"limit": 1, "case_ref": case_ref, "status": "booked"})

    assert [one["case_ref"] for one in page["items"]] == [case_ref]
    assert none == {"items": [], "next": None}
    cards = {one["name"]: one for one in house.ask("agents", query={"limit": 50})["items"]}
    assert cards[agents[0].name]["asked"] == 1


def test_who_travels_lies_nowhere_in_clear(house, agents):
    child = a_child_alone(family_name="Zquickspecimen")
    case_ref = house.accept(child)
    for agent in agents:
        agent.say("quote_offered.v1", an_offer(agent.hear("quote_requested.v1")))
    movement = house.movement(case_ref, "chosen")
    sealed = child["sealed"]
    fields = ("given_names", "family_name", "birth_date", "sex", "nationality", "document")
    details = {name: sealed[name] for name in fields}
    naming = {"kind": "social", "staff_id": "staff-008", "details": details}
    house.ask("name_escort", movement_id=movement["movement_id"], body=naming)

    tables = house.database.rows(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    )
    # The names of the tables come from the catalogue itself.
    whole = [house.database.rows(f"SELECT t::text FROM {name} t") for (name,) in tables]  # noqa: S608
    kept = str(whole)

    assert movement["movement_id"] in kept
    for secret in ("Zquickspecimen", sealed["birth_date"], "SPEC77420", "AB 1234-5"):
        assert secret not in kept
        assert secret.encode().hex() not in kept
