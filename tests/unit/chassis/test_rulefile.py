"""A rule file is read whole, or refused with its name, the line and the reason."""

from dataclasses import dataclass
from datetime import date

import pytest
from marshmallow import fields, post_load

from services.chassis.errors import Invalid
from services.chassis.rules import rulebook
from services.chassis.rules.rulefile import RuleRow, RuleTable, make_row, read

HEADER = "country,amount_minor,valid_from,valid_to,source\n"
GOOD = HEADER + (
    "IQ,20000,2016-01-01,2017-07-11,Stcrt 1\n"
    "IQ,30000,2017-07-12,,Stcrt 2\n"
    "\n"
    "GE,10000,2016-01-01,,Stcrt 1\n"
)


class TariffRow(RuleRow):
    country = fields.String(required=True)
    amount_minor = fields.Integer(required=True)


@pytest.fixture
def load(tmp_path):
    def from_text(text, schema=TariffRow, key=("country",)):
        path = tmp_path / "tariffs.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(path, schema, key)

    return from_text


def amounts(table, day):
    return {row["country"]: row["amount_minor"] for row in table.on(day)}


def test_the_rules_of_a_day_are_those_in_force_on_it(load):
    found = load(GOOD)
    table = RuleTable(found.version, found.rows)

    assert amounts(table, date(2015, 12, 31)) == {}
    assert amounts(table, date(2017, 7, 11)) == {"IQ": 20000, "GE": 10000}
    assert amounts(table, date(2017, 7, 12)) == {"IQ": 30000, "GE": 10000}


def test_the_version_is_that_of_the_content(load):
    assert load(GOOD).version == load(GOOD).version
    assert load(GOOD).version != load(GOOD.replace("Stcrt 2", "Stcrt 3")).version


def test_what_was_read_can_be_stored_as_text_and_made_again(load):
    found = load(GOOD)

    assert tuple(make_row(TariffRow, cells) for cells in found.cells) == found.rows


def test_rows_may_become_objects(load):
    @dataclass(frozen=True)
    class Tariff:
        country: str
        amount_minor: int
        valid_from: date
        valid_to: date | None
        source: str

    class MadeRow(TariffRow):
        @post_load
        def make(self, row, **_):
            return Tariff(**row)

    table = RuleTable("v", load(GOOD, MadeRow).rows)

    assert [row.amount_minor for row in table.on(date(2020, 1, 1))] == [30000, 10000]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1, column country: The column is missing"),
        (HEADER, "line 1: The file has no rows"),
        (HEADER.replace("source", "sauce"), "line 1, column source: The column is missing"),
        (
            HEADER.replace("source", "source,note"),
            "line 1, column note: No such column is known",
        ),
        (
            HEADER.replace("source", "source,country"),
            "line 1, column country: The column is there twice",
        ),
        (HEADER + "IQ,many,2016-01-01,,S\n", "line 2, column amount_minor: Not a valid integer"),
        (HEADER + "IQ,1,01-01-2016,,S\n", "line 2, column valid_from: Not a valid date"),
        (HEADER + "IQ,1,2016-01-01,,\n", "line 2, column source: Missing data"),
        (HEADER + ",1,2016-01-01,,S\n", "line 2, column country: Missing data"),
        (HEADER + "IQ,1,2016-01-01,S\n", "line 2: 4 cells, where the header has 5"),
        (HEADER + 'IQ,1,2016-01-01,,"S\n', "line 2: Not CSV"),
        (HEADER + "IQ,1,2016-01-02,2016-01-01,S\n", "line 2, column valid_to: It ends before"),
        (b"\xff\xfe", "line 0: The file cannot be read: UnicodeDecodeError"),
    ],
)
def test_a_bad_file_is_refused_with_its_place_and_reason(load, text, says):
    with pytest.raises(Invalid) as refused:
        load(text)

    assert refused.value.code == "bad-rule-file"
    assert f"tariffs.csv, {says}" in str([problem["detail"] for problem in refused.value.errors])


def test_every_fault_is_told_at_once(load):
    with pytest.raises(Invalid, match=r"\(1 more\)") as refused:
        load(HEADER + "IQ,x,2016-01-01,,S\nGE,1,2016-01-01,,S\nAM,y,2016-01-01,,S\n")

    assert [problem["pointer"] for problem in refused.value.errors] == [
        "/2/amount_minor",
        "/4/amount_minor",
    ]


@pytest.mark.parametrize(
    "second",
    ["2017-01-01,", "2015-01-01,", "2016-01-01,2016-01-01", "2015-01-01,2016-01-01"],
)
def test_two_rules_for_the_same_thing_on_the_same_day_are_refused(load, second):
    with pytest.raises(Invalid, match=r"column valid_from: It overlaps the same rule in line"):
        load(f"{HEADER}IQ,1,2016-01-01,,S\nIQ,2,{second},S\n")


def test_a_long_rule_overlaps_also_past_a_short_one(load):
    with pytest.raises(Invalid, match="line 3, column valid_from: It overlaps"):
        load(
            f"{HEADER}IQ,1,2016-01-01,2020-12-31,S\nIQ,1,2018-01-01,2018-12-31,S\n"
            "IQ,1,2021-01-01,,S\n"
        )


def test_without_a_key_only_the_same_content_overlaps(load):
    load(f"{HEADER}IQ,1,2016-01-01,,S\nIQ,2,2017-01-01,,S\n", key=())
    with pytest.raises(Invalid, match="overlaps"):
        load(f"{HEADER}IQ,1,2016-01-01,,S\nIQ,1,2017-01-01,,T\n", key=())


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Invalid, match=r"gone\.csv, line 0: The file cannot be read"):
        read(tmp_path / "gone.csv", TariffRow)


def test_a_declared_table_can_be_read_without_a_database(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text(GOOD)
    rulebook.rule_table("nobody", "tariffs", "tariffs.csv", TariffRow, key=("country",))

    table = rulebook.from_file("nobody", "tariffs", path)

    assert len(table.rows) == 3
    assert rulebook.names_of("nobody") == ["tariffs"]
    with pytest.raises(LookupError, match="nobody declares no rule table quotas"):
        rulebook.from_file("nobody", "quotas")
