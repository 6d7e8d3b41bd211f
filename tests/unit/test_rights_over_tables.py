"""Every table of every service: shown to the person, or not with a reason; sealed, and forgotten.

The export of each service is carried out with a session that notes which tables are read, so a new
table that nobody thought of is found here.
"""

import importlib
from types import SimpleNamespace

import pytest
from sqlalchemy import LargeBinary

from infra.documents import house
from services.chassis.database import mapping_of
from services.intake.files.store import FileStore
from tests.fakes import FakeUnit
from tests.unit.intake.intake_scene import a_unit, an_open_case

SERVICES = list(house.services())
ONE = "0199c0de-0000-7000-8000-000000000a01"


class Noting:
    """A session that finds nothing, and notes the tables that were asked."""

    def __init__(self):
        self.read = set()

    def execute(self, query):
        self.read |= {table.name for table in query.get_final_froms()}
        return self

    def mappings(self):
        return []

    scalars = execute

    def __iter__(self):
        return iter(())


def rights_of(service):
    importlib.import_module(f"services.{service}.service")
    return importlib.import_module(f"services.{service}.rights.usecases")


def tables_of(service):
    importlib.import_module(f"services.{service}.service")
    return {table.name: table for table in mapping_of(service).metadata.sorted_tables}


def read_by_export(service):
    unit, person_id = FakeUnit(), ONE
    if service == "intake":
        unit = a_unit()
        person_id = an_open_case(unit).applicant_id
        assert unit.store(FileStore).of_person(person_id) == []
    unit.session = Noting()
    unit.audit = SimpleNamespace(about=lambda *_, **__: [])
    rights_of(service).export_person(unit, person_id=person_id)
    return unit.session.read


def is_sealed(column):
    return isinstance(column.type, LargeBinary) or column.name.startswith("sealed")


@pytest.mark.parametrize("service", SERVICES)
def test_every_table_is_shown_to_the_person_or_says_why_not(service):
    read, reasons = read_by_export(service), rights_of(service).NOT_EXPORTED

    assert set(tables_of(service)) == read | set(reasons)
    assert not read & set(reasons)
    assert all(len(reason.split()) > 3 for reason in reasons.values())


@pytest.mark.parametrize("service", SERVICES)
def test_of_everything_that_is_sealed_it_is_known_whose_key_is_destroyed(service):
    sealed = {
        f"{name}.{column.name}"
        for name, table in tables_of(service).items()
        for column in table.c
        if is_sealed(column)
    }

    assert sealed == set(rights_of(service).SEALED_UNDER)


@pytest.mark.parametrize("service", SERVICES)
def test_a_key_that_is_said_to_be_in_the_row_is_in_the_row(service):
    tables = tables_of(service)
    for named, owner in rights_of(service).SEALED_UNDER.items():
        table, _ = named.split(".")
        assert owner in tables[table].c or " " in owner, f"{named} lies under {owner}"


def test_the_walk_sees_the_tables_of_all_services():
    assert {"contacts", "travellers", "plans", "experts"} <= {
        name for service in SERVICES for name in tables_of(service)
    }
