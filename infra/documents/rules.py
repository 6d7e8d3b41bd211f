"""docs/rules.md: every rule of the field, where it is decided, and the test that holds it."""

from __future__ import annotations

import ast
import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from infra.documents import house
from infra.documents.facts import table

FILE = house.ROOT / "docs" / "rules.md"
LIST = house.ROOT / "docs" / "rules.csv"
NOT_BUILT = house.ROOT / "docs" / "rules-not-built.csv"
RULE = re.compile(r"R-[A-Z0-9]+-\d\d")
# Tests may say the rule in their name: test_r_avrr_07_detention_closes_the_cash_scheme.
IN_A_NAME = re.compile(r"_r_([a-z0-9]+)_(\d\d)(?=_)")
FAMILIES = {
    "REAN": "May we help with the departure",
    "AVRR": "Reintegration: who, how much, how it is spent",
    "UAM": "Unaccompanied minors",
    "VOT": "Victims of trafficking",
    "MED": "Medical",
    "DET": "Detention",
    "RES": "Resettlement",
    "FAM": "Family reunification",
    "3RD": "Third countries",
    "LOAN": "Loans",
    "MOV": "Movements",
    "EXP": "Experts of the diaspora",
    "MON": "Monitoring",
    "DP": "Data protection",
}
HEADING = """\
# Rules

Where each rule of the field is decided, and the tests that cite it. Written from
[`rules.csv`](rules.csv), the code and the tests by `make docs`. A rule is cited by its id, in the
code that decides it and in the test that holds it. Each rule has such a test, or a line in
[`rules-not-built.csv`](rules-not-built.csv) that says why not; one with neither breaks the build,
and so does a line about a rule that has a test by now.

`domain.md` in a comment is the study of the field from which this list was taken.

Strength: **H** hard, from a source; **C** to be confirmed, so that it is a row of a table; **P**
our own proposal.
"""


def text() -> str:
    known, code, tests, silent = rules(), cited_in_code(), cited_in_tests(), not_built()
    sections = [HEADING]
    for family, title in FAMILIES.items():
        here = [name for name in known if name.split("-")[1] == family and name not in silent]
        if here:
            rows = [(name, *known[name], _files(code[name]), _tests(tests[name])) for name in here]
            heading = "rule | says | strength | source | decided in | held by"
            sections += [f"## {title}", "", table(heading, rows), ""]
    missing = [(name, *known[name], why) for name, why in silent.items()]
    heading = "rule | says | strength | source | why not"
    sections += ["## Not in the code yet", "", table(heading, missing), ""]
    return "\n".join(sections)


def rules() -> dict[str, tuple[str, str, str]]:
    """Every rule on the list: what it says, how strong it is, and who says so."""
    return {row["id"]: (row["rule"], row["strength"], row["source"]) for row in _rows(LIST)}


def not_built() -> dict[str, str]:
    """Every rule that no test holds yet, and why."""
    return {row["id"]: row["reason"] for row in _rows(NOT_BUILT)}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def cited_in_code() -> dict[str, list[str]]:
    """The files of the services and the gateway that cite a rule."""
    found = defaultdict(list)
    for path in _sources("services", "gateway"):
        for rule in sorted(set(RULE.findall(path.read_text()))):
            found[rule].append(_name(path))
    return found


@cache
def cited_in_tests() -> dict[str, list[tuple[str, str]]]:
    """The tests that cite a rule: file and function, or the file's list of examples."""
    found = defaultdict(list)
    for path in _sources("tests"):
        for test, source in _parts(path.read_text()):
            said = {f"R-{family.upper()}-{number}" for family, number in IN_A_NAME.findall(test)}
            for rule in sorted(said | set(RULE.findall(source))):
                found[rule].append((_name(path), test))
    return found


def _sources(*tops: str) -> Iterator[Path]:
    for top in tops:
        yield from sorted((house.ROOT / top).rglob("*.py"))
        yield from sorted((house.ROOT / top).rglob("*.csv"))


def _name(path: Path) -> str:
    return str(path.relative_to(house.ROOT))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Each test of a file with its decorators; what stands outside, under the file's own name."""
    lines, tests = text.splitlines(), []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            tests.append((node.name, first - 1, node.end_lineno or first))
    for name, first, last in tests:
        yield name, "\n".join(lines[first:last])
    inside = {number for _, first, last in tests for number in range(first, last)}
    yield "", "\n".join(line for number, line in enumerate(lines) if number not in inside)


def _files(names: list[str]) -> str:
    return "<br>".join(f"[{name.removeprefix('services/')}](../{name})" for name in names)


def _tests(named: list[tuple[str, str]]) -> str:
    by_file = defaultdict(list)
    for file, test in named:
        by_file[file].append(test.removeprefix("test_").replace("_", " ") or "its examples")
    return "<br>".join(
        f"[{file.removeprefix('tests/')}](../{file}): {'; '.join(tests)}"
        for file, tests in by_file.items()
    )
