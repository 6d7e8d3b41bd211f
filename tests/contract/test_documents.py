"""The documents that are made from the code say what the code says now."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from infra.documents import asyncapi, house, look_back, rules
from infra.documents.__main__ import DOCUMENTS

ROOT = Path(__file__).parents[2]
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text()
# That decisions are recorded explains nothing about the system.
FIRST_DECISION = "0001-record-decisions.md"
OPERATING = ROOT / "docs" / "operating.md"
ALERTS = yaml.safe_load((ROOT / "infra" / "prometheus" / "alerts.yml").read_text())
ALERT_NAMES = [rule["alert"] for group in ALERTS["groups"] for rule in group["rules"]]


def measured(document):
    """The page of figures is measured anew, on made-up people."""
    marks = [pytest.mark.thorough] if document is look_back else []
    return pytest.param(document, id=document.FILE.name, marks=marks)


@pytest.mark.parametrize("document", [measured(one) for one in DOCUMENTS])
def test_each_document_is_as_the_code_writes_it_now(document):
    assert document.FILE.read_text() == document.text(), "Run `make docs`."


@pytest.mark.parametrize("fact", house.facts(), ids=lambda fact: fact.type)
def test_each_sample_keeps_to_the_schema_that_is_written_for_programs(fact):
    described = asyncapi.document()
    message = described["components"]["messages"][fact.type]
    whole = message["payload"] | {"components": described["components"]}
    check = Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)

    for example in message["examples"]:
        check.validate(example["payload"])


def test_the_architecture_names_each_fact_and_who_reads_it():
    told = re.findall(r"^\| (\w+) \| ([a-z_, ]+) \| ([a-z_, ]+) \|$", ARCHITECTURE, re.MULTILINE)
    shown = {owner: (set(facts.split(", ")), set(by.split(", "))) for owner, facts, by in told}
    facts, readers = defaultdict(set), defaultdict(set)
    for fact in house.facts():
        facts[fact.owner].add(fact.key.split(".")[0])
        readers[fact.owner] |= set(house.readers(fact)) - {fact.owner}

    shown.pop("owner")
    assert shown == {owner: (facts[owner], readers[owner]) for owner in facts}


def test_every_decision_is_found_from_the_index_and_from_the_architecture():
    folder = ROOT / "docs" / "decisions"
    pages = {page.name for page in folder.glob("0*.md")}
    indexed = set(re.findall(r"\((0[^)]+\.md)\)", (folder / "README.md").read_text()))

    assert indexed == pages
    assert set(re.findall(r"decisions/(0[^)]+\.md)", ARCHITECTURE)) == pages - {FIRST_DECISION}


def test_every_reference_in_the_document_for_programs_leads_somewhere():
    described = yaml.safe_load(asyncapi.FILE.read_text())

    for reference in re.findall(r"\$ref: ['\"]?#/([^'\"\n]+)", asyncapi.FILE.read_text()):
        place = described
        for step in reference.split("/"):
            place = place[step]


def test_every_rule_that_the_code_cites_is_a_rule_of_the_field():
    assert sorted(set(rules.cited_in_code()) - set(rules.rules())) == []
    assert sorted(set(rules.cited_in_tests()) - set(rules.rules())) == []


def test_every_rule_that_the_code_cites_is_held_by_a_test_that_cites_it():
    assert sorted(set(rules.cited_in_code()) - set(rules.cited_in_tests())) == []


def test_every_rule_says_how_strong_it_is_and_who_says_so():
    assert [name for name, told in rules.rules().items() if not all(told)] == []


def test_every_rule_has_a_test_or_a_line_that_says_why_not():
    silent = sorted(set(rules.rules()) - set(rules.cited_in_tests()) - set(rules.not_built()))

    assert silent == [], f"Write a test, or say why not in {rules.NOT_BUILT.name}."


def test_no_line_says_why_not_of_a_rule_that_is_built_or_unknown():
    cited = set(rules.cited_in_code()) | set(rules.cited_in_tests())

    stale = sorted(set(rules.not_built()) & cited)
    assert stale == [], f"It is built now: take its line out of {rules.NOT_BUILT.name}."
    assert sorted(set(rules.not_built()) - set(rules.rules())) == []


def test_every_reason_why_not_is_a_sentence():
    for rule, reason in rules.not_built().items():
        assert re.fullmatch(r"[A-Z0-9].{20,}\.", reason), rule


def test_every_rule_belongs_to_a_family_of_the_document():
    assert {name.split("-")[1] for name in rules.rules()} == set(rules.FAMILIES)


@pytest.mark.parametrize("alert", ALERT_NAMES)
def test_each_alert_has_a_page_that_says_what_to_do(alert):
    assert f"\n### {alert}\n" in OPERATING.read_text()


def test_no_page_is_about_an_alert_that_is_gone():
    told = re.findall(r"^### ([A-Z]\w+)$", OPERATING.read_text(), re.MULTILINE)

    assert told == ALERT_NAMES
