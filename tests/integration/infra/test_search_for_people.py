"""The search for people is not blind: what is planted in a server's files is found there."""

import psycopg2
import pytest

from infra.local import addresses, broker
from infra.local.leaks import Word, search_files
from infra.local.planting import checkpoint, planted
from infra.local.readable import admin_of, search_tables


@pytest.fixture(scope="module")
def where(stack):
    return addresses.of(stack.place, stack.credentials)


def places(where, *words):
    """The kinds of place in which each word is found; one look at all files, which are many."""
    found = {word: set() for word in words}
    for name in ("rabbitmq", "postgres", "logs", "agents"):
        for hit in search_files(where.place.home / name, list(words)):
            found[hit.word].add(name)
    return found


def test_a_planted_word_is_found_wherever_people_could_be(where):
    nobody = Word("name", "Nobodywiththisname")
    with planted(where) as proof:
        checkpoint(where)
        assert places(where, proof.plain, proof.capitals, proof.born, nobody) == {
            proof.plain: {"rabbitmq", "postgres", "logs", "agents"},
            proof.capitals: {"rabbitmq", "postgres", "logs", "agents"},
            proof.born: {"rabbitmq", "logs", "agents"},
            nobody: set(),
        }


def test_whatever_kind_of_column_somebody_stands_in_it_is_read(where):
    with planted(where) as proof:
        assert {(hit.word, hit.place) for hit in search_tables(where, proof.in_tables)} == {
            (proof.plain, f"intake.{proof.table}.word"),
            (proof.capitals, f"intake.{proof.table}.capitals"),
            (proof.long, f"intake.{proof.table}.long"),
            (proof.said, f"intake.{proof.table}.said"),
            (proof.packed, f"intake.{proof.table}.packed"),
            (proof.born, f"intake.{proof.table}.born"),
        }


def test_what_was_planted_is_taken_away_again(where):
    with planted(where) as proof:
        pass

    queues = [queue["name"] for queue in where.api.queues(broker.HOUSE_VHOST)]
    assert not [name for name in queues if name == proof.table]
    connection = psycopg2.connect(admin_of(where, "intake"))
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)", (proof.table,))
            assert cursor.fetchone() == (None,)
    finally:
        connection.close()
