"""The contract with the travel agents is whole, and its examples keep it."""

import pytest
import yaml

from partner_kit import contract

MESSAGES = [
    (direction, name)
    for direction in (contract.TO_AGENT, contract.FROM_AGENT)
    for name in contract.types(direction)
]


@pytest.fixture(scope="module")
def asyncapi():
    return yaml.safe_load((contract.FOLDER / "asyncapi.yaml").read_text())


@pytest.mark.parametrize(("direction", "name"), MESSAGES)
def test_every_example_keeps_the_contract(direction, name):
    example = contract.example(direction, name)

    assert example["type"] == name
    assert contract.faults(direction, example) == []


def test_the_example_of_sealed_passengers_keeps_the_contract():
    text = (contract.FOLDER / "sealed_passengers.example.json").read_text()

    assert contract.faults_in_sealed_passengers(yaml.safe_load(text)) == []


@pytest.mark.parametrize(("direction", "name"), MESSAGES)
def test_the_map_of_the_contract_names_every_message(asyncapi, direction, name):
    message = asyncapi["components"]["messages"][f"{direction}.{name.removesuffix('.v1')}"]

    assert message["payload"]["allOf"][1]["properties"]["data"] == {
        "$ref": f"./{direction}/{name}.schema.json"
    }


def test_the_map_of_the_contract_points_at_what_is_there(asyncapi):
    for reference in references(asyncapi):
        if reference.startswith("#/"):
            found = asyncapi
            for step in reference[2:].split("/"):
                found = found[step]
        else:
            assert (contract.FOLDER / reference).is_file()


def references(node):
    if isinstance(node, dict):
        yield from (node[name] for name in ("$ref", "x-example") if name in node)
    for child in node.values() if isinstance(node, dict) else node:
        if isinstance(child, dict | list):
            yield from references(child)


def test_the_map_of_the_contract_names_nothing_else(asyncapi):
    assert len(asyncapi["components"]["messages"]) == len(MESSAGES)
    assert len(asyncapi["operations"]) == len(MESSAGES)


def test_what_the_protocol_lists_is_there():
    to_agent = {
        "quote_requested.v1",
        "booking_requested.v1",
        "change_requested.v1",
        "change_confirmed.v1",
        "cancellation_requested.v1",
        "cancellation_confirmed.v1",
        "schedule_change_acknowledged.v1",
        "erasure_requested.v1",
        "message_rejected.v1",
    }

    assert set(contract.types(contract.TO_AGENT)) == to_agent


def test_a_child_without_an_age_breaks_the_contract():
    message = contract.example(contract.TO_AGENT, "quote_requested.v1")
    del message["data"]["passengers"][0]["age"]

    assert contract.faults(contract.TO_AGENT, message) == [
        "/data/passengers/0: 'age' is a required property"
    ]


def test_a_moment_without_an_offset_breaks_the_contract():
    message = contract.example(contract.TO_AGENT, "quote_requested.v1")
    message["data"]["answer_by"] = "2026-03-02T10:00:00"

    assert contract.faults(contract.TO_AGENT, message) == [
        "/data/answer_by: '2026-03-02T10:00:00' is not a 'date-time'"
    ]
