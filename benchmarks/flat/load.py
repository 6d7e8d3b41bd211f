"""Loads the generator's cases by COPY, beside a real one from which their other columns come.

As one loads in bulk: what can be made afterwards in one go, secondary indexes and foreign keys, is
taken away first and made anew. The ids are as the services make them, in the order of time.
"""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from random import Random
from typing import Any

import psycopg2

from infra.generator.cases import Generator
from infra.local.bench.database import Database
from services.chassis.ids import new_id
from services.intake.cases.rules import case_reference

# Older than any case that is opened now, a hundred thousand to a year.
YEARS, PER_YEAR = range(2016, 2026), 100_000
TOLD = 2_000
CHUNK = 20_000
# Most cases are history.
STATUSES = (("closed", 90), ("withdrawn", 6), ("open", 2), ("booked", 1), ("departed", 1))
TABLES = ("cases", "persons", "timeline_entries")
# How to take away, and how to make anew.
SECONDARY = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
    format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname,
        pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY (%(tables)s)
UNION ALL
SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index WHERE NOT indisprimary AND indrelid::regclass::text = ANY (%(tables)s)
"""


def load(database: Database, ref: str, count: int) -> float:
    """Return rows a second."""
    patterns = _patterns(database, ref)
    stories = _stories()
    references = _references(count)
    started, rows = time.perf_counter(), 0
    connection = psycopg2.connect(database.owner_uri)
    with connection, connection.cursor() as cursor, _bare_tables(cursor):
        done = False
        while not done:
            lines, done = _chunk(patterns, stories, references, ref)
            for table in TABLES:
                rows += len(lines[table])
                cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO("".join(lines[table])))
    seconds = time.perf_counter() - started
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()
    return rows / seconds if seconds and rows else 0.0


@contextmanager
def _bare_tables(cursor: Any) -> Iterator[None]:
    cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    cursor.execute(SECONDARY, {"tables": list(TABLES)})
    both = cursor.fetchall()
    for away, _ in both:
        cursor.execute(away)
    yield
    for _, anew in both:
        cursor.execute(anew)


def _chunk(
    patterns: dict[str, list[str]], stories: list[Any], references: Iterator[str], ref: str
) -> tuple[dict[str, list[str]], bool]:
    lines: dict[str, list[str]] = {table: [] for table in TABLES}
    for _ in range(CHUNK):
        fresh = next(references, None)
        if fresh is None:
            return lines, True
        _write(lines, patterns, stories[int(fresh[8:14]) % len(stories)], (ref, fresh))
    return lines, False


def _write(
    lines: dict[str, list[str]],
    patterns: dict[str, list[str]],
    story: tuple[str, str, str, int],
    refs: tuple[str, str],
) -> None:
    country, airport, status, persons = story
    ids = [new_id() for _ in range(persons)]
    case = patterns["cases"][0].replace(*refs)
    for mark, word in zip(
        ("#P#", "#S#", "#C#", "#A#"), (ids[0], status, country, airport), strict=True
    ):
        case = case.replace(mark, word)
    lines["cases"].append(case)
    person = patterns["persons"][0].replace(*refs)
    lines["persons"] += [person.replace("#P#", one) for one in ids]
    for entry in patterns["timeline_entries"]:
        told = entry.replace(*refs).replace("#P#", ids[0])
        lines["timeline_entries"].append(told.replace("#E#", new_id()))


def _references(count: int) -> Iterator[str]:
    return (
        case_reference(YEARS[number // PER_YEAR], number % PER_YEAR + 1) for number in range(count)
    )


def _stories() -> list[tuple[str, str, str, int]]:
    """So many of the generator's cases, told once: who comes, whereto, and how it ended."""
    dice, generator = Random(1), Generator(1)  # noqa: S311 - the same every time
    told = [generator.told(number, date(2026, 11, 24)) for number in range(1, TOLD + 1)]
    statuses = dice.choices(*zip(*STATUSES, strict=True), k=TOLD)
    return [
        (case.to["country"], case.to["airport"], status, max(len(case.persons), 1))
        for case, status in zip(told, statuses, strict=True)
    ]


def _patterns(database: Database, ref: str) -> dict[str, list[str]]:
    """The real case's rows as COPY writes them, with marks where ours will differ."""
    applicant = str(database.value("SELECT applicant_id FROM cases WHERE case_ref = %s", ref))
    where = {
        "cases": "case_ref = %s",
        "persons": "case_ref = %s",
        "timeline_entries": "about = %s",
    }
    patterns: dict[str, list[str]] = {}
    with psycopg2.connect(database.owner_uri) as connection, connection.cursor() as cursor:
        for table, condition in where.items():
            told = io.StringIO()
            query = cursor.mogrify(f"SELECT * FROM {table} WHERE {condition}", (ref,)).decode()  # noqa: S608
            cursor.copy_expert(f"COPY ({query}) TO STDOUT", told)
            lines = told.getvalue().splitlines(keepends=True)
            patterns[table] = [line.replace(applicant, "#P#") for line in lines]
    patterns["timeline_entries"] = [
        "#E#" + line[line.index("\t") :] for line in patterns["timeline_entries"]
    ]
    cells = patterns["cases"][0].split("\t")
    cells = ["#S#" if cell == "open" else cell for cell in cells]
    cells = ["#C#" if cell == "IQ" else "#A#" if cell == "BGW" else cell for cell in cells]
    patterns["cases"] = ["\t".join(cells)]
    return patterns
