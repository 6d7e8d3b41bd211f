"""Entitlements of before: what decides a person's money no longer stands in them in clear."""

import json

from alembic import command

from services.chassis.migrate import config_of
from services.chassis.settings import with_psycopg2
from services.reintegration.entitlements.store import Persons

OLD = {
    "person_id": "p-1",
    "person_type": "adult",
    "nationalities": ["IQ"],
    "reintegration_bars": [],
    "asylum_background": False,
    "in_detention": True,
    "kind": "return_from_detention",
    "departed_on": None,
    "arrived_on": None,
    "stayed": False,
}


def test_an_older_entitlement_is_read_and_tells_of_no_detention(database):
    """R-AVRR-07."""
    old = database("reintegration")
    owner = with_psycopg2(old.owner_uri, "the owner")
    command.downgrade(config_of("reintegration", owner), "0005")
    for number, persons in (("1", [OLD, OLD | {"person_id": "p-2"}]), ("2", [])):
        old.rows(
            "INSERT INTO entitlements (id, case_ref, application_date, scheme, persons, lines,"
            " reasons, status, version) VALUES (%s, %s, '2026-10-01', 'none', %s, '[]', '[]',"
            " 'reserved', 1)",
            f"e-{number}",
            f"NL-{number}",
            json.dumps(persons),
        )

    command.upgrade(config_of("reintegration", owner), "head")

    [(first,), (second,)] = old.rows("SELECT persons FROM entitlements ORDER BY id")
    assert [one["person_id"] for one in first] == ["p-1", "p-2"]
    assert not {"asylum_background", "in_detention"} & set(first[0])
    assert Persons().process_result_value(first, None)[0].kind == "return_from_detention"
    assert second == []
