"""The house rules that a program can check."""

import ast
from pathlib import Path

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


def faults(path):
    """What makes a file hard to read, in the words that mend it."""
    text = path.read_text()
    tree = ast.parse(text)
    if text.count("\n") > (TEST_LINES_MAX if "tests" in path.parts else SOURCE_LINES_MAX):
        yield f"{name(path)}: split this file by subject"
    if not ast.get_docstring(tree):
        yield f"{name(path)}: say in one sentence what this module is"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION_LINES_MAX:
                yield f"{name(path)}: {node.name} is {length} lines; call what it does"


def test_every_file_can_be_read_in_one_sitting():
    assert [fault for path in FILES for fault in faults(path)] == []


def test_whoever_locks_a_row_sees_it_as_it_is_now():
    """A session shows what it loaded before as it was then, also after it has waited for a lock."""
    bare = [name(path) for path in SUBJECTS if "with_for_update" in path.read_text()]

    assert bare == [], "lock by what services/chassis/locks.py offers"


def test_a_subject_holds_only_the_agreed_files():
    others = [name(path) for path in SUBJECTS if path.stem not in SUBJECT_FILES]

    assert others == [], "a new kind of file needs a decision page"
