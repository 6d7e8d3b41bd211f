"""An agent can take the kit away: it needs a messaging and a JOSE library, and nothing of ours."""

import ast
import sys
from pathlib import Path

import pytest

import partner_kit

KIT = Path(partner_kit.__file__).parent
ALLOWED = {
    "emulator": {
        *("amqp", "kombu", "joserfc", "airportsdata"),
        *("partner_kit.address", "partner_kit.emulator"),
    },
    "conformance": {
        *("kombu", "joserfc", "airportsdata"),
        *("partner_kit", "partner_kit.address", "partner_kit.conformance"),
        "partner_kit.contract",
    },
    "contract": {"jsonschema", "referencing"},
}


def imports(folder):
    for path in (KIT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.module


@pytest.mark.parametrize("folder", ALLOWED)
def test_the_kit_imports_nothing_of_ours(folder):
    foreign = {
        ".".join(name.split(".")[:2]) if name.startswith("partner_kit") else name.split(".")[0]
        for name in imports(folder)
    }

    assert foreign - set(sys.stdlib_module_names) <= ALLOWED[folder]
