"""Each service that keeps something of a person destroys its key when told, and says so."""

import importlib

import pytest

from tests.fakes import FakeUnit

TOLD = {"erasure_id": "e-1", "case_ref": "NL-2026-004635-7", "person_id": "p-1"}


@pytest.mark.parametrize("service", ["reintegration", "expert_deployment"])
def test_whoever_is_told_forgets_and_acknowledges(service):
    entrypoints = importlib.import_module(f"services.{service}.rights.entrypoints")
    unit = FakeUnit()
    entrypoints.Rights().on_person_erased(unit, TOLD | {"acknowledge_by": "2026-12-24"})
    (fact,) = unit.published

    assert not unit.vault.remembers("p-1")
    assert fact.data() == {**TOLD, "by": service, "awaits": []}
