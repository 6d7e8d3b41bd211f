"""The house rules that a program can check."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FUNCTION_LINES_MAX = 40
SOURCE_LINES_MAX = 250
TEST_LINES_MAX = 400
SUBJECT_FILES = {"__init__", "model", "rules", "store", "usecases", "schemas", "entrypoints"}
SERVICES = ("intake", "travel", "reintegration", "expert_deployment")
TOPS = ("services", "gateway", "partner_kit", "infra", "benchmarks", "tests")

FILES = sorted(path for top in TOPS for path in (ROOT / top).rglob("*.py"))
SUBJECTS = sorted(
    path
    for service in SERVICES
    for path in (ROOT / "services" / service).glob("*/*.py")
    if path.parent.name != "migrations"
)


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_can_be_read_in_one_sitting(path):
    text = path.read_text()
    tree = ast.parse(text)
    limit = TEST_LINES_MAX if "tests" in path.parts else SOURCE_LINES_MAX

    assert text.count("\n") <= limit, "split this file by subject"
    assert ast.get_docstring(tree), "say in one sentence what this module is"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            assert length <= FUNCTION_LINES_MAX, f"{node.name} is {length} lines; call what it does"


@pytest.mark.parametrize("path", SUBJECTS, ids=name)
def test_a_subject_holds_only_the_agreed_files(path):
    assert path.stem in SUBJECT_FILES, f"{path.name}: a new kind of file needs a decision page"
