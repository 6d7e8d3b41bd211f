"""What a newer program has written is read by the older one, and written back whole (0022)."""

import importlib
import json
from copy import deepcopy

import pytest
from sqlalchemy import TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

from infra.local.place import SERVICES
from services.chassis.database import mapping_of
from services.chassis.errors import Invalid
from services.chassis.kept import with_unread
from services.chassis.schema import kept_again, read_back, revised
from services.intake.cases.rules import merged
from services.intake.confidential.schemas import MedicalFileReader, VictimReader
from services.intake.facts.schemas import FactsBody, FactsReader, PersonReader
from services.intake.safeguarding.schemas import SafeguardsReader

NEWER = {"of_the_next_version": {"inside": [1, {"deep": None}]}}

TRIP = {"movement_id": "m1", "person_ids": ["p1"], "booking": {"agent": "polder"}, "sequence": 3}
PERSON = {"person_id": "p1", "person_type": "adult", "departed_on": "2026-05-02"}
PERSON |= {"arrived_on": None, "nationalities": ["IQ"], "reintegration_bars": []}
REASON = {"rule_id": "R-REAN-18", "person_id": "p1", "outcome": "pass", "evidence": ""}
REASON |= {"rule_version": "1", "sentence": "Yes."}
HELD = {"person_id": "p1", "kind": "allowance", "scheme": "rean", "amount_minor": 20000}
HELD |= {"cash_max_minor": 20000, "currency": "EUR", "confidence": "official"}
PLANNED = {"line_id": "l1", "category": "business", "amount_minor": 100}
PLANNED |= {"sealed_description": "c2VhbGVk"}
TERMS = {"country": "US", "instalments": 36, "term_months": 42, "grace_months": 6}
TERMS |= {"unpaid_instalments_max": 3, "interest_percent": 0, "version": "1"}

KEPT = {
    "intake.cases.journey": {"movements": {"m1": TRIP | NEWER}, "completed": True} | NEWER,
    "intake.loans.terms": TERMS | NEWER,
    "reintegration.plans.lines": [PLANNED | NEWER],
    "reintegration.entitlements.persons": [PERSON | NEWER],
    "reintegration.entitlements.lines": [HELD | NEWER],
    "reintegration.entitlements.reasons": [REASON | NEWER],
}


def columns_that_are_read_into_objects():
    for service in SERVICES:
        importlib.import_module(f"services.{service}.service")
        for table in mapping_of(service).metadata.tables.values():
            for column in table.columns:
                if isinstance(column.type, TypeDecorator) and isinstance(column.type.impl, JSONB):
                    yield f"{service}.{table.name}.{column.name}", column.type


COLUMNS = dict(columns_that_are_read_into_objects())


def test_every_column_of_objects_has_a_row_of_the_next_version_here():
    assert set(COLUMNS) == set(KEPT)


@pytest.mark.parametrize("name", KEPT)
def test_an_older_program_reads_a_newer_row_and_writes_it_back_whole(name):
    kept = deepcopy(KEPT[name])
    value = COLUMNS[name].process_result_value(kept, None)
    again = json.loads(json.dumps(COLUMNS[name].process_bind_param(value, None)))

    assert holds(again, KEPT[name])
    assert COLUMNS[name].process_result_value(again, None) == value


def holds(again, kept):
    """Everything that was there is there; defaults may have joined it."""
    if isinstance(kept, dict):
        return all(name in again and holds(again[name], item) for name, item in kept.items())
    if isinstance(kept, list):
        return len(again) == len(kept) and all(map(holds, again, kept))
    return again == kept


def test_a_fact_that_an_older_program_hears_leaves_what_is_newer():
    column = COLUMNS["intake.cases.journey"]
    journey = column.process_result_value(deepcopy(KEPT["intake.cases.journey"]), None)
    told = {"movement_id": "m1", "person_ids": ["p2"]}
    again = column.process_bind_param(journey.movement_booked(told, 4).begin_again(), None)

    assert again["movements"]["m1"]["booked"]
    assert holds(again, NEWER)
    assert holds(again["movements"]["m1"], NEWER)


FACTS = {"means_minor": 1, "dublin": {"claimant": False} | NEWER} | NEWER


def patched(patch):
    return revised(FactsBody(), FACTS, merged, patch)


def test_what_is_newer_in_the_sealed_facts_stays_when_they_are_corrected():
    assert read_back(FactsReader(), FACTS).means_minor == 1
    again = patched({"means_minor": 2})

    assert again["means_minor"] == 2
    assert holds(again, NEWER)
    assert holds(again["dublin"], NEWER)


def test_what_a_correction_takes_away_takes_along_what_was_newer_in_it():
    again = patched({"dublin": None})
    assert again["dublin"] is None
    assert holds(again, NEWER)


def test_an_unknown_field_of_the_caller_is_refused_all_the_same():
    with pytest.raises(Invalid, match="/shoe_size"):
        patched({"shoe_size": 43})


SEALED = [
    (
        PersonReader(),
        {
            "person_id": "p1",
            "relation": "applicant",
            "given_names": "A",
            "family_name": "B",
            "birth_date": "1991-04-17",
            "sex": "F",
            "nationalities": ["IQ"],
            "document": {
                "kind": "passport",
                "number": "SPECI0001",
                "issuing_country": "IQ",
                "expires_on": "2031-01-01",
            },
        },
        "document",
    ),
    (
        SafeguardsReader(),
        {"guardian": {"name": "A", "appointed_on": "2026-01-01"}},
        "guardian",
    ),
    (
        VictimReader(),
        {
            "presumed_on": "2026-01-01",
            "signalled_by": "counsellor",
            "opt_in": {"signed_on": "2026-01-02", "language": "ckb"},
        },
        "opt_in",
    ),
    (MedicalFileReader(), {"pregnancy": {"due_on": "2026-09-01"}}, "pregnancy"),
]


@pytest.mark.parametrize(("schema", "kept", "inner"), SEALED)
def test_what_is_sealed_is_read_and_sealed_again_with_what_is_newer(schema, kept, inner):
    newer = kept | {inner: kept[inner] | NEWER} | NEWER
    assert read_back(schema, newer) == read_back(schema, kept)
    again = kept_again(schema, newer, kept)

    assert again == newer


def test_an_item_of_a_list_is_known_by_what_is_understood_of_it():
    kept = [{"id": 1, "more": "a"}, {"id": 2, "more": "b"}]
    understood = [{"id": 1}, {"id": 2}]

    assert with_unread(kept, understood, [{"id": 2}, {"id": 3}]) == [
        {"id": 2, "more": "b"},
        {"id": 3},
    ]


def test_two_items_that_look_the_same_keep_each_its_own():
    kept = [{"id": 1, "more": "a"}, {"id": 1, "more": "b"}]
    assert with_unread(kept, [{"id": 1}, {"id": 1}], [{"id": 1}, {"id": 1}]) == kept
