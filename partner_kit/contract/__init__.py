"""The machine-readable contract: what a message must look like, in either direction."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

FOLDER = Path(__file__).parent
TO_AGENT = "to_agent"
FROM_AGENT = "from_agent"


def faults(direction: str, message: Any) -> list[str]:
    """Say what is wrong with a whole message, each fault as `pointer: sentence`."""
    found = list(_faults_against("envelope", message, ""))
    if found:
        return found
    name = message["type"]
    if name not in types(direction):
        return [f"/type: {name} is not a type of this direction"]
    return list(_faults_against(f"{direction}/{name}", message["data"], "/data"))


def faults_in_sealed_passengers(content: Any) -> list[str]:
    """Say what is wrong with the opened content of a booking's JWE."""
    return list(_faults_against("sealed_passengers", content, ""))


@cache
def types(direction: str) -> tuple[str, ...]:
    """Return the names of the messages of a direction, versions included."""
    schemas = sorted((FOLDER / direction).glob("*.schema.json"))
    return tuple(path.name.removesuffix(".schema.json") for path in schemas)


def example(direction: str, name: str) -> dict[str, Any]:
    """Return a whole message of this type, as it may travel."""
    loaded: dict[str, Any] = json.loads((FOLDER / direction / f"{name}.example.json").read_text())
    return loaded


def _faults_against(schema: str, content: Any, prefix: str) -> Iterator[str]:
    for fault in _validator(schema).iter_errors(content):
        pointer = "".join(f"/{step}" for step in fault.absolute_path)
        yield f"{prefix}{pointer}: {fault.message}"


@cache
def _validator(schema: str) -> Draft202012Validator:
    content = json.loads((FOLDER / f"{schema}.schema.json").read_text())
    return Draft202012Validator(content, registry=_registry(), format_checker=_formats())


@cache
def _formats() -> FormatChecker:
    formats = FormatChecker()
    formats.checks("date-time", raises=ValueError)(_is_moment)
    return formats


def _is_moment(text: Any) -> bool:
    return not isinstance(text, str) or datetime.fromisoformat(text).tzinfo is not None


@cache
def _registry() -> Registry[Any]:
    contents = [json.loads(path.read_text()) for path in FOLDER.rglob("*.schema.json")]
    resources = [(content["$id"], Resource.from_contents(content)) for content in contents]
    return Registry().with_resources(resources)
